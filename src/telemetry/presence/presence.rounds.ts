import { Injectable } from '@nestjs/common';
import { Clock, OnEveryMinute, Outbox, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { DetectorLeases } from '../conformance/detector.leases.js';
import { NewsRepository } from '../news/news.repository.js';
import { TelemetryEvents } from '../telemetry.events.js';
import { flapsAfter, holdMs, type Presence, presenceOf } from './presence.rules.js';
import { PresenceRepository, type Watched } from './presence.repository.js';

const EVERY_MS = 2_000;
/** News are looked for among those of the last seconds: a whole fleet that comes back is not one commit. */
const AT_ONCE = 50;

interface Change {
  readonly one: Watched;
  readonly presence: Presence;
}

/** Finds which devices came and went. What is found twice, by two instances, is written once. */
@Injectable()
export class PresenceRounds {
  private wentAt = 0;
  /** Since when a device looks different from what is written of it. */
  private readonly differs = new Map<string, Date>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PresenceRepository,
    private readonly leases: DetectorLeases,
    private readonly news: NewsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** To be called again and again. */
  async go(): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() - this.wentAt < EVERY_MS) return;
    this.wentAt = now.getTime();
    const watched = await this.unitOfWork.read((tx) => this.repository.watched(tx, now));
    const changes = watched.flatMap((one) => this.changeOf(one, now) ?? []);
    const ids = new Set(watched.map(({ deviceId }) => deviceId));
    for (const id of this.differs.keys()) if (!ids.has(id)) this.differs.delete(id);
    for (let at = 0; at < changes.length; at += AT_ONCE) await this.keepAll(changes.slice(at, at + AT_ONCE), now);
  }

  @OnEveryMinute('telemetry.lines')
  async sweep(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.repository.sweepLines(tx));
  }

  private async keepAll(changes: readonly Change[], now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const { one, presence } of changes) await this.keep(tx, one, presence, now);
    });
    for (const { one } of changes) this.differs.delete(one.deviceId);
  }

  private changeOf(one: Watched, now: Date): Change | undefined {
    const { deviceId, evidence, known } = one;
    const presence = this.leases.has(deviceId) ? presenceOf(evidence, now) : undefined;
    if (!presence || presence.online === (known?.online ?? false)) return void this.differs.delete(deviceId);
    const since = this.differs.get(deviceId) ?? now;
    this.differs.set(deviceId, since);
    return now.getTime() - since.getTime() >= holdMs(known) ? { one, presence } : undefined;
  }

  private async keep(tx: Tx, { deviceId, known }: Watched, presence: Presence, now: Date): Promise<void> {
    if (!(await this.repository.change(tx, deviceId, presence, flapsAfter(known, now), now))) return;
    const { online, reason, at } = presence;
    const payload = { deviceId, online, reason, at: at.toISOString() };
    await this.news.add(tx, { deviceId, type: 'presence', payload, at: now });
    await this.outbox.record(tx, {
      type: TelemetryEvents['telemetry.presence_changed'],
      aggregate: `device:${deviceId}`,
      payload,
    });
  }
}
