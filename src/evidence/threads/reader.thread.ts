import { Worker } from 'node:worker_threads';
import { ThreadFault } from './thread.fault.js';

export interface ThreadLimits {
  readonly workerFile: string;
  /** For one task. */
  readonly timeLimitMs: number;
  readonly heapMegabytes: number;
  /** The thread ends when it has had nothing to do for so long: its memory counts at rest. */
  readonly idleMs?: number;
  /** Tasks beyond so many that wait for their turn are refused at once. */
  readonly mostWaiting?: number;
}

interface Turn {
  readonly begin: () => void;
  readonly refuse: (fault: ThreadFault) => void;
}

type Task = Readonly<Record<string, unknown>>;

const IDLE_MS = 10_000;

/**
 * Works on foreign files in a thread of its own, one task at a time. The thread begins with the first task and ends when
 * idle; a task that outruns its time or the heap takes it along, and the next one gets a new one.
 */
export class ReaderThread {
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<Turn>();
  private isBusy = false;
  private isClosed = false;

  constructor(private readonly limits: ThreadLimits) {}

  /** How many tasks it has yet to finish. */
  get load(): number {
    return this.waiting.size + Number(this.isBusy);
  }

  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /** @param unwanted aborts when nobody waits for the answer any more @throws ThreadFault */
  async ask<Answer>(task: Task, unwanted?: AbortSignal): Promise<Answer> {
    await this.turn(unwanted);
    try {
      return await this.next<Answer>(task);
    } finally {
      this.pass();
    }
  }

  /** Refuses what waits and ends what is being done: it may take minutes. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const { refuse } of this.waiting) refuse(closing());
    this.waiting.clear();
    await this.end();
  }

  private async turn(unwanted: AbortSignal | undefined): Promise<void> {
    if (this.isClosed) throw closing();
    if (unwanted?.aborted) throw brokenOff();
    if (this.isBusy) return this.line(unwanted);
    this.isBusy = true;
  }

  private async line(unwanted: AbortSignal | undefined): Promise<void> {
    if (this.waiting.size >= (this.limits.mostWaiting ?? Infinity))
      throw new ThreadFault('BUSY', 'too many wait for the reader');
    await new Promise<void>((begin, refuse) => {
      const turn: Turn = { begin, refuse };
      this.waiting.add(turn);
      unwanted?.addEventListener('abort', () => this.waiting.delete(turn) && refuse(brokenOff()), { once: true });
    });
  }

  private pass(): void {
    const [next] = this.waiting;
    this.isBusy = next !== undefined;
    if (!next) return;
    this.waiting.delete(next);
    next.begin();
  }

  private async next<Answer>(task: Task): Promise<Answer> {
    clearTimeout(this.idle);
    if (this.isClosed) throw closing();
    const worker = (this.worker ??= this.start());
    try {
      return await answerOf<Answer>(worker, task, this.limits.timeLimitMs);
    } catch (error) {
      if (this.isClosed) throw closing();
      // Given to a thread that is ending, the next task would fail for what this one did.
      if (error instanceof ThreadFault && error.code === 'TOO_SLOW') await this.end();
      throw error;
    } finally {
      if (this.worker === worker) this.idle = setTimeout(() => void this.end(), this.limits.idleMs ?? IDLE_MS).unref();
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

interface Said<Answer> {
  readonly answer?: Answer;
  readonly fault?: string;
  /** Code of an error of the system. */
  readonly system?: string;
}

async function answerOf<Answer>(worker: Worker, task: Task, timeLimitMs: number): Promise<Answer> {
  const ends = new AbortController();
  let limit: NodeJS.Timeout | undefined;
  worker.ref();
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const fail = (fault: unknown): void =>
        reject(new ThreadFault('ENDED', fault instanceof Error ? fault.message.slice(0, 200) : 'the reader ended'));
      const answered = ({ answer, fault, system }: Said<Answer>): void => {
        if (fault === undefined) resolve(answer as Answer);
        else reject(faultOf(fault, system));
      };
      const outran = (): void => reject(new ThreadFault('TOO_SLOW', `longer than ${timeLimitMs / 1_000} s`));
      limit = setTimeout(outran, timeLimitMs);
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

function faultOf(fault: string, system: string | undefined): ThreadFault {
  if (system === undefined) return new ThreadFault('REFUSED', fault);
  return new ThreadFault(system === 'ENOENT' ? 'FILE_GONE' : 'UNREACHABLE', fault);
}

function closing(): ThreadFault {
  return new ThreadFault('CLOSING', 'the service ends');
}

function brokenOff(): ThreadFault {
  return new ThreadFault('BROKEN_OFF', 'nobody waits for it any more');
}
