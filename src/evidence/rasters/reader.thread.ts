import { Worker } from 'node:worker_threads';

export interface ThreadLimits {
  readonly workerFile: string;
  /** For one task. */
  readonly timeLimitMs: number;
  readonly heapMegabytes: number;
}

/** Why a task gave nothing; the thread may have ended with it. */
export class ThreadFault extends Error {}

const IDLE_MS = 10_000;

/**
 * Works on foreign files in a thread of its own, one task at a time. The thread begins with the first task and ends when
 * idle; a task that outruns its time or the heap takes it along, and the next one gets a new one.
 */
export class ReaderThread {
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly limits: ThreadLimits) {}

  /** How many tasks it has yet to finish. */
  get load(): number {
    return this.waiting;
  }

  /** @throws ThreadFault */
  ask<Answer>(task: Readonly<Record<string, unknown>>): Promise<Answer> {
    this.waiting += 1;
    const next = this.queue.then(() => this.next<Answer>(task)).finally(() => (this.waiting -= 1));
    this.queue = next.catch(() => undefined);
    return next;
  }

  async close(): Promise<void> {
    await this.queue;
    await this.end();
  }

  private async next<Answer>(task: Readonly<Record<string, unknown>>): Promise<Answer> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.start());
    try {
      return await answerOf<Answer>(worker, task, this.limits.timeLimitMs);
    } finally {
      if (this.worker === worker) this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    }
  }

  private start(): Worker {
    const { workerFile, heapMegabytes } = this.limits;
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

  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }
}

async function answerOf<Answer>(
  worker: Worker,
  task: Readonly<Record<string, unknown>>,
  timeLimitMs: number,
): Promise<Answer> {
  const ends = new AbortController();
  let limit: NodeJS.Timeout | undefined;
  worker.ref();
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const fail = (fault: unknown): void =>
        reject(new ThreadFault(fault instanceof Error ? fault.message.slice(0, 200) : 'the reader ended'));
      const answered = ({ answer, fault }: { answer?: Answer; fault?: string }): void => {
        if (fault === undefined) resolve(answer as Answer);
        else reject(new ThreadFault(fault));
      };
      limit = setTimeout(() => {
        void worker.terminate();
        reject(new ThreadFault(`longer than ${timeLimitMs / 1_000} s`));
      }, timeLimitMs);
      worker.once('message', answered).once('error', fail).once('exit', fail);
      ends.signal.addEventListener('abort', () => worker.off('message', answered).off('error', fail).off('exit', fail));
      worker.postMessage(task, []);
    });
  } finally {
    clearTimeout(limit);
    ends.abort();
    worker.unref();
  }
}
