import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from './actor.js';
import type { Clock } from './clock/index.js';
import type { Tx, UnitOfWork } from './database/index.js';
import type { Logger } from './logging/index.js';
import { Rounds } from './rounds.js';

const EVERY_MS = 1_000;
const MOST_AT_ONCE = 100;
/** A failure is tried again after twice the pause each time, up to this. */
const LONGEST_REST_MS = 30_000;

export interface DeadlineTools {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Rest {
  readonly failures: number;
  readonly until: number;
}

/**
 * Looks each second for what is due, on every instance. Each is ended by itself; what fails rests, so that it holds up
 * nothing that became due after it.
 */
export abstract class Deadlines<Due> implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;
  private readonly resting = new Map<string, Rest>();

  /** @param what is due, for the log */
  protected constructor(
    private readonly what: string,
    private readonly tools: DeadlineTools,
  ) {
    this.rounds = new Rounds({
      everyMs: EVERY_MS,
      work: () => this.round(),
      onFault: (error) => tools.logger.warn({ err: error }, what),
    });
  }

  /** At most `limit`, the longest due first. */
  protected abstract due(tx: Tx, now: Date, limit: number): Promise<Due[]>;
  protected abstract nameOf(due: Due): string;
  /** In a transaction of its own, once, whichever instance comes first. */
  protected abstract end(tx: Tx, due: Due, now: Date): Promise<unknown>;

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** Before the database pool is closed, which happens at the application's shutdown proper. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async round(now = this.now()): Promise<void> {
    const limit = MOST_AT_ONCE + this.resting.size;
    const due = await this.tools.unitOfWork.read((tx) => this.due(tx, now, limit));
    this.forget(due);
    for (const one of due) if (!this.rests(one, now)) await this.tried(one, now);
  }

  protected now(): Date {
    return this.tools.clock.now();
  }

  private async tried(due: Due, now: Date): Promise<void> {
    const name = this.nameOf(due);
    try {
      await this.tools.unitOfWork.run(SYSTEM, (tx) => this.end(tx, due, now));
      this.resting.delete(name);
    } catch (error) {
      const failures = (this.resting.get(name)?.failures ?? 0) + 1;
      const until = now.getTime() + Math.min(LONGEST_REST_MS, EVERY_MS * 2 ** failures);
      this.resting.set(name, { failures, until });
      this.tools.logger.error({ err: error, due: name, failures }, this.what);
    }
  }

  private rests(due: Due, now: Date): boolean {
    return (this.resting.get(this.nameOf(due))?.until ?? 0) > now.getTime();
  }

  /** What is due no more has been ended by somebody else. */
  private forget(due: readonly Due[]): void {
    const names = new Set(due.map((one) => this.nameOf(one)));
    for (const name of this.resting.keys()) if (!names.has(name)) this.resting.delete(name);
  }
}
