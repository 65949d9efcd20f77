/** A file of a flight, as far as the numbering of its camera is concerned. */
export interface FlownFile {
  readonly fileName: string;
  readonly capturedAt: Date | null;
}

export interface FrameGap {
  /** First and last number missing, both included; `from` lies above `to` where the counter began anew between them. */
  readonly from: number;
  readonly to: number;
  readonly frames: number;
  /** When the frames around it were taken; null where they do not say. */
  readonly after: Date | null;
  readonly before: Date | null;
}

export interface FrameCount {
  readonly files: number;
  /** Frames with a number; the thermal, wide and zoom files of one shutter count once. */
  readonly frames: number;
  /** Files whose names carry no number of a camera. */
  readonly unnumbered: number;
  readonly gaps: readonly FrameGap[];
  /** The counter jumped by so much that another card or folder is likelier than so many missing frames. */
  readonly restarts: number;
}

/** `DJI_0001.JPG`, `DJI_0001_T.JPG`, `DJI_20230101120000_0001_V.JPG`. */
const NUMBERED = /^DJI_(?:\d{14}_)?(\d{4})(?:_[A-Z0-9]+)*\.(?:jpe?g|dng|tiff?|mp4|mov)$/i;
/** After 9999 comes 0001. */
const HIGHEST = 9_999;
const LARGEST_GAP = 1_000;

interface Frame {
  readonly number: number;
  readonly at: Date | null;
}

/** Counts frames by the numbers their camera gave them, in the order in which they were taken. */
export function countFrames(files: readonly FlownFile[]): FrameCount {
  const numbered = files.flatMap(({ fileName, capturedAt: at }) => {
    const number = Number(NUMBERED.exec(fileName)?.[1] ?? 0);
    return number > 0 ? [{ number, at }] : [];
  });
  const frames = inOrder(numbered);
  const gaps: FrameGap[] = [];
  let restarts = 0;
  frames.forEach((frame, nth) => {
    const next = frames[nth + 1];
    if (!next) return;
    const missing = ((next.number - frame.number + HIGHEST) % HIGHEST) - 1;
    if (missing > LARGEST_GAP) restarts += 1;
    else if (missing > 0) gaps.push(gapBetween(frame, next, missing));
  });
  return { files: files.length, frames: frames.length, unnumbered: files.length - numbered.length, gaps, restarts };
}

function gapBetween(
  { number: first, at: after }: Frame,
  { number: last, at: before }: Frame,
  frames: number,
): FrameGap {
  return { from: (first % HIGHEST) + 1, to: last === 1 ? HIGHEST : last - 1, frames, after, before };
}

/** By time, and each number once; where one does not say its time, by number, which is all there is. */
function inOrder(numbered: readonly Frame[]): Frame[] {
  const isTimed = numbered.every(({ at }) => at !== null);
  const sorted = numbered.toSorted(
    (a, b) => (isTimed ? (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0) : 0) || a.number - b.number,
  );
  const seen = new Set<number>();
  return sorted.filter(({ number }) => !seen.has(number) && seen.add(number));
}
