import { Injectable } from '@nestjs/common';
import { type BookingSummary, type CustodySpan, type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { UnitTree } from '../../identity/index.js';
import { type FlightState, type FlightSummary, MissionsService } from '../../missions/index.js';
import type { Period, Tx } from '../../platform/index.js';
import { type RecordedAround, RecordedTracks, TelemetryService, type TrackSample } from '../../telemetry/index.js';
import { EvidenceRepository } from '../items/evidence.repository.js';

/** What the other rooms know about a device around one moment. */
export interface Surroundings {
  readonly device: DeviceSummary;
  readonly custody: CustodySpan | undefined;
  readonly booking: BookingSummary | undefined;
  /** Plans near the moment, without the refused and cancelled ones. */
  readonly flights: readonly FlightSummary[];
  /** Frames within two minutes of the moment. */
  readonly track: readonly TrackSample[];
  /** What files tell of those minutes; they were brought, not sent. Without those whose uploader had no say in the device. */
  readonly recorded: readonly RecordedAround[];
}

const FLIGHTS_WITHIN_MS = 12 * 3_600_000;
export const TRACK_WITHIN_MS = 2 * 60_000;
const NEVER_FLOWN: readonly FlightState[] = ['draft', 'refused', 'cancelled'];

/** Asks the rooms to the left. */
@Injectable()
export class SurroundingsReader {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly missions: MissionsService,
    private readonly telemetry: TelemetryService,
    private readonly recorded: RecordedTracks,
    private readonly items: EvidenceRepository,
    private readonly units: UnitTree,
  ) {}

  async of(tx: Tx, device: DeviceSummary, at: Date): Promise<Surroundings> {
    const custody = await this.equipment.custodyAt(tx, device.id, at);
    const recorded = await this.recorded.around(tx, device.id, around(at, TRACK_WITHIN_MS));
    const flights = await this.missions.flightsOfDevice(tx, device.id, around(at, FLIGHTS_WITHIN_MS));
    return {
      device,
      custody,
      booking: custody?.bookingId ? await this.equipment.bookingOf(tx, custody.bookingId) : undefined,
      flights: flights.filter(({ state }) => !NEVER_FLOWN.includes(state)),
      track: await this.telemetry.trackOf(tx, device.id, around(at, TRACK_WITHIN_MS)),
      recorded: await this.credible(tx, recorded, custody?.holderUnitId ?? device.unitId),
    };
  }

  /**
   * Whoever may bring evidence in may name any device, and write its serial number into a file: of one that another unit
   * had then, no such word counts.
   */
  private async credible(tx: Tx, files: readonly RecordedAround[], unitId: string): Promise<RecordedAround[]> {
    const broughtIn = files.flatMap(({ evidenceId }) => evidenceId ?? []);
    const units = await this.items.uploaderUnits(tx, broughtIn);
    return files.filter(({ saidBy, evidenceId }) => {
      if (evidenceId === null) return saidBy !== 'declared';
      const uploaderUnitId = units.get(evidenceId);
      return typeof uploaderUnitId === 'string' && this.units.isWithin(unitId, uploaderUnitId);
    });
  }
}

function around(at: Date, reachMs: number): Period {
  return { from: new Date(at.getTime() - reachMs), to: new Date(at.getTime() + reachMs) };
}
