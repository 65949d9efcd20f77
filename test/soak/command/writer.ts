import { setTimeout as pause } from 'node:timers/promises';
import type { CommandBook, Draft, GivenCommand } from './command-book.js';
import type { Answer, SessionClient } from './session-client.js';

const AGAIN_MS = 150;
/** Now and then one is sent a second time although its answer came. */
const EACH_SO_MANY_TWICE = 7;

/** Somebody who gives commands: one at a time, each again and again under the same id until it is acknowledged. */
export class Writer {
  private readonly drafts: Draft[] = [];
  private written = 0;
  private isOver = false;

  constructor(
    private readonly client: SessionClient,
    private readonly book: CommandBook,
    private readonly script: (turn: number) => Draft,
  ) {}

  /** Still to be acknowledged. */
  get waiting(): number {
    return this.drafts.length;
  }

  /** One more thing to be said, when its turn comes. */
  writeNext(): void {
    this.drafts.push(this.script(this.written++));
  }

  /** Gives what was written until `finish` was called and nothing is left. */
  async give(): Promise<void> {
    while (!this.isOver || this.drafts.length > 0) {
      const draft = this.drafts[0];
      if (draft) await this.giveOne(draft);
      else await pause(AGAIN_MS / 3);
      if (draft) this.drafts.shift();
    }
  }

  finish(): void {
    this.isOver = true;
  }

  /** Nothing more is tried. */
  giveUp(): void {
    this.isOver = true;
    this.drafts.length = 0;
  }

  private async giveOne(draft: Draft): Promise<void> {
    const { sessionId, epoch } = this.client.follower;
    const command = this.book.write(draft, { sessionId, userId: this.client.person.userId, epoch });
    for (let attempt = 0; this.drafts.length > 0; attempt += 1) {
      if (attempt > 0) await pause(AGAIN_MS);
      const answer = await this.attempt(command, attempt);
      if (!answer) continue;
      if (answer.ok) return this.taken(command, answer, attempt);
      if (answer.error?.retryable) continue;
      return this.book.refuse(command, answer.error?.code ?? 'no code');
    }
  }

  /** Every other time over HTTP, as where WebSocket does not get through. @returns undefined when nobody answered */
  private async attempt(command: GivenCommand, attempt: number): Promise<Answer | undefined> {
    if (attempt > 0) this.book.repetitions += 1;
    const { userId: _, ...sent } = command;
    const way = attempt % 2 === 0 ? this.client.giveOverSocket(sent) : this.client.giveOverHttp(sent);
    return way.catch(() => undefined);
  }

  private async taken(command: GivenCommand, { seq = 0, duplicate }: Answer, attempt: number): Promise<void> {
    if (duplicate) this.book.duplicates += 1;
    this.book.acknowledge(command.cmdId, seq);
    if (this.written % EACH_SO_MANY_TWICE !== 0) return;
    const again = await this.attempt(command, attempt + 1);
    if (again?.ok) this.book.acknowledge(command.cmdId, again.seq ?? 0);
  }
}
