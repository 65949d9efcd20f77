import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { lockKeys, type Reach } from './lock-cells.rules.js';

/** Whoever has waited so long is sent away. */
export const LONGEST_WAIT_MS = 20_000;
const RETRY_AFTER_SECONDS = 2;

interface Waiting {
  readonly keys: readonly number[];
  readonly begin: () => void;
}

/**
 * In this process those who want the same cells wait for each other here, before they take a connection: a queue for one
 * place would otherwise take them all. Locks in the database decide between processes. Never more than half of the
 * connections work on airspace. In the order in which they came: nobody is overtaken on a cell that both want.
 */
@Injectable()
export class AirspaceTurns {
  private readonly held = new Set<number>();
  private readonly queue = new Set<Waiting>();
  private readonly mostAtOnce: number;
  private working = 0;

  constructor(@Inject(CONFIG) { SKYDOCKET_DATABASE_POOL }: Pick<Config, 'SKYDOCKET_DATABASE_POOL'>) {
    this.mostAtOnce = Math.max(1, Math.floor(SKYDOCKET_DATABASE_POOL / 2));
  }

  /** Runs `work` while nobody else here works on these cells. @throws AIRSPACE_BUSY when the turn does not come */
  async take<T>(reaches: readonly Reach[], work: () => Promise<T>): Promise<T> {
    const keys = lockKeys(reaches);
    await this.turn(keys);
    try {
      return await work();
    } finally {
      for (const key of keys) this.held.delete(key);
      this.working -= 1;
      this.call();
    }
  }

  private turn(keys: readonly number[]): Promise<void> {
    return new Promise((done, fail) => {
      const waiting: Waiting = {
        keys,
        begin: () => {
          clearTimeout(patience);
          done();
        },
      };
      const patience = setTimeout(() => {
        this.queue.delete(waiting);
        fail(MissionErrors.AIRSPACE_BUSY({ retryAfterSeconds: RETRY_AFTER_SECONDS }));
        this.call();
      }, LONGEST_WAIT_MS);
      this.queue.add(waiting);
      this.call();
    });
  }

  /** Everyone whose cells nobody works on, and nobody who came before waits for, begins. */
  private call(): void {
    const wanted = new Set<number>();
    for (const waiting of this.queue) {
      if (this.working >= this.mostAtOnce) return;
      const isFree = waiting.keys.every((key) => !this.held.has(key) && !wanted.has(key));
      if (isFree) this.begin(waiting);
      else for (const key of waiting.keys) wanted.add(key);
    }
  }

  private begin(waiting: Waiting): void {
    this.queue.delete(waiting);
    for (const key of waiting.keys) this.held.add(key);
    this.working += 1;
    waiting.begin();
  }
}
