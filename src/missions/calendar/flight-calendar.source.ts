import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Companion, EquipmentService } from '../../equipment/index.js';
import { AccessService, People, UnitTree } from '../../identity/index.js';
import {
  type Actor,
  type CalendarEntry,
  Calendars,
  Clock,
  type Period,
  period,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { FLIGHT_CALENDAR_STATUS, type FlightParty, flightSummary } from './flight-calendar.rules.js';
import {
  FLIGHT_SUBJECTS,
  type FlightRow,
  type FlightSubject,
  MissionCalendarRepository,
} from './mission-calendar.repository.js';

const GONE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Names that entries are made of. */
interface Names {
  readonly devices: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, string>;
  readonly company: readonly Companion[];
  /** Flights whose people and airspace are the reader's business. */
  readonly readable: ReadonlySet<string>;
}

/** Flights in the calendars of people, devices and units that the pool opens; never the case or the purpose. */
@Injectable()
export class FlightCalendarSource {
  constructor(
    private readonly repository: MissionCalendarRepository,
    private readonly equipment: EquipmentService,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  async entries(
    tx: Tx,
    reader: Actor,
    { subject, subjectId, window }: { subject: FlightSubject; subjectId: string; window: Period },
  ): Promise<CalendarEntry[]> {
    const goneSince = new Date(this.clock.now().getTime() - GONE_DAYS * DAY_MS);
    const rows = await this.repository.flights(tx, subject, subjectId, window, goneSince);
    if (rows.length === 0) return [];
    const names = await this.namesFor(tx, reader, rows, window);
    return rows.map((row) => this.entryOf(row, names));
  }

  private async namesFor(tx: Tx, reader: Actor, rows: readonly FlightRow[], window: Period): Promise<Names> {
    const deviceIds = [...new Set(rows.map(({ deviceId }) => deviceId))];
    const devices = await this.equipment.findDevices(tx, deviceIds);
    const pilots = await this.people.findMany(tx, [...new Set(rows.flatMap(({ pilotId }) => pilotId ?? []))]);
    return {
      devices: new Map(devices.map(({ id, assetCode }) => [id, assetCode])),
      people: new Map(pilots.map(({ id, displayName }) => [id, displayName])),
      company: await this.equipment.companyDuring(tx, deviceIds, window),
      readable: this.access.allowed(
        reader,
        'flight.read',
        rows.map(({ id, unitId, caseId }) => ({ id, unitIds: [unitId], caseId })),
      ),
    };
  }

  private entryOf(row: FlightRow, names: Names): CalendarEntry {
    const { id, state, sequence, unitId, changedAt, lon, lat, deviceId } = row;
    const isReadable = names.readable.has(id);
    const place = isReadable && lon !== null && lat !== null ? { lon, lat } : undefined;
    return {
      uid: `flight-${id}@skydocket`,
      sequence,
      status: FLIGHT_CALENDAR_STATUS[state],
      during: period(row.during),
      summary: flightSummary(names.devices.get(deviceId) ?? '', isReadable ? partyOf(row, names) : undefined),
      location: this.units.find(unitId)?.name ?? '',
      ...(place && { position: place }),
      changedAt,
    };
  }
}

function partyOf({ pilotId, deviceId, during, lowerMetres, upperMetres }: FlightRow, names: Names): FlightParty {
  const flown = period(during);
  const along = names.company.filter(
    (one) =>
      one.deviceId === deviceId && one.userId !== pilotId && one.during.from < flown.to && flown.from < one.during.to,
  );
  const pilot = pilotId === null ? null : (names.people.get(pilotId) ?? null);
  return { pilot, team: [...new Set(along.map(({ name }) => name))], lowerMetres, upperMetres };
}

/** Joins the calendars that the pool opens. */
@Injectable()
export class FlightCalendarContribution implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calendars: Calendars,
    private readonly source: FlightCalendarSource,
  ) {}

  onModuleInit(): void {
    for (const subject of FLIGHT_SUBJECTS)
      this.calendars.contribute(subject, (reader, subjectId, window) =>
        this.unitOfWork.read((tx) => this.source.entries(tx, reader, { subject, subjectId, window })),
      );
  }
}
