import type { z } from 'zod';
import type { ReplayPage } from './replay.schemas.js';

export type ReplayPageData = z.input<typeof ReplayPage>;

/** Where the frames of a replay come from and go to. */
export interface ReplayLine {
  /** The next page; asked anew each time, so that a right that has ended ends the replay. */
  load(from: Date | undefined, stepMs: number): Promise<ReplayPageData>;
  /** Rejects when whoever watches may not read the session any more. */
  requireRight(): Promise<void>;
  tell(event: 'snapshot' | 'frame' | 'gap' | 'end', message: object): void;
  /** False while what was told before is still on its way: the clock of the replay waits. */
  isFree(): boolean;
}

interface Cue {
  readonly atMs: number;
  readonly event: 'frame' | 'gap';
  readonly message: object;
}

export const TICK_MS = 250;
const SHORTEST_STEP_MS = 100;
/** A page lasts many minutes; a right that ends does not wait for its end. */
export const ASK_MS = 2_000;
export const LONGEST_PAUSE_MS = 900_000;

/** One replay of one socket: a clock that somebody starts, stops and sets, and what it has passed. */
export class ReplayRun {
  private page: ReplayPageData | undefined;
  private cues: Cue[] = [];
  private clockMs = 0;
  private isPaused = false;
  private pausedMs = 0;
  private sinceAskedMs = 0;
  private isOver = false;
  /** Rises with every setting of the clock: a page that was asked for before is no longer wanted. */
  private setting = 0;
  private loading = false;

  constructor(
    private readonly line: ReplayLine,
    private speed: number,
    /** What a fault is called to the other side. */
    private readonly codeOf: (error: unknown) => string,
  ) {}

  /** Somebody may still be shown something. */
  get isUnderWay(): boolean {
    return !this.isOver;
  }

  /** Sets the clock and says how things stood then. @throws what loading throws */
  async seek(from: Date | undefined): Promise<{ readonly from: string; readonly end: string }> {
    this.setting += 1;
    const { setting } = this;
    const page = await this.line.load(from, this.stepMs());
    if (setting === this.setting) {
      this.isOver = false;
      this.pausedMs = 0;
      this.take(page);
      this.line.tell('snapshot', { t: page.from, snapshot: page.snapshot });
    }
    return { from: page.from, end: page.end };
  }

  pause(): void {
    if (!this.isPaused) this.pausedMs = 0;
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  /** Frames of pages to come are as far apart as suits the new speed. */
  setSpeed(speed: number): void {
    this.speed = speed;
  }

  stop(): void {
    this.isOver = true;
    this.setting += 1;
  }

  /** So much time has passed on the other side. */
  advance(elapsedMs: number): void {
    const { page } = this;
    if (!page || this.isOver) return;
    this.watch(elapsedMs);
    if (this.isOver || this.isPaused || this.loading || !this.line.isFree()) return;
    const pageEndMs = Date.parse(page.to);
    this.clockMs = Math.min(this.clockMs + elapsedMs * this.speed, pageEndMs);
    while ((this.cues[0]?.atMs ?? Infinity) <= this.clockMs) {
      const cue = this.cues.shift();
      if (cue) this.line.tell(cue.event, cue.message);
    }
    if (this.clockMs < pageEndMs) return;
    if (page.next === null) return this.end({ t: page.to });
    void this.turn(new Date(page.next));
  }

  /** Whoever may not see it any more, or has left it standing, holds no replay. */
  private watch(elapsedMs: number): void {
    if (this.isPaused) {
      this.pausedMs += elapsedMs;
      if (this.pausedMs >= LONGEST_PAUSE_MS) this.end({ t: new Date(this.clockMs).toISOString() });
      return;
    }
    this.sinceAskedMs += elapsedMs;
    if (this.sinceAskedMs < ASK_MS) return;
    this.sinceAskedMs = 0;
    void this.ask();
  }

  private async ask(): Promise<void> {
    try {
      await this.line.requireRight();
    } catch (error) {
      if (this.isOver) return;
      this.setting += 1;
      this.end({ code: this.codeOf(error) });
    }
  }

  private async turn(next: Date): Promise<void> {
    const { setting } = this;
    this.loading = true;
    try {
      const page = await this.line.load(next, this.stepMs());
      if (setting === this.setting) this.take(page);
    } catch (error) {
      if (setting === this.setting) this.end({ code: this.codeOf(error) });
    } finally {
      this.loading = false;
    }
  }

  private take(page: ReplayPageData): void {
    this.page = page;
    this.clockMs = Date.parse(page.from);
    const frames = page.frames.map((frame): Cue => ({ atMs: Date.parse(frame.t), event: 'frame', message: frame }));
    const gaps = page.gaps.map((gap): Cue => ({ atMs: Date.parse(gap.from), event: 'gap', message: gap }));
    this.cues = [...frames, ...gaps].toSorted((a, b) => a.atMs - b.atMs);
  }

  private end(message: object): void {
    this.isOver = true;
    this.line.tell('end', message);
  }

  private stepMs(): number {
    return Math.max(SHORTEST_STEP_MS, Math.round(TICK_MS * this.speed));
  }
}
