import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../actor.js';
import type { Tx } from './tx.js';

/** Written into the transaction of a request's work once that is done; what it throws rolls the work back. */
export type Conclusion = (tx: Tx, result: unknown) => Promise<void>;

/**
 * The work of a request that is carried out once, however often it is sent: one transaction of its actor, which also
 * keeps what the request is answered. Two could be parted by the death of the process.
 */
export class RequestWork {
  private state: 'open' | 'running' | 'committed' = 'open';

  constructor(
    private readonly name: string,
    private readonly actor: Actor,
    readonly conclude: Conclusion,
  ) {}

  get isCommitted(): boolean {
    return this.state === 'committed';
  }

  isOf({ kind, id }: Actor): boolean {
    return kind === this.actor.kind && id === this.actor.id;
  }

  /** Runs the transaction; after one that rolled back there may be another. @throws Error at a second one */
  async transact<T>(transaction: () => Promise<T>): Promise<T> {
    if (this.state !== 'open')
      throw new Error(
        `${this.name} works in two transactions: it needs one, or idempotent: false and a key of its own`,
      );
    this.state = 'running';
    try {
      const result = await transaction();
      this.state = 'committed';
      return result;
    } catch (error) {
      this.state = 'open';
      throw error;
    }
  }
}

/** The work of the request that is being served; undefined outside of one, and where a repeated request runs again. */
export const requestWork = new AsyncLocalStorage<RequestWork | undefined>();
