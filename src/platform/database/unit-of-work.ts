import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Actor, SYSTEM } from '../actor.js';
import { databaseFault } from '../errors/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { requestWork } from './request-work.js';
import { Tx } from './tx.js';

const ATTEMPTS = 5;
const BACKOFF_MS = 20;
/** Serialisation failure and deadlock: the same work may simply be done again. */
const TRANSIENT = new Set(['40001', '40P01']);

/** The only way to a transaction. What `work` does is all committed or not at all. */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Runs `work` in one transaction and commits. Deadlocks and serialisation failures are tried again
   * up to five times with jitter, so `work` must have no effect outside the transaction.
   * In a POST that is carried out once it is the only one, and `work` gives the answer: both are committed together.
   */
  async run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const own = requestWork.getStore();
    if (!own?.isOf(actor)) return this.apart(actor, work);
    return own.transact(() =>
      this.apart(actor, async (tx) => {
        const result = await work(tx);
        await own.conclude(tx, result);
        return result;
      }),
    );
  }

  /** Like `run`, beside the work of the request: what it writes stays although that work is refused. */
  async apart<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(actor, work);
      } catch (error) {
        if (attempt === ATTEMPTS || !TRANSIENT.has(databaseFault(error)?.sqlState ?? '')) throw error;
        await pause(BACKOFF_MS * attempt * (1 + Math.random()));
      }
    }
  }

  /** Reads on one connection without opening a transaction. */
  async read<T>(work: (tx: Tx) => Promise<T>, actor: Actor = SYSTEM): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await work(new Tx(runner.manager, actor));
    } finally {
      await runner.release();
    }
  }

  private async once<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const result = await this.dataSource.transaction((manager) => work(new Tx(manager, actor, afterCommit)));
    // What follows belongs to no request any more, whatever it starts.
    requestWork.run(undefined, () => afterCommit.forEach((follow) => this.follow(follow)));
    return result;
  }

  /** The change is committed: a caller who was told of a failure now would do it a second time. */
  private follow(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error({ err: error }, 'work after the commit failed');
    }
  }
}
