import { Worker } from 'node:worker_threads';

export interface HexDigests {
  readonly sha256: string;
  readonly sm3: string;
}

/** Of one piece; a piece stays in the cache of a core while it is hashed twice. */
export const PIECE_BYTES = 256 * 1024;
/** Of all files together no more pieces than these wait to be hashed: further ones wait, and let their sender wait. */
const MOST_UNDER_WAY = 32;
const IDLE_MS = 10_000;
const WORKER = new URL('digest.worker.mjs', import.meta.url);

type Told = { readonly piece: ArrayBuffer } | ({ readonly id: number } & HexDigests);

interface Asked<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (fault: Error) => void;
}

/** What a thread that ended has under way comes back no more. */
function gone(cause?: unknown): Error {
  return new Error('the thread of digests ended', { cause });
}

/**
 * Hashes what flows through the service in a thread of its own: digests of large files would take two fifths of the one
 * that serves everybody. It begins with the first piece and ends when idle.
 */
export class DigestThread {
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private underWay = 0;
  private readonly open = new Set<number>();
  /** Pieces to be filled again. */
  private free: ArrayBuffer[] = [];
  private readonly waiting: Asked<void>[] = [];
  private readonly ending = new Map<number, Asked<HexDigests>>();

  /** A file that will come in pieces. */
  begin(): number {
    clearTimeout(this.idle);
    this.worker ??= this.start();
    this.worker.ref();
    this.lastId += 1;
    this.open.add(this.lastId);
    return this.lastId;
  }

  /** An empty piece, for one file to fill at its sender's pace: nobody else waits for it. */
  piece(): ArrayBuffer {
    return this.free.pop() ?? new ArrayBuffer(PIECE_BYTES);
  }

  /**
   * Takes the next bytes of a file, once there is room; the piece is gone for whoever filled it.
   * @throws Error when the thread ended, or the file was abandoned meanwhile
   */
  async take(id: number, piece: ArrayBuffer, length: number): Promise<void> {
    this.requireOpen(id);
    if (this.underWay < MOST_UNDER_WAY) this.underWay += 1;
    else await new Promise<void>((resolve, reject) => this.waiting.push({ resolve, reject }));
    if (this.open.has(id)) return this.requireOpen(id).postMessage({ id, piece, length }, [piece]);
    this.giveBack(piece);
    throw gone();
  }

  /** The digests of all that was taken of a file. */
  async end(id: number): Promise<HexDigests> {
    const worker = this.requireOpen(id);
    const digests = new Promise<HexDigests>((resolve, reject) => this.ending.set(id, { resolve, reject }));
    worker.postMessage({ id, ends: true }, []);
    return digests.finally(() => this.close(id));
  }

  /** Forgets a file that does not come to its end. */
  abandon(id: number): void {
    if (!this.open.has(id)) return;
    this.worker?.postMessage({ id }, []);
    this.close(id);
  }

  private requireOpen(id: number): Worker {
    if (!this.worker || !this.open.has(id)) throw gone();
    return this.worker;
  }

  private close(id: number): void {
    this.open.delete(id);
    if (this.open.size > 0) return;
    this.worker?.unref();
    this.idle = setTimeout(() => this.rest(), IDLE_MS).unref();
  }

  private rest(): void {
    void this.worker?.terminate();
    this.forget();
  }

  private forget(): void {
    [this.worker, this.free, this.underWay] = [undefined, [], 0];
  }

  private start(): Worker {
    const worker = new Worker(WORKER, { execArgv: [], env: {}, workerData: {} });
    worker.on('message', (told: Told) => {
      if (this.worker !== worker) return;
      if ('piece' in told) this.giveBack(told.piece);
      else this.answer(told);
    });
    const lose = (fault: unknown): void => this.lose(worker, fault);
    return worker.on('error', lose).on('exit', lose);
  }

  /** A piece that is through makes room for the next one. */
  private giveBack(piece: ArrayBuffer): void {
    if (this.free.length < MOST_UNDER_WAY) this.free.push(piece);
    const next = this.waiting.shift();
    if (next) next.resolve();
    else this.underWay -= 1;
  }

  private answer({ id, sha256, sm3 }: { readonly id: number } & HexDigests): void {
    this.ending.get(id)?.resolve({ sha256, sm3 });
    this.ending.delete(id);
  }

  /** What it was hashing is lost with it: nobody gets a digest of half a file. */
  private lose(worker: Worker, fault: unknown): void {
    if (this.worker !== worker) return;
    for (const { reject } of [...this.ending.values(), ...this.waiting]) reject(gone(fault));
    this.ending.clear();
    this.waiting.length = 0;
    this.open.clear();
    this.forget();
  }
}
