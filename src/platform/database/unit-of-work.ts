import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { type Actor, SYSTEM } from '../actor.js';
import { databaseFault } from '../errors/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { connectionOf, type Connection, send } from './connection.js';
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
    return this.connected(async (runner, connection) => {
      const tx = new Tx(runner.manager, actor, connection);
      const result = await work(tx);
      await tx.end();
      return result;
    });
  }

  private async once<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const result = await this.connected(async (runner, connection) => {
      const tx = new Tx(runner.manager, actor, connection, afterCommit);
      // TypeORM's repositories begin a transaction of their own unless they are told of one.
      Object.assign(runner, { isTransactionActive: true });
      tx.lastly(send(connection, 'START TRANSACTION'));
      return committed(tx, connection, work);
    });
    // What follows belongs to no request any more, whatever it starts.
    requestWork.run(undefined, () => afterCommit.forEach((follow) => this.follow(follow)));
    return result;
  }

  private async connected<T>(work: (runner: QueryRunner, connection: Connection) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await work(runner, await connectionOf(runner));
    } finally {
      await runner.release();
    }
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

/** @throws what came first: a statement that failed unawaited, or what the work threw */
async function committed<T>(tx: Tx, connection: Connection, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    const result = await work(tx);
    await tx.end(() => commit(connection));
    return result;
  } catch (error) {
    const failed = await tx.end().then(
      () => error,
      (earlier: unknown) => earlier,
    );
    await send(connection, 'ROLLBACK').catch(() => undefined);
    throw failed;
  }
}

async function commit(connection: Connection): Promise<void> {
  const { command } = await send(connection, 'COMMIT');
  if (command !== 'COMMIT')
    throw new Error('nothing was committed: a statement had failed, and its error was let pass');
}
