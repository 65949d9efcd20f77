import type { EntityManager, EntityTarget, ObjectLiteral, QueryResult, Repository } from 'typeorm';
import type { Actor } from '../actor.js';

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
    const runner = this.manager.queryRunner;
    if (!runner) throw new Error('a Tx always has a query runner');
    return runner.query(sql, [...parameters], true);
  }
}
