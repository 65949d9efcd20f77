import { Inject, Injectable, SetMetadata } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { SYSTEM } from './actor.js';
import { Clock } from './clock/index.js';
import { CONFIG, type Config } from './config/index.js';
import { type Tx, UnitOfWork } from './database/index.js';
import { discoverMethods } from './discover.js';
import { newId } from './ids/index.js';
import { StartError } from './start-error.js';

const SEED_ORDER = 'skydocket:demonstration-seed';

/** Marks a method `(tx) => Promise<void>` that inserts a feature's demonstration data where it is missing. Low numbers run first; each runs again after a start that was cut short. */
export const DemonstrationSeed = (order: number): MethodDecorator => SetMetadata(SEED_ORDER, String(order));

export class ModeError extends StartError {
  override readonly name = 'ModeError';
}

/** Marks the installation with its mode at the first start, and keeps demonstration and production apart for ever. */
@Injectable()
export class Demonstration {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    readonly discovery: DiscoveryService,
    readonly scanner: MetadataScanner,
    readonly reflector: Reflector,
  ) {}

  /**
   * Marks a new installation with its mode before anything is seeded, so that a start that was cut short stays
   * a demonstration and the next one goes on with it.
   * @throws ModeError when the database belongs to the other mode
   */
  async prepare(): Promise<void> {
    const mode = this.config.SKYDOCKET_MODE;
    const marked = await this.unitOfWork.run(SYSTEM, (tx) => this.mark(tx, mode));
    if (mode === 'production' || marked.seeded) return;
    for (const seed of this.seeds()) await this.unitOfWork.run(SYSTEM, seed);
    await this.unitOfWork.run(SYSTEM, (tx) =>
      tx.execute(`UPDATE installation SET seeded_at = $1 WHERE seeded_at IS NULL`, [this.clock.now()]),
    );
  }

  private async mark(tx: Tx, mode: Config['SKYDOCKET_MODE']): Promise<{ seeded: boolean }> {
    const row = await tx.queryOne<{ mode: string; seeded: boolean }>(
      `SELECT mode, seeded_at IS NOT NULL AS seeded FROM installation`,
    );
    if (row && row.mode !== mode) throw otherMode(row.mode, mode);
    if (mode === 'production' && (await hasDemonstrationUsers(tx))) throw otherMode('demonstration', mode);
    if (row) return row;
    await tx.execute(`INSERT INTO installation (id, mode, created_at) VALUES ($1, $2, $3)`, [
      newId(),
      mode,
      this.clock.now(),
    ]);
    return { seeded: false };
  }

  private seeds(): ((tx: Tx) => Promise<void>)[] {
    const found: { order: number; seed: (tx: Tx) => Promise<void> }[] = [];
    discoverMethods<[Tx]>(this, SEED_ORDER, (order, seed) => found.push({ order: Number(order), seed }));
    return found.sort((a, b) => a.order - b.order).map(({ seed }) => seed);
  }
}

async function hasDemonstrationUsers(tx: Tx): Promise<boolean> {
  const row = await tx.queryOne<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM app_user WHERE demonstration) AS found`,
  );
  return row?.found ?? false;
}

function otherMode(made: string, asked: string): ModeError {
  return new ModeError(
    `This database belongs to a ${made} installation; SKYDOCKET_MODE says ${asked}. Use a database and data folder of its own for each.`,
  );
}
