import { type BoundingBox, boxHolds } from '../../geo/index.js';
import { type BoardEntry, endOf, ENDS_KEPT_MS, itemOf, type SignalBoard } from './signal-board.js';
import type { Signal, SignalItem } from './signal.types.js';

/** One socket that looks at one session, and how far it has been told. */
export class SignalViewer {
  private bbox: BoundingBox | undefined;
  /** Everything up to this change of the board has been told; below 0 nothing yet. */
  private toldUpTo = -1;
  private toldAt = 0;
  /** What has a place and was told as being inside the box. */
  private readonly shown = new Set<string>();

  constructor(
    readonly sessionId: string,
    readonly userId: string,
  ) {}

  look(bbox: BoundingBox | undefined): void {
    this.bbox = bbox;
    this.startOver();
  }

  /** The next frame; `seesStills` as the viewer's role is now. undefined when there is nothing to tell. */
  frame(board: SignalBoard, seesStills: boolean, now: Date): { items: SignalItem[]; whole?: true } | undefined {
    // Some ends may be forgotten by now.
    if (now.getTime() - this.toldAt >= ENDS_KEPT_MS) this.startOver();
    const whole = this.toldUpTo < 0;
    const changed = board.since(this.sessionId, this.toldUpTo);
    const items = changed
      .filter(({ signal }) => signal.kind !== 'still' || seesStills)
      .flatMap((entry) => this.itemFor(entry));
    this.toldUpTo = board.head;
    this.toldAt = now.getTime();
    if (whole) return { items, whole };
    return items.length > 0 ? { items } : undefined;
  }

  private startOver(): void {
    this.toldUpTo = -1;
    this.shown.clear();
  }

  private itemFor(entry: BoardEntry): SignalItem[] {
    const { key, signal, gone } = entry;
    if (!isPlaced(signal)) return [itemOf(entry)];
    const wasShown = this.shown.has(key);
    if (!gone && this.bbox && boxHolds(this.bbox, signal)) {
      this.shown.add(key);
      return [itemOf(entry)];
    }
    this.shown.delete(key);
    return wasShown ? [endOf(signal)] : [];
  }
}

function isPlaced(signal: Signal): signal is Signal & { readonly lon: number; readonly lat: number } {
  return signal.kind === 'position' || signal.kind === 'cursor';
}
