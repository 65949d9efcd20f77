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

/** As little as it can be: a fleet that comes back is thousands of them, and they are written 50 at a time. */
interface Change {
  readonly deviceId: string;
  readonly presence: Presence;
  readonly flaps: number;
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
    const changes = await this.look(now);
    for (let at = 0; at < changes.length; at += AT_ONCE) await this.keepAll(changes.slice(at, at + AT_ONCE), now);
  }

  @OnEveryMinute('telemetry.lines')
  async sweep(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.repository.sweepLines(tx));
  }

  /** Of what is read nothing is kept but what has changed. */
  private async look(now: Date): Promise<Change[]> {
    const watched = await this.unitOfWork.read((tx) => this.repository.watched(tx, now));
    const ids = new Set(watched.map(({ deviceId }) => deviceId));
    for (const id of this.differs.keys()) if (!ids.has(id)) this.differs.delete(id);
    return watched.flatMap((one) => this.changeOf(one, now) ?? []);
  }

  private async keepAll(changes: readonly Change[], now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const change of changes) await this.keep(tx, change, now);
    });
    for (const { deviceId } of changes) this.differs.delete(deviceId);
  }

  private changeOf({ deviceId, evidence, known }: Watched, now: Date): Change | undefined {
    const presence = this.leases.has(deviceId) ? presenceOf(evidence, now) : undefined;
    if (!presence || presence.online === (known?.online ?? false)) return void this.differs.delete(deviceId);
    const since = this.differs.get(deviceId) ?? now;
    this.differs.set(deviceId, since);
    if (now.getTime() - since.getTime() < holdMs(known)) return undefined;
    return { deviceId, presence, flaps: flapsAfter(known, now) };
  }

  private async keep(tx: Tx, { deviceId, presence, flaps }: Change, now: Date): Promise<void> {
    if (!(await this.repository.change(tx, deviceId, presence, flaps, now))) return;
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
