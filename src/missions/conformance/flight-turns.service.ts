import { Injectable } from '@nestjs/common';
import { type Period, SYSTEM, type Tx, UnitOfWork, violates } from '../../platform/index.js';
import { FlightMover } from '../flights/flying/flight-mover.service.js';
import { FlightAlarm } from './flight-alarm.service.js';
import { FlyingRepository, type OpenSortie } from './flying.repository.js';
import { PlannedTakeOffs } from './planned-take-offs.service.js';
import { type HeardTakeOff, UnplannedFlights } from './unplanned-flights.service.js';

/** `heard`: on the ground; `task`: the dock has it back; `silent`: not heard of for so long that its last frame counts. */
type LandingReason = 'heard' | 'silent' | 'task';

const REASONS = {
  unplanned: 'the aircraft was in the air without a plan for it',
  heard: 'the aircraft reported to be on the ground',
  task: 'the dock reported the end of its task',
  silent: 'not heard of for ten minutes; the last frame counts as the landing',
} as const;

/** What a dock says of the flight that it flies. */
interface TaskTurn {
  readonly flightId: string;
  readonly deviceId: string;
  readonly at: Date;
}

/** Take-offs and landings as the aircraft themselves report them. */
@Injectable()
export class FlightTurns {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flying: FlyingRepository,
    private readonly mover: FlightMover,
    private readonly alarm: FlightAlarm,
    private readonly unplanned: UnplannedFlights,
    private readonly planned: PlannedTakeOffs,
  ) {}

  /**
   * The planned flight of the aircraft begins; without one, an unplanned flight is opened. Where another instance or a
   * person was quicker, theirs stands: the database keeps one flight of an aircraft in the air, so nobody asks before.
   */
  async takeOff(heard: HeardTakeOff): Promise<void> {
    try {
      await this.unitOfWork.run(SYSTEM, async (tx) => {
        if (!(await this.planned.begin(tx, heard))) await this.unplanned.open(tx, heard, REASONS.unplanned);
      });
    } catch (error) {
      if (!violates(error, 'flight_airborne_device_key')) throw error;
    }
  }

  /** People said that the flight took off; now the aircraft says so. */
  async hear(flightId: string, { at, position }: Pick<HeardTakeOff, 'at' | 'position'>): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.flying.hear(tx, flightId, at, position));
  }

  async land(flightId: string, at: Date, reason: LandingReason): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.landIn(tx, flightId, at, reason));
  }

  /**
   * A dock says that it flies the flight. Where its aircraft is in the air on another one, that stands until it lands.
   * @returns the sortie that the flight is on; undefined where it is on the ground
   */
  async beginByTask(tx: Tx, { flightId, deviceId, at }: TaskTurn): Promise<OpenSortie | undefined> {
    const flying = await this.flying.ofDevice(tx, deviceId);
    if (flying && flying.id !== flightId) return undefined;
    if (!flying) await this.planned.beginThis(tx, flightId, { at, position: null, said: 'dock' });
    return this.flying.holdSortie(tx, flightId);
  }

  /** A dock says that its task was flown to the end, and the aircraft is back: from that sortie, not from a later one. */
  async endByTask(
    tx: Tx,
    { flightId, at, sortie }: Pick<TaskTurn, 'flightId' | 'at'> & { readonly sortie: number },
  ): Promise<void> {
    const open = await this.flying.holdSortie(tx, flightId);
    if (open?.ordinal === sortie) await this.landIn(tx, flightId, at, 'task');
  }

  /** A whole flight that is heard of afterwards, inside the transaction of whoever read it. */
  async flown(tx: Tx, deviceId: string, { from, to }: Period): Promise<void> {
    if (await this.flying.wasFlying(tx, deviceId, { from, to })) return;
    const heard = { deviceId, at: from, position: null };
    const isFlying = (await this.flying.ofDevice(tx, deviceId)) !== undefined;
    const begun = isFlying ? undefined : await this.planned.begin(tx, heard);
    if (begun) await this.landIn(tx, begun, to, 'heard');
    else await this.unplanned.open(tx, { ...heard, landedAt: to }, REASONS.unplanned);
  }

  private async landIn(tx: Tx, flightId: string, at: Date, reason: LandingReason): Promise<void> {
    const takenOffAt = await this.flying.takenOffAt(tx, flightId);
    const landed = await this.mover.moveItself(tx, flightId, {
      to: 'landed',
      action: 'flight.land',
      reason: REASONS[reason],
      change: () => ({ landedAt: takenOffAt && takenOffAt > at ? takenOffAt : at }),
    });
    if (!landed) return;
    const { flight } = landed;
    if (reason === 'silent') await this.alarm.tell(tx, flight, 'FLIGHT_SILENT', { occasion: 'silent' });
    if (flight.origin === 'unplanned') await this.alarm.tell(tx, flight, 'FLIGHT_REPORT_DUE', { occasion: 'report' });
  }
}
