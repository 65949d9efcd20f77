import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, type Permission } from '../../identity/index.js';
import { FlightAlertFeed, type ListedAlert } from '../../missions/index.js';
import { type Actor, idInCursor, keysetPage, type Page, type Tx, UnitOfWork } from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { AlarmDesk } from './alarm.desk.js';
import { AlarmRepository } from './alarm.repository.js';
import {
  type AlarmAcknowledgement,
  type AlarmQuery,
  type AlarmSilencing,
  type AlarmView,
  type AnyAlarm,
  nameOf,
  toAlarmView,
} from './alarm.schemas.js';
import type { DeviceAlarm } from './alarm.types.js';

type View = z.input<typeof AlarmView>;

/** One list of all that is alarming: about devices, and on flights. */
@Injectable()
export class AlarmsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly alarms: AlarmRepository,
    private readonly flights: FlightAlertFeed,
    private readonly access: AccessService,
    private readonly desk: AlarmDesk,
  ) {}

  /** Newest first. */
  async list(actor: Actor, { limit, cursor, ...query }: z.output<typeof AlarmQuery>): Promise<Page<View>> {
    const filter = { ...query, before: idInCursor(cursor), limit: limit + 1 };
    const scope = this.access.scope(actor, 'alarm.read');
    return this.unitOfWork.read(async (tx) => {
      const own = await this.alarms.list(tx, scope, filter);
      const ofFlights = await this.flights.list(tx, actor, filter);
      const views = await this.views(tx, newestOf(own, ofFlights, limit + 1));
      return keysetPage(
        views,
        limit,
        ({ id }) => [id],
        (view) => view,
      );
    });
  }

  /** Those of some units that nobody has taken note of, newest first. No access decision is taken here. */
  async unnoticed(tx: Tx, unitIds: readonly string[], limit: number): Promise<View[]> {
    const filter = { acknowledged: false, before: undefined, limit };
    const own = await this.alarms.list(tx, { unitIds, caseIds: [] }, filter);
    return this.views(tx, newestOf(own, await this.flights.ofUnits(tx, unitIds, filter), limit));
  }

  /** The first who takes note of it is kept. @throws NOT_FOUND, FORBIDDEN, ALARM_ACKNOWLEDGED, FLIGHT_ALERT_ACKNOWLEDGED */
  async acknowledge(actor: Actor, id: string, { remark }: z.output<typeof AlarmAcknowledgement>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const own = await this.alarms.lock(tx, id);
      if (!own)
        return this.view(tx, { source: 'flight', alarm: await this.flights.acknowledge(tx, actor, id, remark) });
      this.require(actor, 'alarm.acknowledge', own);
      if (own.acknowledgedAt)
        throw TelemetryErrors.ALARM_ACKNOWLEDGED({
          acknowledgedBy: own.acknowledgedBy,
          at: own.acknowledgedAt.toISOString(),
        });
      const by = { acknowledgedBy: actor.id, acknowledgedAt: this.desk.now(), remark: remark ?? null };
      await this.alarms.acknowledge(tx, id, by);
      await this.desk.audited(tx, 'alarm.acknowledge', own.deviceId, { alarmId: id, kind: own.kind });
      return this.view(tx, { source: 'device', alarm: { ...own, ...by } });
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async silence(actor: Actor, id: string, { minutes, reason }: z.output<typeof AlarmSilencing>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const any = await this.find(tx, actor, id);
      const now = this.desk.now();
      const until = new Date(now.getTime() + minutes * 60_000);
      const name = nameOf(any);
      await this.alarms.silence(tx, { ...name, until, reason }, now);
      await this.desk.audited(tx, 'alarm.silence', name.deviceId, { ...name, alarmId: id, until, reason });
      return this.view(tx, any);
    });
  }

  private async find(tx: Tx, actor: Actor, id: string): Promise<AnyAlarm> {
    const own = await this.alarms.lock(tx, id);
    if (!own) return { source: 'flight', alarm: await this.flights.change(tx, actor, id) };
    this.require(actor, 'alarm.acknowledge', own);
    return { source: 'device', alarm: own };
  }

  private require(actor: Actor, permission: Permission, { id, unitId, caseId }: DeviceAlarm): void {
    this.access.require(actor, permission, [{ id, unitIds: [unitId], caseId }]);
  }

  private async view(tx: Tx, any: AnyAlarm): Promise<View> {
    const [view] = await this.views(tx, [any]);
    if (!view) throw new Error(`no view of ${any.alarm.id}`);
    return view;
  }

  private async views(tx: Tx, all: readonly AnyAlarm[]): Promise<View[]> {
    const ids = [...new Set(all.map(({ alarm }) => alarm.deviceId))];
    const silences = await this.alarms.silences(tx, ids, this.desk.now());
    const codes = await this.desk.assetCodes(tx, ids);
    return all.map((any) => toAlarmView(any, codes.get(any.alarm.deviceId) ?? '', silences));
  }
}

function newestOf(own: readonly DeviceAlarm[], ofFlights: readonly ListedAlert[], limit: number): AnyAlarm[] {
  const all: AnyAlarm[] = [
    ...own.map((alarm) => ({ source: 'device', alarm }) as const),
    ...ofFlights.map((alarm) => ({ source: 'flight', alarm }) as const),
  ];
  return all.toSorted((a, b) => (a.alarm.id < b.alarm.id ? 1 : -1)).slice(0, limit);
}
