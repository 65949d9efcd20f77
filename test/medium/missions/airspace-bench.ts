import { DataSource } from 'typeorm';
import type { Occupation } from '../../../src/geo/index.js';
import type { Notices, Person, UserActor } from '../../../src/identity/index.js';
import { AirspaceJudge } from '../../../src/missions/airspace/deconfliction/airspace-judge.service.js';
import { AirspaceTurns } from '../../../src/missions/airspace/deconfliction/airspace-turns.js';
import { AirspaceZone } from '../../../src/missions/airspace/zones/airspace-zone.entity.js';
import { AirspaceZoneRepository } from '../../../src/missions/airspace/zones/airspace-zone.repository.js';
import type { TaskNature } from '../../../src/missions/air-rules/flight-facts.js';
import { lockKeys } from '../../../src/missions/airspace/deconfliction/lock-cells.rules.js';
import { FlightHit } from '../../../src/missions/airspace/hits/flight-hit.entity.js';
import { FlightHitRepository } from '../../../src/missions/airspace/hits/flight-hit.repository.js';
import { FlightHitsRecorder } from '../../../src/missions/airspace/hits/flight-hits.recorder.js';
import { Flight, FlightDecision, FlightVolume } from '../../../src/missions/flights/flight.entity.js';
import type { FlightEntitlement } from '../../../src/missions/flights/assessment/flight.entitlement.js';
import { FlightRepository } from '../../../src/missions/flights/flight.repository.js';
import { FlightFiling } from '../../../src/missions/flights/planning/flight-filing.service.js';
import type { FlightAssessor } from '../../../src/missions/flights/assessment/flight-assessor.service.js';
import { FlightSpace } from '../../../src/missions/flights/planning/flight-space.service.js';
import { FlightPlan } from '../../../src/missions/flights/planning/flight-plan.schemas.js';
import type { FlightOutlook } from '../../../src/missions/flights/assessment/flight-outlook.service.js';
import { FlightPlanning } from '../../../src/missions/flights/planning/flight-planning.service.js';
import type { MissionJournal } from '../../../src/missions/mission.journal.js';
import { type AppError, Clock, createLogger, dataSourceOptions, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';

/** What became of a plan: the flight's id, or the ids of the flights it ran into. */
export type Outcome =
  { readonly accepted: string; readonly displaces: readonly string[] } | { readonly conflicts: readonly string[] };

const CONNECTIONS = 20;
const PURPOSE = '巡查';
/** The flights planned here: the demonstration has one of its own. */
const OWN = `SELECT id FROM flight WHERE purpose = '${PURPOSE}'`;

/**
 * Planning on a real database, with everything around it reduced: everyone is entitled, nothing is told to others. What
 * remains is what decides about airspace: the locks, the search for candidates and the exact test.
 */
export class AirspaceBench {
  private constructor(
    private readonly database: TestDatabase,
    private readonly source: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly planning: FlightPlanning,
    private readonly actor: UserActor,
    private readonly deviceId: string,
  ) {}

  static async start(): Promise<AirspaceBench> {
    const database = await TestDatabase.create({ seeded: true });
    const source = await new DataSource({
      ...dataSourceOptions(database.url, CONNECTIONS),
      entities: [Flight, FlightVolume, FlightDecision, AirspaceZone, FlightHit],
    }).initialize();
    const pilot = await pilotOf(source);
    const [flights, clock] = [new FlightRepository(), new Clock()];
    const journal = { record: () => Promise.resolve() } as unknown as MissionJournal;
    const notices = { tell: () => Promise.resolve() } as unknown as Notices;
    const hits = new FlightHitRepository();
    const recorder = new FlightHitsRecorder(hits, flights, notices, journal, clock);
    const outlook = { ofPlan: () => Promise.resolve() } as unknown as FlightOutlook;
    const space = new FlightSpace(
      new AirspaceJudge(flights, new AirspaceZoneRepository(), hits, recorder),
      new AirspaceTurns({ SKYDOCKET_DATABASE_POOL: CONNECTIONS }),
      outlook,
      clock,
    );
    const filing = new FlightFiling(
      flights,
      space,
      {
        pilotOf: () => Promise.resolve(pilot),
        requireEntitled: () => Promise.resolve(),
      } as unknown as FlightEntitlement,
      { records: () => Promise.resolve({}), judge: () => null } as unknown as FlightAssessor,
      journal,
      clock,
    );
    const unitOfWork = new UnitOfWork(source, createLogger('silent'));
    const planning = new FlightPlanning(unitOfWork, filing, space, outlook);
    return new AirspaceBench(database, source, unitOfWork, planning, actorOf(pilot), await aircraftOf(source));
  }

  private planOf({ during, volumes }: Occupation): Parameters<FlightPlanning['plan']>[1] {
    const request = FlightPlan.parse({
      deviceId: this.deviceId,
      pilotId: this.actor.id,
      purpose: PURPOSE,
      during: { from: during.from.toISOString(), to: during.to.toISOString() },
      volumes: [],
    });
    return { ...request, during, volumes: volumes as never };
  }

  async plan(space: Occupation, nature: TaskNature = 'ordinary'): Promise<Outcome> {
    try {
      const planned = await this.planning.plan(this.actor, { ...this.planOf(space), nature });
      return { accepted: planned.id, displaces: planned.displaces.map(({ flightId }) => flightId) };
    } catch (error) {
      const { code, details } = error as AppError;
      if (code !== 'AIRSPACE_CONFLICT') throw error;
      const conflicts = details['conflicts'] as { flightId: string }[];
      return { conflicts: conflicts.map(({ flightId }) => flightId) };
    }
  }

  async check(space: Occupation): Promise<'free' | 'conflict'> {
    try {
      await this.planning.check(this.actor, this.planOf(space));
      return 'free';
    } catch (error) {
      if ((error as AppError).code !== 'AIRSPACE_CONFLICT') throw error;
      return 'conflict';
    }
  }

  async setState(flightId: string, state: string): Promise<void> {
    await this.source.query(`UPDATE flight SET state = $2 WHERE id = $1`, [flightId, state]);
  }

  /** What came over flights so far, the oldest first. */
  async hits(): Promise<unknown[]> {
    return this.source.query(
      `SELECT flight_id AS "flightId", by_flight_id AS "byFlightId", outcome FROM flight_hit ORDER BY id`,
    );
  }

  async clear(): Promise<void> {
    await this.source.query(`ALTER TABLE flight_decision DISABLE TRIGGER flight_decision_append_only`);
    for (const table of ['flight_decision', 'flight_hit', 'flight_volume'])
      await this.source.query(`DELETE FROM ${table} WHERE flight_id IN (${OWN})`);
    await this.source.query(`ALTER TABLE flight_decision ENABLE TRIGGER flight_decision_append_only`);
    await this.source.query(`DELETE FROM flight WHERE id IN (${OWN})`);
  }

  async count(table: 'flight' | 'flight_volume' | 'flight_decision'): Promise<number> {
    const id = table === 'flight' ? 'id' : 'flight_id';
    const [row] = await this.source.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM ${table} WHERE ${id} IN (${OWN})`,
    );
    return row?.count ?? 0;
  }

  /** Deadlocks that the server had to break in this database so far. */
  async deadlocks(): Promise<number> {
    const [row] = await this.source.query<{ deadlocks: number }[]>(
      `SELECT deadlocks::int AS deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    );
    return row?.deadlocks ?? 0;
  }

  /** Connections that wait for the locks of cells at this moment. */
  async waitingForCells(): Promise<number> {
    const [row] = await this.source.query<{ waiting: number }[]>(
      `SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
    );
    return row?.waiting ?? 0;
  }

  /** Holds the cells of a place as another process would, until what this gives is called. */
  async keepCells(reach: Occupation): Promise<() => Promise<void>> {
    let letGo = (): void => undefined;
    const isLetGo = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let keeping = Promise.resolve();
    await new Promise<void>((isKept, fail) => {
      keeping = this.unitOfWork.run(this.actor, async (tx) => {
        await new FlightRepository().lockAirspace(tx, lockKeys([reach]));
        isKept();
        await isLetGo;
      });
      keeping.catch(fail);
    });
    return () => {
      letGo();
      return keeping;
    };
  }

  async stop(): Promise<void> {
    await this.source.destroy();
    await this.database.drop();
  }
}

async function pilotOf(source: DataSource): Promise<Person> {
  const [pilot] = await source.query<Person[]>(
    `SELECT id, username, display_name AS "displayName", unit_id AS "unitId", roles, true AS active
     FROM app_user WHERE 'pilot' = ANY (roles) ORDER BY id LIMIT 1`,
  );
  if (pilot === undefined) throw new Error('the demonstration has no pilot');
  return pilot;
}

function actorOf({ id, displayName, username, unitId, roles }: Person): UserActor {
  const who = { kind: 'user', id, name: displayName, snapshot: {}, username, unitId, unitName: '' } as const;
  return { ...who, tier: 'county', roles, grants: [] };
}

async function aircraftOf(source: DataSource): Promise<string> {
  const [device] = await source.query<{ id: string }[]>(
    `SELECT d.id FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE k.category = 'uav' ORDER BY d.id LIMIT 1`,
  );
  if (device === undefined) throw new Error('the demonstration has no aircraft');
  return device.id;
}
