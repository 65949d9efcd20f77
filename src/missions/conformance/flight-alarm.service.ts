import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import type { Position } from '../../geo/index.js';
import { Notices } from '../../identity/index.js';
import { Clock, newId, Outbox, type Tx } from '../../platform/index.js';
import { toFlightFact } from '../flights/flight.fact.js';
import type { Flight } from '../flights/flight.entity.js';
import { MissionEvents } from '../missions.events.js';
import { ConformanceNotices, NOTICE_OF } from './conformance.notices.js';
import type { OpenAlert } from './conformance.rules.js';
import { FlightAlertRepository } from './flight-alert.repository.js';

/** Keeps what goes wrong on a flight, and tells its pilot, its planner and the commander of its unit. */
@Injectable()
export class FlightAlarm {
  constructor(
    private readonly alerts: FlightAlertRepository,
    private readonly notices: Notices,
    private readonly equipment: EquipmentService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Told once: nothing happens where the same is open already. */
  async raise(tx: Tx, flight: Flight, found: OpenAlert, position: Position | null): Promise<void> {
    const { kind, subjectId, about, beganAt, metres, directionDegrees } = found;
    const id = newId();
    const isNew = await this.alerts.begin(tx, {
      id,
      flightId: flight.id,
      kind,
      subjectId,
      about,
      beganAt,
      endedAt: null,
      worstMetres: metres,
      directionDegrees,
      position,
      acknowledgedBy: null,
      acknowledgedAt: null,
      remark: null,
      recordedAt: this.clock.now(),
    });
    if (!isNew) return;
    await this.tell(tx, flight, NOTICE_OF[kind], { occasion: id, ...found });
    await this.record(tx, flight, MissionEvents['missions.flight_alert_began'], { kind, subjectId });
  }

  async settle(tx: Tx, flight: Flight, ended: OpenAlert, at: Date): Promise<void> {
    await this.alerts.worsen(tx, flight.id, ended);
    await this.alerts.end(tx, flight.id, ended, at);
    const { kind, subjectId } = ended;
    await this.record(tx, flight, MissionEvents['missions.flight_alert_ended'], { kind, subjectId });
  }

  /** Whoever is to know of the flight is told; of one occasion once. */
  async tell(
    tx: Tx,
    flight: Flight,
    code: keyof typeof ConformanceNotices,
    about: Partial<Pick<OpenAlert, 'metres' | 'directionDegrees' | 'about'>> & { readonly occasion: string },
  ): Promise<void> {
    const device = flight.deviceId ? await this.equipment.findDevice(tx, { id: flight.deviceId }) : undefined;
    const content = ConformanceNotices[code]({
      device: device?.assetCode ?? '',
      metres: Math.round(about.metres ?? 0),
      direction: Math.round(about.directionDegrees ?? 0) % 360,
      about: about.about ?? '',
    });
    await this.notices.tell(tx, {
      to: {
        userIds: [flight.pilotId, flight.plannedBy].filter((id) => id !== null),
        role: { unitId: flight.unitId, role: 'commander' },
      },
      content,
      subject: { kind: 'flight', id: flight.id },
      occasion: about.occasion,
    });
  }

  private async record(
    tx: Tx,
    flight: Flight,
    type: keyof typeof MissionEvents,
    alert: Pick<OpenAlert, 'kind' | 'subjectId'>,
  ): Promise<void> {
    const payload = { ...toFlightFact(flight), ...alert };
    await this.outbox.record(tx, { type, aggregate: `flight:${flight.id}`, payload });
  }
}
