import type { z } from 'zod';
import { COMPLETENESS_WORDS, type DeviceCount, reasonOf, verdictOf } from './completeness.rules.js';
import type { CompletenessView } from './completeness.schemas.js';
import { SET_ASIDE_WORDS, type SortedFiles } from './flown.rules.js';
import type { FrameCount } from './frames.rules.js';
import { GAP_REASON_WORDS } from './gap-reason.codes.js';
import type { StatedReason } from './gap-reason.repository.js';

export interface Counts {
  readonly frames: FrameCount;
  readonly device: DeviceCount;
  readonly aside: SortedFiles['aside'];
}

export function toCompletenessView(
  flightId: string,
  { frames: count, device, aside }: Counts,
  reasons: readonly StatedReason[],
): z.input<typeof CompletenessView> {
  const { files, frames, unnumbered, restarts, gaps } = count;
  const verdict = verdictOf(count, device, reasons);
  return {
    flightId,
    verdict,
    words: COMPLETENESS_WORDS[verdict],
    files,
    frames,
    unnumbered,
    restarts,
    announced: device.announced,
    deviceCount: device.expected,
    setAside: aside.map(({ reason, files }) => ({ reason, files, words: SET_ASIDE_WORDS[reason] })),
    gaps: gaps.map((gap) => {
      const reason = reasonOf(gap, reasons);
      return {
        from: gap.from,
        to: gap.to,
        frames: gap.frames,
        after: gap.after?.toISOString() ?? null,
        before: gap.before?.toISOString() ?? null,
        reason: reason ? reasonView(reason) : null,
      };
    }),
  };
}

function reasonView({ code, statement, stater, statedAt }: StatedReason) {
  const statedBy = stater.name;
  return { code, words: GAP_REASON_WORDS[code], text: statement, statedBy, statedAt: statedAt.toISOString() };
}
