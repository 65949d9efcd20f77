import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Question {
  readonly id: number;
  readonly request: unknown;
}

interface Answered {
  readonly id: number;
  readonly answer?: unknown;
  readonly fault?: string;
}

interface Asked {
  readonly done: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** A part of a benchmark in a process of its own, so that its work is not counted among what is measured. */
export class Helper<Request> {
  private readonly asked = new Map<number, Asked>();
  private questions = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message) => this.take(message as Answered));
    child.once('exit', (code) => {
      for (const { fail } of this.asked.values()) fail(new Error(`a helper of the benchmark ended with ${code}`));
    });
  }

  /** @param program URL of the compiled program, which calls `serve` */
  static start<Request>(program: URL): Helper<Request> {
    return new Helper(fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async ask<Answer>(request: Request): Promise<Answer> {
    this.questions += 1;
    const id = this.questions;
    return new Promise<Answer>((done, fail) => {
      this.asked.set(id, { done: (answer) => done(answer as Answer), fail });
      this.child.send({ id, request });
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise<void>((done) => this.child.once('exit', () => done()));
    this.child.kill('SIGTERM');
    await gone;
  }

  private take({ id, answer, fault }: Answered): void {
    const asked = this.asked.get(id);
    this.asked.delete(id);
    if (fault === undefined) asked?.done(answer);
    else asked?.fail(new Error(fault));
  }
}

/** The other side of a `Helper`: answers what it is asked, and ends when nobody is left to ask. */
export function serve(answer: (request: unknown) => Promise<unknown>): void {
  process.on('message', (message) => {
    const { id, request } = message as Question;
    answer(request).then(
      (value) => process.send?.({ id, answer: value }),
      (error: unknown) => process.send?.({ id, fault: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.once('disconnect', () => process.exit(0));
}

/** Whether a module is what this process was started for, and not only imported. */
export function isProgram(moduleUrl: string): boolean {
  return process.argv[1] === fileURLToPath(moduleUrl);
}
