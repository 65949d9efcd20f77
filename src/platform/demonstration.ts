import { Inject, Injectable, SetMetadata } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { SYSTEM } from './actor.js';
import { Clock } from './clock/index.js';
import { CONFIG, type Config } from './config/index.js';
import { type Tx, UnitOfWork } from './database/index.js';
import { discoverMethods } from './discover.js';
import { newId } from './ids/index.js';

const SEED_ORDER = 'skydocket:demonstration-seed';

/** Marks a method `(tx) => Promise<void>` that inserts a feature's demonstration data where it is missing. Low numbers run first. */
export const DemonstrationSeed = (order: number): MethodDecorator => SetMetadata(SEED_ORDER, String(order));

export class ModeError extends Error {
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

  /** Seeds a new demonstration installation. @throws ModeError when the database belongs to the other mode */
  async prepare(): Promise<void> {
    const mode = this.config.SKYDOCKET_MODE;
    const marked = await this.unitOfWork.read((tx) => tx.queryOne<{ mode: string }>(`SELECT mode FROM installation`));
    if (marked && marked.mode !== mode) {
      throw new ModeError(
        `This database belongs to a ${marked.mode} installation; SKYDOCKET_MODE says ${mode}. Use a database and data folder of its own for each.`,
      );
    }
    if (marked) return;
    if (mode === 'demonstration') for (const seed of this.seeds()) await this.unitOfWork.run(SYSTEM, seed);
    await this.unitOfWork.run(SYSTEM, (tx) =>
      tx.execute(`INSERT INTO installation (id, mode, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
        newId(),
        mode,
        this.clock.now(),
      ]),
    );
  }

  private seeds(): ((tx: Tx) => Promise<void>)[] {
    const found: { order: number; seed: (tx: Tx) => Promise<void> }[] = [];
    discoverMethods<Tx>(this, SEED_ORDER, (order, seed) => found.push({ order: Number(order), seed }));
    return found.sort((a, b) => a.order - b.order).map(({ seed }) => seed);
  }
}
