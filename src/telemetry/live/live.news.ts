import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  idsFrom,
  LOGGER,
  type Logger,
  OnEveryMinute,
  SYSTEM,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { type DeviceNews, NewsRepository } from '../news/news.repository.js';
import { LiveFrames } from './live.frames.js';

const EVERY_MS = 500;
/** News are committed within this of their time; what was sent already is not sent again. */
const COMMIT_MARGIN_MS = 5_000;
/** Of one reading; what is more is read on. */
const MOST_AT_ONCE = 2_000;

/**
 * Tells those who look at the live map what happened to the devices they may see, from the store, so that it does not
 * matter which instance found it. Nothing of it is left out for a slow viewer: what waits for one is bounded, and where it
 * was more, the viewer is told to ask for the list.
 */
@Injectable()
export class LiveNews {
  private timer: NodeJS.Timeout | undefined;
  private telling = false;
  private lookedAt: Date | undefined;
  private readonly sent = new Map<string, number>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: NewsRepository,
    private readonly frames: LiveFrames,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.tick(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  @OnEveryMinute('telemetry.news')
  async sweep(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.repository.sweep(tx));
  }

  private tick(): void {
    if (this.telling) return;
    this.telling = true;
    this.tell()
      .catch((error: unknown) => this.logger.error({ err: error }, 'news for the live map'))
      .finally(() => (this.telling = false));
  }

  /** What happened before somebody began to look is not news to them. */
  private async tell(): Promise<void> {
    const viewers = [...this.frames.all()];
    const now = this.clock.now();
    for (const viewer of viewers) viewer.sendNews();
    if (viewers.length === 0) return void (this.lookedAt = undefined);
    const since = this.lookedAt ?? now;
    const found = await this.unitOfWork.read((tx) => this.since(tx, new Date(since.getTime() - COMMIT_MARGIN_MS)));
    const fresh = found.filter(({ id }) => !this.sent.has(id));
    for (const { id } of found) this.sent.set(id, now.getTime());
    for (const [id, at] of this.sent) if (now.getTime() - at > 4 * COMMIT_MARGIN_MS) this.sent.delete(id);
    if (this.lookedAt !== undefined) for (const viewer of viewers) viewer.takeNews(fresh.map(toNews));
    this.lookedAt = now;
  }

  private async since(tx: Tx, at: Date): Promise<DeviceNews[]> {
    const found: DeviceNews[] = [];
    for (let after: string | undefined = idsFrom(at); after !== undefined;) {
      const page: DeviceNews[] = await this.repository.after(tx, after, MOST_AT_ONCE);
      found.push(...page);
      after = page.length < MOST_AT_ONCE ? undefined : page.at(-1)?.id;
    }
    return found;
  }
}

/** `news {id, type, deviceId, at, …}` as it goes over the socket. */
export interface LiveNewsItem extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly deviceId: string;
  readonly type: string;
}

function toNews({ id, deviceId, type, payload, at }: DeviceNews): LiveNewsItem {
  return { ...payload, id, deviceId, type, recordedAt: at.toISOString() };
}
