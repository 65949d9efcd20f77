import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Permission } from '../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import type { Flight } from '../flights/flight.entity.js';
import type { FlightAlert } from './flight-alert.entity.js';
import { FlightRepository } from '../flights/flight.repository.js';
import { FlightSight } from '../flights/flight.sight.js';
import { MissionErrors } from '../missions.errors.js';
import {
  type AlertAcknowledgement,
  type ConformanceQuery,
  type FlightAlertView,
  type FlightConformance,
  toAlertView,
} from './conformance.schemas.js';
import { FLYING_STATES } from './conformance.types.js';
import { FlightAlertRepository } from './flight-alert.repository.js';

/** What went wrong on flights, for those who may read them. */
@Injectable()
export class FlightAlerts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly alerts: FlightAlertRepository,
    private readonly sight: FlightSight,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async list(
    actor: Actor,
    flightId: string,
    { limit, cursor }: z.output<typeof ConformanceQuery>,
  ): Promise<z.input<typeof FlightConformance>> {
    const before = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      const flight = await this.requireFlight(tx, actor, flightId, 'flight.read');
      const rows = await this.alerts.list(tx, flightId, { before, limit: limit + 1 });
      const { items, nextCursor } = keysetPage(rows, limit, ({ id }) => [id], toAlertView);
      const { state } = flight;
      const watched = flight.heardAirborneAt !== null && FLYING_STATES.some((flying) => flying === state);
      return { items: [...items], nextCursor, state, watched, heightsComparedAs: 'above_take_off' };
    });
  }

  /** The first who acknowledges it is kept. @throws NOT_FOUND, FORBIDDEN, FLIGHT_ALERT_ACKNOWLEDGED */
  async acknowledge(
    actor: Actor,
    flightId: string,
    alertId: string,
    { remark }: z.output<typeof AlertAcknowledgement>,
  ): Promise<z.input<typeof FlightAlertView>> {
    return this.unitOfWork.run(actor, async (tx) =>
      toAlertView(await this.acknowledgeIn(tx, actor, { flightId, alertId, remark })),
    );
  }

  /** The same inside a transaction. @throws as `acknowledge` */
  async acknowledgeIn(
    tx: Tx,
    actor: Actor,
    {
      flightId,
      alertId,
      remark,
    }: { readonly flightId: string; readonly alertId: string; readonly remark?: string | undefined },
  ): Promise<FlightAlert> {
    await this.requireFlight(tx, actor, flightId, 'flight.change');
    const alert = await this.alerts.lock(tx, flightId, alertId);
    if (!alert) throw PlatformErrors.NOT_FOUND();
    if (alert.acknowledgedAt)
      throw MissionErrors.FLIGHT_ALERT_ACKNOWLEDGED({
        acknowledgedBy: alert.acknowledgedBy,
        at: alert.acknowledgedAt.toISOString(),
      });
    const by = { acknowledgedBy: actor.id, acknowledgedAt: this.clock.now(), remark: remark ?? null };
    await this.alerts.acknowledge(tx, alertId, by);
    const details = { alertId, kind: alert.kind };
    await this.audit.record(tx, {
      action: 'flight.acknowledgeAlert',
      subject: { kind: 'flight', id: flightId },
      details,
    });
    return Object.assign(alert, by);
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async requireFlight(tx: Tx, actor: Actor, flightId: string, permission: Permission): Promise<Flight> {
    const planned = await this.flights.find(tx, flightId);
    if (!planned) throw PlatformErrors.NOT_FOUND();
    this.sight.require(actor, permission, planned.flight);
    return planned.flight;
  }
}
