import type { Period } from '../../platform/index.js';
import type { AnnouncedFile, CountedTask } from '../../telemetry/index.js';
import { readTaken } from '../media/media.rules.js';
import type { Words } from '../metadata/claim.types.js';
import type { COMPLETENESS_VERDICTS } from './completeness.schemas.js';
import type { FrameCount, FrameGap } from './frames.rules.js';
import type { StatedReason } from './gap-reason.repository.js';

export type CompletenessVerdict = (typeof COMPLETENESS_VERDICTS)[number];

export const COMPLETENESS_WORDS: Readonly<Record<CompletenessVerdict, Words>> = {
  complete: {
    zh: '首末两帧之间编号连续,且不少于设备自报数量;首帧之前、末帧之后是否另有画面,编号不能说明。',
    en: 'Numbers run on from the first frame to the last, and no fewer files than the device counted; numbers cannot tell of frames before the first or after the last.',
  },
  explained: { zh: '编号有缺,均已说明理由。', en: 'Numbers are missing; a reason is on record for each.' },
  unexplained: { zh: '有缺失未说明理由。', en: 'Something is missing without a reason on record.' },
  unknown: {
    zh: '没有相机编号,无法判断是否完整。',
    en: 'There are no numbers of a camera: completeness cannot be told.',
  },
};

/**
 * How many files of a flight the device announced, and how many it counted itself: with each file, or its dock with the task
 * it flew; the greater number counts. A camera's time says no zone and is taken as China's; of what says no time nothing is
 * known.
 */
export function deviceCountOf(
  files: readonly AnnouncedFile[],
  tasks: readonly CountedTask[],
  { from, to }: Period,
): DeviceCount {
  const ofFlight = files.filter(({ takenText }) => {
    const taken = takenText === null ? null : readTaken(takenText);
    return taken !== null && Date.parse(taken.at) >= from.getTime() && Date.parse(taken.at) < to.getTime();
  });
  const counts = new Map(tasks.map(({ taskId, mediaCount }) => [taskId, mediaCount]));
  for (const { flightId, expectedCount } of ofFlight) {
    if (flightId !== null && expectedCount !== null)
      counts.set(flightId, Math.max(counts.get(flightId) ?? 0, expectedCount));
  }
  const expected = counts.size === 0 ? null : [...counts.values()].reduce((sum, one) => sum + one, 0);
  return { announced: ofFlight.length, expected };
}

export interface DeviceCount {
  readonly announced: number;
  readonly expected: number | null;
}

/** The newest reason that was stated for all of the gap. */
export function reasonOf({ from, to }: FrameGap, reasons: readonly StatedReason[]): StatedReason | undefined {
  return reasons.find(({ fromNumber, toNumber }) => {
    const holds = (number: number): boolean =>
      fromNumber <= toNumber ? number >= fromNumber && number <= toNumber : number >= fromNumber || number <= toNumber;
    return holds(from) && holds(to) && (from <= to || fromNumber > toNumber);
  });
}

/** Counts of the device weigh as much as numbers: what it counted and we lack is missing, whatever the numbers say. */
export function verdictOf(
  { files, frames, gaps, restarts }: FrameCount,
  { announced, expected }: DeviceCount,
  reasons: readonly StatedReason[],
): CompletenessVerdict {
  const unexplained = gaps.filter((gap) => !reasonOf(gap, reasons));
  const explainedFrames = gaps.reduce((sum, gap) => sum + (reasonOf(gap, reasons) ? gap.frames : 0), 0);
  if (unexplained.length > 0 || files + explainedFrames < Math.max(announced, expected ?? 0)) return 'unexplained';
  if (frames < 2 || restarts > 0) return expected !== null && files >= expected ? 'complete' : 'unknown';
  return gaps.length > 0 ? 'explained' : 'complete';
}
