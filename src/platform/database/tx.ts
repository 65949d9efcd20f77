import type { Writable } from 'node:stream';
import type { EntityManager, EntityTarget, ObjectLiteral, QueryResult, QueryRunner, Repository } from 'typeorm';
import type { Actor } from '../actor.js';
import { insertOf } from './insert-statement.js';

/** What TypeORM's runner keeps open underneath. */
interface Connection {
  readonly connection: { readonly stream: Pick<Writable, 'cork' | 'uncork'> };
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/** One open transaction, and who is acting in it. Every repository method takes it first. */
export class Tx {
  constructor(
    readonly manager: EntityManager,
    readonly actor: Actor,
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
   * while others wait for them. The text of a name must never change. Those that are begun before the answer to another
   * is awaited leave in one packet and are carried out in their order; after one that fails the others fail too.
   */
  async prepared<Row>(name: string, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    const connection = (await this.runner().connect()) as Connection;
    const { stream } = connection.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    return (await connection.query({ name, text: sql, values: [...parameters] })).rows as Row[];
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

  private async run(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    return this.runner().query(sql, [...parameters], true);
  }

  private runner(): QueryRunner {
    const runner = this.manager.queryRunner;
    if (!runner) throw new Error('a Tx always has a query runner');
    return runner;
  }
}
