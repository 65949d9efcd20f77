import { Worker } from 'node:worker_threads';

export interface HexDigests {
  readonly sha256: string;
  readonly sm3: string;
}

/** Of one piece; a piece stays in the cache of a core while it is hashed twice. */
export const PIECE_BYTES = 256 * 1024;
/** All files together hold no more pieces than these: whoever finds none waits, and lets its sender wait. */
const PIECES = 32;
const IDLE_MS = 10_000;
const WORKER = new URL('digest.worker.mjs', import.meta.url);

type Told = { readonly piece: ArrayBuffer } | ({ readonly id: number } & HexDigests);

interface Asked<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (fault: Error) => void;
}

/**
 * Hashes what flows through the service in a thread of its own: digests of large files would take two fifths of the one
 * that serves everybody. It begins with the first piece and ends when idle.
 */
export class DigestThread {
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private made = 0;
  private readonly open = new Set<number>();
  private free: ArrayBuffer[] = [];
  private readonly lacking: Asked<ArrayBuffer>[] = [];
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

  /** An empty piece; it waits until there is one. */
  async piece(): Promise<ArrayBuffer> {
    const piece = this.free.pop();
    if (piece) return piece;
    if (this.made < PIECES) {
      this.made += 1;
      return new ArrayBuffer(PIECE_BYTES);
    }
    return new Promise<ArrayBuffer>((resolve, reject) => this.lacking.push({ resolve, reject }));
  }

  /** Takes the next bytes of a file; the piece is gone for whoever filled it. @throws Error when the thread ended meanwhile */
  take(id: number, piece: ArrayBuffer, length: number): void {
    this.requireOpen(id).postMessage({ id, piece, length }, [piece]);
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

  /** Gives back a piece that was not used. */
  giveBack(piece: ArrayBuffer): void {
    const next = this.lacking.shift();
    if (next) next.resolve(piece);
    else this.free.push(piece);
  }

  private requireOpen(id: number): Worker {
    if (!this.worker || !this.open.has(id)) throw new Error('the thread of digests ended');
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
    [this.worker, this.free, this.made] = [undefined, [], 0];
  }

  private start(): Worker {
    const worker = new Worker(WORKER, { execArgv: [], env: {}, workerData: {} });
    worker.on('message', (told: Told) => {
      if ('piece' in told) this.giveBack(told.piece);
      else this.answer(told);
    });
    const lose = (fault: unknown): void => this.lose(worker, fault);
    return worker.on('error', lose).on('exit', lose);
  }

  private answer({ id, sha256, sm3 }: { readonly id: number } & HexDigests): void {
    this.ending.get(id)?.resolve({ sha256, sm3 });
    this.ending.delete(id);
  }

  /** What it was hashing is lost with it: nobody gets a digest of half a file. */
  private lose(worker: Worker, fault: unknown): void {
    if (this.worker !== worker) return;
    const error = new Error('the thread of digests ended', { cause: fault });
    for (const { reject } of [...this.ending.values(), ...this.lacking]) reject(error);
    this.ending.clear();
    this.lacking.length = 0;
    this.open.clear();
    this.forget();
  }
}
