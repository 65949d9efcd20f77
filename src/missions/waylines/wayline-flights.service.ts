import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { EquipmentService } from '../../equipment/index.js';
import { type Permission } from '../../identity/index.js';
import { type Actor, PlatformErrors, type Tx } from '../../platform/index.js';
import { AirspaceZoneRepository } from '../airspace/zones/airspace-zone.repository.js';
import { FlightRepository } from '../flights/flight.repository.js';
import { FlightSight } from '../flights/flight.sight.js';
import { type PlannedFlight, toOccupation, toVolume } from '../flights/planned-flight.js';
import type { WaylineGround } from './checks/wayline-check.rules.js';
import { labelOf } from './wayline-label.rules.js';
import { droneOfModelKey } from './checks/wayline-model.rules.js';

/** Characters of an id that tell flights of one installation apart. */
const ID_TAIL = 12;

/** The flight as waylines look at it. */
@Injectable()
export class WaylineFlights {
  constructor(
    private readonly flights: FlightRepository,
    private readonly zones: AirspaceZoneRepository,
    private readonly equipment: EquipmentService,
    private readonly cases: CasesService,
    private readonly sight: FlightSight,
  ) {}

  /** The flight; with `hold` its row is held until the end of the transaction. @throws NOT_FOUND, FORBIDDEN */
  async require(tx: Tx, actor: Actor, id: string, { permission, hold = false }: Demand): Promise<PlannedFlight> {
    const planned = await (hold ? this.flights.lock(tx, id) : this.flights.find(tx, id));
    if (!planned) throw PlatformErrors.NOT_FOUND();
    this.sight.require(actor, permission, planned.flight);
    return planned;
  }

  async groundOf(tx: Tx, planned: PlannedFlight): Promise<WaylineGround> {
    const { deviceId } = planned.flight;
    const device = deviceId ? await this.equipment.findDevice(tx, { id: deviceId }) : undefined;
    return {
      device: droneOfModelKey(device?.djiModel ?? null),
      volumes: planned.volumes.map((volume) => toVolume(volume)),
      zones: await this.zones.candidates(tx, toOccupation(planned)),
    };
  }

  /** What files of the flight are marked with: the number of its case, or the end of its own id. */
  async labelOf(tx: Tx, { flight: { id, caseId } }: PlannedFlight): Promise<string> {
    const file = caseId === null ? undefined : await this.cases.find(tx, caseId);
    return (file && labelOf(file.number)) || `F-${id.slice(-ID_TAIL)}`;
  }
}

interface Demand {
  readonly permission: Permission;
  readonly hold?: boolean;
}
