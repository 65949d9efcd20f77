import type { EntityManager, EntityTarget, ObjectLiteral, QueryResult, QueryRunner, Repository } from 'typeorm';
import type { Actor } from '../actor.js';
import { type Connection, gather, send } from './connection.js';
import { insertOf } from './insert-statement.js';
import { together } from './together.js';

/**
 * One open transaction, and who is acting in it. Every repository method takes it first. Statements that are begun before
 * the answer to another is awaited leave in one packet and are carried out in their order; after one that fails the others
 * fail too: wait for them with `together`.
 */
export class Tx {
  private readonly last: Promise<unknown>[] = [];
  private isOver = false;

  constructor(
    readonly manager: EntityManager,
    readonly actor: Actor,
    private readonly connection: Connection,
    /** Where work for after the commit is kept; absent where nothing will be committed. */
    private readonly afterCommitWork?: (() => void)[],
  ) {}

  /** Rows of a statement (also of UPDATE … RETURNING). */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.run(sql, parameters)).records as Row[];
  }

  /** The only row, or undefined. */
  async queryOne<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.query<Row>(sql, parameters))[0];
  }

  /**
   * As `query`, of a statement that every connection parses once and keeps under this name: for what many requests do
   * while others wait for them. The text of a name must never change.
   */
  async prepared<Row>(name: string, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    this.requireOpen();
    return (await send(this.connection, { name, text: sql, values: [...parameters] })).rows as Row[];
  }

  /** Inserts few rows, by a statement that every connection keeps. Columns without a value become null. */
  async insert<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>, rows: readonly Entity[]): Promise<void> {
    if (rows.length === 0) return;
    const { name, text, values } = insertOf(this.manager.connection.getMetadata(entity), rows);
    await this.prepared(name, text, values);
  }

  /** Runs a statement and gives the number of rows it touched. */
  async execute(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return (await this.run(sql, parameters)).affected ?? 0;
  }

  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    gather(this.connection);
    return this.manager.getRepository(entity);
  }

  /**
   * Runs once the transaction has committed; never when it rolled back. What it throws is logged: the change stands.
   * @throws Error outside a transaction (`UnitOfWork.read`), where it would never run
   */
  afterCommit(work: () => void): void {
    if (!this.afterCommitWork) throw new Error('afterCommit needs a transaction: use UnitOfWork.run');
    this.afterCommitWork.push(work);
  }

  /**
   * Statements begun by `prepared` or `insert`, which hand them over at once, whose answers the work does not need: what
   * follows, and at last the commit, leaves right behind them. `query` and `execute` hand over later: behind the commit. Should one fail, nothing is committed, and the work fails with what it threw.
   */
  lastly(begun: Promise<unknown>): void {
    begun.catch(() => undefined);
    this.last.push(begun);
  }

  /**
   * Ends what the work began: sends `end` right behind it and waits for all answers. No statement may follow.
   * @throws what the first of them threw that failed
   */
  async end(end?: () => Promise<unknown>): Promise<void> {
    this.isOver = true;
    if (end) this.lastly(end());
    await together(this.last);
  }

  private async run(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    this.requireOpen();
    gather(this.connection);
    return this.runner().query(sql, [...parameters], true);
  }

  /** Behind the commit a statement would be carried out for itself. */
  private requireOpen(): void {
    if (this.isOver) throw new Error('a statement after the end of its transaction');
  }

  private runner(): QueryRunner {
    const runner = this.manager.queryRunner;
    if (!runner) throw new Error('a Tx always has a query runner');
    return runner;
  }
}
