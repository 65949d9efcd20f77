import { Injectable } from '@nestjs/common';
import { CasesService } from '../../../cases/index.js';
import { EquipmentService } from '../../../equipment/index.js';
import { AccessService, asUser, People, type Person, Qualifications, type Role } from '../../../identity/index.js';
import { type Actor, type Period, together, type Tx } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';

/** Who is to fly what, when, and for which case. */
export interface FlightRequest {
  readonly caseId?: string | undefined;
  readonly deviceId: string;
  readonly pilotId: string;
  readonly during: Period;
}

/** Who flies by their office; others show a licence or a training. A light drone asks for no licence. [Order 761 art. 16] */
const FLYING_ROLES: readonly Role[] = ['pilot', 'field_officer'];

/** Decides whether this person may plan this flight with this aircraft. */
@Injectable()
export class FlightEntitlement {
  constructor(
    private readonly access: AccessService,
    private readonly people: People,
    private readonly cases: CasesService,
    private readonly equipment: EquipmentService,
    private readonly qualifications: Qualifications,
  ) {}

  /** @throws FLIGHT_PILOT_UNKNOWN, FORBIDDEN */
  async pilotOf(tx: Tx, actor: Actor, { pilotId }: Pick<FlightRequest, 'pilotId'>): Promise<Person> {
    const pilot = await this.people.find(tx, pilotId);
    if (!pilot?.active) throw MissionErrors.FLIGHT_PILOT_UNKNOWN();
    this.access.require(actor, 'flight.plan', [{ id: pilotId, unitIds: [pilot.unitId] }]);
    return pilot;
  }

  /**
   * That case, aircraft and pilot are all in order.
   * @throws FLIGHT_PILOT_CANNOT_FLY, FLIGHT_DEVICE_UNKNOWN, FLIGHT_DEVICE_NOT_UAV, FLIGHT_DEVICE_NOT_BOOKED, NOT_FOUND
   */
  async requireEntitled(
    tx: Tx,
    actor: Actor,
    pilot: Person,
    { caseId, deviceId, during }: FlightRequest,
  ): Promise<void> {
    if (caseId !== undefined) await this.cases.requireVisible(tx, actor, caseId);
    const [, held] = await together([
      this.requireAircraft(tx, deviceId),
      this.equipment.bookedOrHeldBy(tx, deviceId, pilot.unitId, during),
    ]);
    if (held === undefined) throw MissionErrors.FLIGHT_DEVICE_NOT_BOOKED();
    await this.requireFlyer(tx, pilot);
  }

  /**
   * The unit that a draft belongs to: its pilot's, and as long as it names none the one that it was begun in. Whether the
   * aircraft is booked is asked when the draft is checked.
   * @throws as `pilotOf` and `requireEntitled`, of what the draft names
   */
  async unitOfDraft(tx: Tx, actor: Actor, draft: Partial<FlightRequest>, begunIn?: string): Promise<string> {
    const { caseId, deviceId, pilotId } = draft;
    const pilot = pilotId === undefined ? undefined : await this.pilotOf(tx, actor, { pilotId });
    const own = pilot?.unitId ?? begunIn ?? asUser(actor).unitId;
    if (pilot === undefined) this.access.require(actor, 'flight.plan', [{ id: own, unitIds: [own] }]);
    if (caseId !== undefined) await this.cases.requireVisible(tx, actor, caseId);
    if (deviceId !== undefined) await this.requireAircraft(tx, deviceId);
    if (pilot !== undefined) await this.requireFlyer(tx, pilot);
    return own;
  }

  /** Whether what is on record serves for this aircraft and day is for the rules of the air to say. */
  private async requireFlyer(tx: Tx, { id, roles }: Person): Promise<void> {
    if (roles.some((role) => FLYING_ROLES.includes(role))) return;
    const standing = await this.qualifications.standingOf(tx, [id]);
    const flies = standing.some(({ kind }) => kind === 'pilot_licence' || kind === 'airspace_training');
    if (!flies) throw MissionErrors.FLIGHT_PILOT_CANNOT_FLY();
  }

  private async requireAircraft(tx: Tx, deviceId: string): Promise<void> {
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    if (device === undefined) throw MissionErrors.FLIGHT_DEVICE_UNKNOWN();
    if (device.category !== 'uav') throw MissionErrors.FLIGHT_DEVICE_NOT_UAV();
  }
}
