import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import type { Position } from '../../geo/index.js';
import { Notices } from '../../identity/index.js';
import { Clock, newId, Outbox, type OutboxFact, type Tx } from '../../platform/index.js';
import { toFlightFact } from '../flights/flight.fact.js';
import type { Flight } from '../flights/flight.entity.js';
import { MissionEvents } from '../missions.events.js';
import { ConformanceNotices, noticeOf, toldMetres } from './conformance.notices.js';
import type { OpenAlert } from './conformance.rules.js';
import { FlightAlertRepository } from './flight-alert.repository.js';

type AlarmDetails = Partial<Pick<OpenAlert, 'metres' | 'directionDegrees' | 'about'>> & {
  readonly occasion: string;
  /** Where the asker knows the device already. */
  readonly assetCode?: string | undefined;
};

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
    const fact = await this.raiseAsFact(tx, flight, found, position);
    if (fact) await this.outbox.record(tx, fact);
  }

  /** As `raise`, with what others are to be told for whoever tells them of more; undefined where the same is open already. */
  async raiseAsFact(
    tx: Tx,
    flight: Flight,
    found: OpenAlert,
    position: Position | null,
    assetCode?: string,
  ): Promise<OutboxFact | undefined> {
    const { kind, subjectId, about, beganAt, metres, directionDegrees, crossings } = found;
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
      crossings,
      directionDegrees,
      position,
      acknowledgedBy: null,
      acknowledgedAt: null,
      remark: null,
      recordedAt: this.clock.now(),
    });
    if (!isNew) return undefined;
    await this.tell(tx, flight, noticeOf(found), { occasion: id, assetCode, ...found });
    return factOf(flight, MissionEvents['missions.flight_alert_began'], { kind, subjectId });
  }

  async settle(tx: Tx, flight: Flight, ended: OpenAlert, at: Date): Promise<void> {
    await this.alerts.worsen(tx, flight.id, ended);
    await this.alerts.end(tx, flight.id, ended, at);
    const { kind, subjectId } = ended;
    await this.outbox.record(tx, factOf(flight, MissionEvents['missions.flight_alert_ended'], { kind, subjectId }));
  }

  /** Whoever is to know of the flight is told; of one occasion once. */
  async tell(tx: Tx, flight: Flight, code: keyof typeof ConformanceNotices, about: AlarmDetails): Promise<void> {
    const content = ConformanceNotices[code]({
      device: about.assetCode ?? (await this.assetCodeOf(tx, flight)),
      metres: toldMetres(code, about.metres ?? 0),
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

  private async assetCodeOf(tx: Tx, { deviceId }: Flight): Promise<string> {
    const device = deviceId ? await this.equipment.findDevice(tx, { id: deviceId }) : undefined;
    return device?.assetCode ?? '';
  }
}

function factOf(
  flight: Flight,
  type: keyof typeof MissionEvents,
  alert: Pick<OpenAlert, 'kind' | 'subjectId'>,
): OutboxFact {
  return { type, aggregate: `flight:${flight.id}`, payload: { ...toFlightFact(flight), ...alert } };
}
