import { fileURLToPath } from 'node:url';
import { ReaderThread, type ThreadLimits } from '../threads/reader.thread.js';
import { ThreadFault } from '../threads/thread.fault.js';
import type { RawTags } from './raw-tags.js';

export type MetadataOutcome<Tags = RawTags> =
  | { readonly outcome: 'read'; readonly tags: Tags }
  | { readonly outcome: 'unreadable'; readonly reason: string }
  | { readonly outcome: 'timeout' };

export interface MetadataReaderOptions extends Omit<ThreadLimits, 'mostWaiting'> {
  /** How much of a file is looked at. */
  readonly headBytes: number;
}

export const METADATA_READER_DEFAULTS: MetadataReaderOptions = {
  timeLimitMs: 5_000,
  headBytes: 32 * 1024 * 1024,
  heapMegabytes: 192,
  workerFile: fileURLToPath(new URL('metadata.worker.mjs', import.meta.url)),
};

/** Reads metadata in a thread, one file at a time, so that the time limit is each file's own. */
export class MetadataReader<Tags = RawTags> {
  private readonly options: MetadataReaderOptions;
  private readonly thread: ReaderThread;
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: Partial<MetadataReaderOptions> = {}) {
    this.options = { ...METADATA_READER_DEFAULTS, ...options };
    this.thread = new ReaderThread(this.options);
  }

  /**
   * A file that cannot be read is an outcome.
   * @throws ThreadFault when it is closed: that says nothing of the file, and must not be recorded of it
   */
  async read(path: string): Promise<MetadataOutcome<Tags>> {
    const outcome = this.outcomeOf(path);
    this.last = outcome.catch(() => undefined);
    return outcome;
  }

  /** Ends the thread after the files already asked for. */
  async close(): Promise<void> {
    await this.last;
    await this.thread.close();
  }

  get isRunning(): boolean {
    return this.thread.isRunning;
  }

  private async outcomeOf(path: string): Promise<MetadataOutcome<Tags>> {
    try {
      return { outcome: 'read', tags: await this.thread.ask<Tags>({ path, headBytes: this.options.headBytes }) };
    } catch (error) {
      if (!(error instanceof ThreadFault) || error.code === 'CLOSING') throw error;
      return error.code === 'TOO_SLOW' ? { outcome: 'timeout' } : { outcome: 'unreadable', reason: error.message };
    }
  }
}
