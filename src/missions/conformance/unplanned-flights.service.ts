import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import type { Position } from '../../geo/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { drawUnplanned } from '../flights/planning/flight-drawing.js';
import { toFlightFact } from '../flights/flight.fact.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionEvents } from '../missions.events.js';
import { FlightAlarm } from './flight-alarm.service.js';
import { FlightAlertRepository } from './flight-alert.repository.js';
import { FlyingRepository } from './flying.repository.js';

/** An aircraft that was heard to be in the air; with its landing where that is heard of at the same time. */
export interface HeardTakeOff {
  readonly deviceId: string;
  readonly at: Date;
  readonly position: Position | null;
  readonly landedAt?: Date;
}

/** Opens a flight for a take-off that nobody planned: of whoever holds the aircraft, or of the unit that owns it. */
@Injectable()
export class UnplannedFlights {
  constructor(
    private readonly flying: FlyingRepository,
    private readonly equipment: EquipmentService,
    private readonly alarm: FlightAlarm,
    private readonly alerts: FlightAlertRepository,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /** One for a take-off, however often it is heard of. */
  async open(tx: Tx, heard: HeardTakeOff, reason: string): Promise<void> {
    const { deviceId, at, position, landedAt } = heard;
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    if (!device) return;
    const held = await this.equipment.custodyAt(tx, deviceId, at);
    const whose = {
      pilotId: held?.holderUserId ?? null,
      unitId: held?.holderUnitId ?? device.unitId,
      caseId: held?.caseId ?? null,
    };
    const flight = drawUnplanned({ ...heard, ...whose }, this.clock.now());
    if (!(await this.flying.insertUnplanned(tx, flight, reason))) return;
    const alert = { kind: 'unplanned', subjectId: null, metres: null, directionDegrees: null, about: null } as const;
    const found = { ...alert, beganAt: at, rightSince: null, crossings: 1 };
    const began = await this.alarm.raiseAsFact(tx, flight, found, position, device.assetCode);
    const opened = {
      action: 'flight.open',
      subject: { kind: 'flight', id: flight.id },
      details: { origin: 'unplanned', deviceId, at: at.toISOString(), ...whose },
      event: MissionEvents['missions.flight_decided'],
      fact: toFlightFact(flight),
    } as const;
    await this.journal.record(tx, opened, began ? [began] : []);
    if (!landedAt) return;
    await this.alerts.endAll(tx, flight.id, landedAt);
    await this.alarm.tell(tx, flight, 'FLIGHT_REPORT_DUE', { occasion: 'report' });
  }
}
