import { Injectable } from '@nestjs/common';
import { Notices } from '../../identity/index.js';
import { Clock, Outbox, type Tx } from '../../platform/index.js';
import { NewsRepository, type NewsType } from '../news/news.repository.js';
import { TelemetryEvents } from '../telemetry.events.js';
import { AlarmAudience } from './alarm.audience.js';
import { ALARM_NOTICE_OF, AlarmNotices } from './alarm.notices.js';
import { AlarmRepository, silenceOf } from './alarm.repository.js';
import type { AlarmedDevice, DeviceAlarmKind, NewAlarm } from './alarm.types.js';

/** Keeps what is alarming about devices, and tells those whose business it is; each of it once, whoever finds it. */
@Injectable()
export class AlarmKeeper {
  constructor(
    private readonly alarms: AlarmRepository,
    private readonly news: NewsRepository,
    private readonly notices: Notices,
    private readonly audience: AlarmAudience,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Nothing happens where the same is open already. What was so a while ago, or is silenced, alarms nobody. */
  async begin(tx: Tx, device: AlarmedDevice, alarm: NewAlarm): Promise<void> {
    const now = this.clock.now();
    const id = await this.alarms.begin(tx, device, alarm, now);
    if (id === undefined) return;
    const { kind, fenceId: subjectId, about, value, beganAt } = alarm;
    const { deviceId } = device;
    const payload = { alarmId: id, deviceId, kind, subjectId, about, value, at: beganAt.toISOString() };
    await this.tellOthers(tx, 'telemetry.alarm_began', deviceId, { ...payload, late: alarm.isLate });
    const silenced = silenceOf(await this.alarms.silences(tx, [deviceId], now), { deviceId, kind, subjectId });
    if (alarm.isLate || silenced) return;
    await this.tellViewers(tx, 'alarm_began', deviceId, payload);
    const content = AlarmNotices[ALARM_NOTICE_OF[kind]]({
      device: device.assetCode,
      about: about ?? '',
      value: Math.round(value ?? 0),
    });
    const subject = { kind: 'device', id: deviceId };
    for (const to of await this.audience.of(tx, device, subjectId))
      await this.notices.tell(tx, { to, content, subject, occasion: id });
  }

  async end(
    tx: Tx,
    deviceId: string,
    kinds: readonly DeviceAlarmKind[],
    fenceId: string | null,
    at: Date,
  ): Promise<void> {
    for (const { id, kind } of await this.alarms.end(tx, deviceId, kinds, fenceId, at)) {
      const payload = { alarmId: id, deviceId, kind, subjectId: fenceId, at: at.toISOString() };
      await this.tellOthers(tx, 'telemetry.alarm_ended', deviceId, payload);
      await this.tellViewers(tx, 'alarm_ended', deviceId, payload);
    }
  }

  private async tellOthers(
    tx: Tx,
    type: keyof typeof TelemetryEvents,
    deviceId: string,
    payload: object,
  ): Promise<void> {
    await this.outbox.record(tx, {
      type: TelemetryEvents[type],
      aggregate: `device:${deviceId}`,
      payload: { ...payload },
    });
  }

  private async tellViewers(tx: Tx, type: NewsType, deviceId: string, payload: object): Promise<void> {
    await this.news.add(tx, { deviceId, type, payload: { ...payload }, at: this.clock.now() });
  }
}
