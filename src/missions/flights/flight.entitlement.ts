import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { EquipmentService } from '../../equipment/index.js';
import { AccessService, People, type Person } from '../../identity/index.js';
import type { Actor, Period, Tx } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';

/** Who is to fly what, when, and for which case. */
export interface FlightRequest {
  readonly caseId?: string | undefined;
  readonly deviceId: string;
  readonly pilotId: string;
  readonly during: Period;
}

/** Decides whether this person may plan this flight with this aircraft. */
@Injectable()
export class FlightEntitlement {
  constructor(
    private readonly access: AccessService,
    private readonly people: People,
    private readonly cases: CasesService,
    private readonly equipment: EquipmentService,
  ) {}

  /**
   * The pilot, when pilot, case and aircraft are all in order.
   * @throws FLIGHT_PILOT_UNKNOWN, FLIGHT_DEVICE_UNKNOWN, FLIGHT_DEVICE_NOT_UAV, FLIGHT_DEVICE_NOT_BOOKED, NOT_FOUND,
   *   FORBIDDEN
   */
  async pilotOf(tx: Tx, actor: Actor, { caseId, deviceId, pilotId, during }: FlightRequest): Promise<Person> {
    const pilot = await this.people.find(tx, pilotId);
    if (!pilot?.active) throw MissionErrors.FLIGHT_PILOT_UNKNOWN();
    this.access.require(actor, 'flight.plan', [{ id: pilotId, unitIds: [pilot.unitId] }]);
    if (caseId !== undefined) await this.cases.requireVisible(tx, actor, caseId);
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    if (device === undefined) throw MissionErrors.FLIGHT_DEVICE_UNKNOWN();
    if (device.category !== 'uav') throw MissionErrors.FLIGHT_DEVICE_NOT_UAV();
    const held = await this.equipment.bookedOrHeldBy(tx, deviceId, pilot.unitId, during);
    if (held === undefined) throw MissionErrors.FLIGHT_DEVICE_NOT_BOOKED();
    return pilot;
  }
}
