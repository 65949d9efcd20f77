import { Inject, Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import { BROKER, type Broker } from '../broker/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { UnitOfWork } from '../database/index.js';
import { type BlobStore, ORIGINALS } from '../storage/index.js';
import { clockOffset } from './clock-offset.js';

export interface Check {
  readonly name: string;
  /** `unknown` where nothing is configured to ask. Only `away` makes the service not ready. */
  readonly state: 'ok' | 'away' | 'unknown';
  readonly detail: string;
}

const CHECK_TIMEOUT_MS = 3_000;
/** Anyone may ask; the services behind are asked at most this often. */
const ANSWER_KEPT_MS = 1_000;
/** Beyond this the order of observations from several devices can no longer be trusted. */
const OFFSET_LIMIT_MS = 1_000;

/** Asks every service this process depends on. No fallback hides one that is away. */
@Injectable()
export class Readiness {
  private readonly others: (() => Promise<Check>)[] = [];
  private latest: { readonly askedAt: number; readonly checks: Promise<Check[]> } | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(BROKER) private readonly broker: Broker,
    @Inject(ORIGINALS) private readonly originals: BlobStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What a feature depends on beyond the services of the platform. It answers in time and does not throw. */
  include(check: () => Promise<Check>): void {
    this.others.push(check);
  }

  /** Not older than a second; all who ask meanwhile share one round of questions. */
  checks(): Promise<Check[]> {
    const now = performance.now();
    if (!this.latest || now - this.latest.askedAt >= ANSWER_KEPT_MS) this.latest = { askedAt: now, checks: this.ask() };
    return this.latest.checks;
  }

  private async ask(): Promise<Check[]> {
    const checks = [
      this.check('database', this.config.DATABASE_URL ? 'external' : 'embedded', () =>
        this.unitOfWork.read((tx) => tx.query('SELECT 1')),
      ),
      this.check('broker', this.config.MQTT_URL ? 'external' : 'embedded', async () => {
        if (!this.broker.isOpen()) throw new Error('not connected');
      }),
      this.check('originals', this.config.S3_URL ? 'S3' : 'folder', () => this.originals.probe()),
      this.clock(),
      ...this.others.map((check) => check()),
    ];
    const { REDIS_URL } = this.config;
    if (REDIS_URL) checks.push(this.check('redis', 'external', () => pingRedis(REDIS_URL)));
    return Promise.all(checks);
  }

  private async check(name: string, kind: string, ask: () => Promise<unknown>): Promise<Check> {
    try {
      await within(CHECK_TIMEOUT_MS, ask());
      return { name, state: 'ok', detail: kind };
    } catch (error) {
      return { name, state: 'away', detail: `${kind}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  private async clock(): Promise<Check> {
    const server = this.config.SKYDOCKET_NTP_SERVER;
    if (!server) return { name: 'clock', state: 'unknown', detail: 'no NTP server configured; offset unknown' };
    try {
      const offsetMs = await within(CHECK_TIMEOUT_MS, clockOffset(server));
      const beyond = Math.abs(offsetMs) > OFFSET_LIMIT_MS ? `, beyond the limit of ${OFFSET_LIMIT_MS} ms` : '';
      return { name: 'clock', state: 'ok', detail: `offset ${Math.round(offsetMs)} ms against ${server}${beyond}` };
    } catch (error) {
      return {
        name: 'clock',
        state: 'unknown',
        detail: `${server}: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }
}

async function pingRedis(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
