import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RawTags } from './raw-tags.js';

export type MetadataOutcome<Tags = RawTags> =
  | { readonly outcome: 'read'; readonly tags: Tags }
  | { readonly outcome: 'unreadable'; readonly reason: string }
  | { readonly outcome: 'timeout' };

export interface MetadataReaderOptions {
  /** Wall-clock limit for one file. */
  readonly timeLimitMs: number;
  /** The worker ends when it has had nothing to do for this long: its memory counts at rest. */
  readonly idleMs: number;
  /** How much of a file is looked at. */
  readonly headBytes: number;
  /** Heap the worker may use. */
  readonly heapMegabytes: number;
  readonly workerFile: string;
}

export const METADATA_READER_DEFAULTS: MetadataReaderOptions = {
  timeLimitMs: 5_000,
  idleMs: 10_000,
  headBytes: 32 * 1024 * 1024,
  heapMegabytes: 192,
  workerFile: fileURLToPath(new URL('metadata.worker.mjs', import.meta.url)),
};

/**
 * Reads metadata in one worker thread, one file at a time, so that the time limit is each file's own. The thread starts
 * with the first file and ends when idle; a file that outruns the limit takes the thread with it, and the next file gets a new one.
 */
export class MetadataReader<Tags = RawTags> {
  private readonly options: MetadataReaderOptions;
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(options: Partial<MetadataReaderOptions> = {}) {
    this.options = { ...METADATA_READER_DEFAULTS, ...options };
  }

  /** Never rejects: a file that cannot be read is an outcome. */
  read(path: string): Promise<MetadataOutcome<Tags>> {
    const next = this.queue.then(() => this.readNext(path));
    this.queue = next;
    return next;
  }

  /** Ends the thread after the files already asked for. */
  async close(): Promise<void> {
    await this.queue;
    await this.endWorker();
  }

  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  private async readNext(path: string): Promise<MetadataOutcome<Tags>> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.startWorker());
    const outcome = await this.ask(worker, path);
    if (outcome.outcome === 'timeout') await this.endWorker();
    else this.idle = setTimeout(() => void this.endWorker(), this.options.idleMs).unref();
    return outcome;
  }

  private ask(worker: Worker, path: string): Promise<MetadataOutcome<Tags>> {
    return new Promise((resolve) => {
      const answered = (outcome: MetadataOutcome<Tags>): void => {
        clearTimeout(limit);
        worker.off('message', answered).off('error', broken).off('exit', broken).unref();
        resolve(outcome);
      };
      const broken = (fault: unknown): void =>
        answered({ outcome: 'unreadable', reason: fault instanceof Error ? fault.message : 'the reader ended' });
      const limit = setTimeout(() => answered({ outcome: 'timeout' }), this.options.timeLimitMs);
      worker.ref();
      worker.on('message', answered).on('error', broken).on('exit', broken);
      worker.postMessage({ path, headBytes: this.options.headBytes }, []);
    });
  }

  private startWorker(): Worker {
    const { workerFile, heapMegabytes } = this.options;
    const worker = new Worker(workerFile, {
      execArgv: [],
      env: {},
      // A library that looks for web workers takes a thread without any data for one of its own.
      workerData: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    const forget = (): void => {
      if (this.worker === worker) this.worker = undefined;
    };
    return worker.on('error', forget).on('exit', forget);
  }

  private async endWorker(): Promise<void> {
    clearTimeout(this.idle);
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }
}
