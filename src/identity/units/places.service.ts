import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BoundarySet, type Place as NamedPlace, placeInWords, type Position } from '../../geo/index.js';
import { type Tx, UnitOfWork } from '../../platform/index.js';
import { type BoundariesRead, BoundaryRepository } from './boundary.repository.js';
import { readResource } from './boundary-resources.js';
import type { PlaceViewInput } from './place.schemas.js';
import { UnitTree } from './unit-tree.js';

/** Where a position lies: county, unit, and in words. `unknown` outside every known county. */
export type Place = PlaceViewInput;

const NO_SOURCE = 'none';

/** Answers from memory: boundaries and place names are loaded at start and after an import, here or in another process. */
@Injectable()
export class Places implements OnModuleInit {
  private boundaries = new BoundarySet([]);
  private source = NO_SOURCE;
  private version = '';
  private readonly names = readResource('places.json') as readonly NamedPlace[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: BoundaryRepository,
    private readonly units: UnitTree,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
  }

  /** Takes over what the database holds, also what another process imported; cheap when nothing has changed. */
  async refresh(): Promise<void> {
    await this.unitOfWork.read(async (tx) => {
      const version = await this.repository.version(tx);
      if (version !== this.version) this.hold(await this.repository.all(tx), version);
    });
  }

  /** Reads the boundaries as `tx` has them; they are answered from once `tx` has committed. */
  async reload(tx: Tx): Promise<void> {
    const version = await this.repository.version(tx);
    const read = await this.repository.all(tx);
    tx.afterCommit(() => this.hold(read, version));
  }

  private hold({ features, source }: BoundariesRead, version: string): void {
    this.boundaries = new BoundarySet(features);
    this.source = source ?? NO_SOURCE;
    this.version = version;
  }

  of(position: Position): Place {
    const { county, city, nearBoundary, neighbours } = this.boundaries.locate(position);
    const words = placeInWords(position, this.names);
    return {
      state: county ? 'known' : 'unknown',
      ...(county && { adcode: county.adcode, county: county.name, unitId: this.units.byAdcode(county.adcode)?.id }),
      ...(city && { city: city.name }),
      nearBoundary,
      neighbours: neighbours.map(({ adcode, name }) => ({ adcode, name, unitId: this.units.byAdcode(adcode)?.id })),
      ...(words && { inWords: words.text }),
      source: this.source,
    };
  }
}
