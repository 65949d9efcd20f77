import { Injectable } from '@nestjs/common';
import { AccessService, type AccessScope } from '../../identity/index.js';
import { type Actor, PlatformErrors, type Tx } from '../../platform/index.js';
import type { AlertFilter } from './alert-filter.js';
import { FlightAlertRepository, type ListedAlert } from './flight-alert.repository.js';
import { FlightAlerts } from './flight-alerts.service.js';

/** Alerts of flights for lists that hold other alarms as well. */
@Injectable()
export class FlightAlertFeed {
  constructor(
    private readonly alerts: FlightAlertRepository,
    private readonly flights: FlightAlerts,
    private readonly access: AccessService,
  ) {}

  /** Of flights that the actor may read, newest first. */
  async list(tx: Tx, actor: Actor, filter: AlertFilter): Promise<ListedAlert[]> {
    const scope: Pick<AccessScope, 'unitIds' | 'caseIds'> = this.access.scope(actor, 'flight.read');
    return this.alerts.listAll(tx, scope, filter);
  }

  /** Of flights of some units, newest first. No access decision is taken here. */
  async ofUnits(tx: Tx, unitIds: readonly string[], filter: AlertFilter): Promise<ListedAlert[]> {
    return this.alerts.listAll(tx, { unitIds, caseIds: [] }, filter);
  }

  /** An alert of a flight that the actor may change. @throws NOT_FOUND, FORBIDDEN */
  async change(tx: Tx, actor: Actor, id: string): Promise<ListedAlert> {
    const alert = await this.alerts.findListed(tx, id);
    if (!alert) throw PlatformErrors.NOT_FOUND();
    await this.flights.requireFlight(tx, actor, alert.flightId, 'flight.change');
    return alert;
  }

  /** As on the flight itself. @throws NOT_FOUND, FORBIDDEN, FLIGHT_ALERT_ACKNOWLEDGED */
  async acknowledge(tx: Tx, actor: Actor, id: string, remark: string | undefined): Promise<ListedAlert> {
    const { flightId } = await this.change(tx, actor, id);
    await this.flights.acknowledgeIn(tx, actor, { flightId, alertId: id, remark });
    return this.change(tx, actor, id);
  }
}
