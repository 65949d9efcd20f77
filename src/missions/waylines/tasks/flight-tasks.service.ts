import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../../equipment/index.js';
import { type Actor, type Tx } from '../../../platform/index.js';
import { inTurns } from '../../airspace/deconfliction/in-turns.js';
import { FLYING_STATES } from '../../conformance/conformance.types.js';
import { FlightRepository } from '../../flights/flight.repository.js';
import { FlightSight } from '../../flights/flight.sight.js';
import { type PlannedFlight, toVolume } from '../../flights/planned-flight.js';
import { MissionErrors } from '../../missions.errors.js';
import { judgeWayline } from '../checks/wayline-check.rules.js';
import { WaylineAddresses } from '../files/wayline-addresses.service.js';
import { type WaylineFile, WaylineBytes } from '../files/wayline-bytes.service.js';
import type { FlightWayline } from '../flight-wayline.entity.js';
import { WaylineFlights } from '../wayline-flights.service.js';
import { isTaskOver, type TaskDock, taskRefusal, type TaskTimes } from './task.rules.js';

/** What somebody wants a dock to fly. */
export interface TaskWish extends Omit<TaskTimes, 'seconds'> {
  readonly flightId: string;
  readonly dock: TaskDock;
}

/** A flight that a dock may fly, and the file that it flies by. */
export interface TaskOrder {
  readonly flightId: string;
  readonly caseId: string | null;
  /** The aircraft that the flight is planned with. */
  readonly deviceId: string;
  readonly waylineId: string;
  readonly md5: string;
  /** Where the dock finds the file, for five minutes: the path, with its query. */
  readonly path: string;
  /** What the wayline says for a lost link: fly on, or leave it. */
  readonly leavesOnLostLink: boolean;
}

interface Cleared {
  readonly planned: PlannedFlight;
  readonly wayline: FlightWayline;
  readonly file: WaylineFile;
}

/** Flights that docks fly. Whether the dock may be asked at all is for the caller to say. */
@Injectable()
export class FlightTasks {
  constructor(
    private readonly flights: WaylineFlights,
    private readonly repository: FlightRepository,
    private readonly equipment: EquipmentService,
    private readonly bytes: WaylineBytes,
    private readonly addresses: WaylineAddresses,
    private readonly sight: FlightSight,
  ) {}

  /**
   * Holds the flight until the end of the transaction, and gives what the dock needs to fly it.
   * @throws NOT_FOUND, FORBIDDEN, TASK_…, WAYLINE_FOR_OTHER_DRONE, WAYLINE_PAYLOAD_UNFIT, WAYLINE_LEAVES_VOLUME, WAYLINE_ENTERS_ZONE
   */
  async order(tx: Tx, actor: Actor, wish: TaskWish): Promise<TaskOrder> {
    const { planned, wayline, file } = await this.cleared(tx, actor, wish);
    const { caseId, deviceId } = planned.flight;
    if (deviceId === null) throw MissionErrors.TASK_FOR_OTHER_DEVICE();
    const path = await this.addresses.made(tx, file, { kind: 'device', id: wish.dock.id });
    return {
      flightId: wish.flightId,
      caseId,
      deviceId,
      waylineId: wayline.id,
      md5: file.md5,
      path,
      leavesOnLostLink: wayline.wayline.mission.onLostControl !== 'goContinue',
    };
  }

  /** Whether the flight may begin now, by the file that the dock has. @throws as `order`, and TASK_WAYLINE_CHANGED */
  async requireStart(tx: Tx, actor: Actor, wish: TaskWish, md5: string): Promise<void> {
    const { file } = await this.cleared(tx, actor, wish);
    if (file.md5 !== md5) throw MissionErrors.TASK_WAYLINE_CHANGED();
  }

  /** Whether a flight that was stopped may go on: in its period, and as long as it can be more than brought down. */
  async requireGoingOn(tx: Tx, flightId: string, at: Date): Promise<void> {
    const planned = await this.repository.lock(tx, flightId);
    const { state, during } = planned?.flight ?? { state: 'cancelled' as const, during: { from: at, to: at } };
    if (!['cleared', 'airborne', 'nonconforming'].includes(state))
      throw MissionErrors.TASK_FLIGHT_NOT_CLEARED({ state });
    if (at < during.from || at >= during.to)
      throw MissionErrors.TASK_OUTSIDE_PERIOD({ from: during.from.toISOString(), to: during.to.toISOString() });
  }

  /**
   * A new address of the file that the task was prepared with; undefined where the flight may not be flown by it any more.
   * What may not begin is refused to the dock as well: it asks for the file again when it begins.
   */
  async pathFor(
    tx: Tx,
    { flightId, dockId, md5 }: { readonly flightId: string; readonly dockId: string; readonly md5: string },
  ): Promise<string | undefined> {
    const planned = await this.repository.find(tx, flightId);
    const mayFly = planned && ['cleared', ...FLYING_STATES].includes(planned.flight.state);
    const wayline = mayFly ? await this.bytes.inForce(tx, planned) : undefined;
    const file = planned && wayline && (await this.bytes.ofFlight(tx, planned, wayline));
    return file?.md5 === md5 ? this.addresses.made(tx, file, { kind: 'device', id: dockId }) : undefined;
  }

  /** Whether the actor may change the flight, and with it take back what a dock was asked to fly; its row is then held. */
  async mayChange(tx: Tx, actor: Actor, flightId: string): Promise<boolean> {
    const planned = await this.repository.lock(tx, flightId);
    return planned !== undefined && this.sight.may(actor, 'flight.change', planned.flight);
  }

  /** Whether a task of the flight is over, whatever its dock says. */
  async isOver(tx: Tx, flightId: string, { isBegun, now }: { isBegun: boolean; now: Date }): Promise<boolean> {
    const planned = await this.repository.find(tx, flightId);
    return planned === undefined || isTaskOver(planned.flight, isBegun, now);
  }

  private async cleared(tx: Tx, actor: Actor, wish: TaskWish): Promise<Cleared> {
    const planned = await this.flights.require(tx, actor, wish.flightId, { permission: 'flight.read', hold: true });
    const wayline = await this.bytes.inForce(tx, planned);
    await this.assertFlyable(tx, planned, wish, wayline);
    if (!wayline) throw MissionErrors.TASK_WITHOUT_WAYLINE();
    const { refusal } = await inTurns(judgeWayline(wayline.wayline, await this.flights.groundOf(tx, planned)));
    if (refusal) {
      const { code, ...details } = refusal;
      throw MissionErrors[code](details);
    }
    return { planned, wayline, file: await this.bytes.ofFlight(tx, planned, wayline) };
  }

  private async assertFlyable(
    tx: Tx,
    { flight, volumes }: PlannedFlight,
    { dock, ...times }: TaskWish,
    wayline: FlightWayline | undefined,
  ): Promise<void> {
    const aircraft = flight.deviceId ? await this.equipment.findDevice(tx, { id: flight.deviceId }) : undefined;
    const upperMetres = Math.max(0, ...volumes.map((volume) => toVolume(volume).upperMetres));
    const seconds = wayline ? wayline.movingSeconds + wayline.hoverSeconds : 0;
    const known = { state: flight.state, during: flight.during, aircraft: aircraft ?? null, upperMetres };
    const refusal = taskRefusal(known, dock, { ...times, seconds });
    if (!refusal) return;
    const { code, ...details } = refusal;
    throw MissionErrors[code](details);
  }
}
