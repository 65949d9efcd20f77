import { DataSource } from 'typeorm';
import type { Occupation } from '../../src/geo/index.js';
import { AirspaceZone } from '../../src/missions/airspace/zones/airspace-zone.entity.js';
import { AirspaceZoneRepository } from '../../src/missions/airspace/zones/airspace-zone.repository.js';
import { zoneContacts } from '../../src/missions/airspace/deconfliction/deconfliction.rules.js';
import { inTurns } from '../../src/missions/airspace/deconfliction/in-turns.js';
import { createLogger, dataSourceOptions, UnitOfWork } from '../../src/platform/index.js';

/** The service's check of a plan against the zones, without the request around it: candidates from the database, exact test. */
export class ZoneJudge {
  private readonly zones = new AirspaceZoneRepository();

  private constructor(
    private readonly source: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  static async open(databaseUrl: string): Promise<ZoneJudge> {
    const source = new DataSource({ ...dataSourceOptions(databaseUrl, 2), entities: [AirspaceZone] });
    await source.initialize();
    return new ZoneJudge(source, new UnitOfWork(source, createLogger('silent')));
  }

  /** How many zones the plan meets. */
  async check(plan: Occupation): Promise<number> {
    return this.unitOfWork.read(
      async (tx) => (await inTurns(zoneContacts(plan, await this.zones.candidates(tx, plan)))).length,
    );
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }
}
