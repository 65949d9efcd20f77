import { type DigestThread, type HexDigests, PIECE_BYTES } from './digest.thread.js';

/** One file on its way to the thread of digests. */
export class DigestFlow {
  private readonly id: number;
  private piece: ArrayBuffer | undefined;
  private filled = 0;
  private isOver = false;

  constructor(private readonly thread: DigestThread) {
    this.id = thread.begin();
  }

  /** Copies the bytes out; waits while too many pieces of all files are under way. */
  async take(bytes: Uint8Array): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      this.piece ??= this.thread.piece();
      const part = bytes.subarray(taken, taken + PIECE_BYTES - this.filled);
      new Uint8Array(this.piece).set(part, this.filled);
      [this.filled, taken] = [this.filled + part.length, taken + part.length];
      if (this.filled === PIECE_BYTES) await this.pass(this.piece);
    }
  }

  async end(): Promise<HexDigests> {
    if (this.piece) await this.pass(this.piece);
    this.isOver = true;
    return this.thread.end(this.id);
  }

  /** For a file that does not come to its end. */
  abandon(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.piece = undefined;
    this.thread.abandon(this.id);
  }

  private async pass(piece: ArrayBuffer): Promise<void> {
    const length = this.filled;
    [this.piece, this.filled] = [undefined, 0];
    await this.thread.take(this.id, piece, length);
  }
}
