import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { BenchDatabase } from '../support/bench-database.js';
import { freePort } from '../support/free-port.js';
import { Service } from '../support/service.js';
import type { BenchDevice } from './fleet/bench-fleet.js';
import { Blaster, type BlasterLine, ownLines } from './fleet/blaster.js';
import { BareSubscriber } from './references/bare-subscriber.js';
import { type BrokerLogIn, Mosquitto } from './references/mosquitto.js';

/** Messages of a line on their way at a time: 40 lines have 2,000. */
const WINDOW = 50;
const LINES = 40;
const POLL_MS = 10;
const STORED_WITHIN_MS = 120_000;
/** Devices' clocks of one burst lie within it. */
export const BURST_MS = 60_000;

export interface Measured {
  readonly perSecond: number;
  readonly acknowledged: number;
  /** Acknowledged and not stored. */
  readonly lost: number;
  /** Share of one core that the generator took. */
  readonly generatorShare: number;
}

/** One way of messages into a store, measured over a burst whose devices' clocks begin at `clockMs`. */
export interface Side {
  measure(messages: number, clockMs: number): Promise<Measured>;
  stop(): Promise<void>;
}

/** The service with its embedded broker: from the first message to the last acknowledgement, which comes after the commit. */
export class EmbeddedSide implements Side {
  private constructor(
    readonly databaseUrl: string,
    readonly service: Service,
    private readonly blaster: Blaster,
  ) {}

  /** @param fill what the database is to hold before */
  static async start(
    database: BenchDatabase,
    name: string,
    fleet: readonly BenchDevice[],
    fill: (databaseUrl: string) => Promise<void> = async () => undefined,
  ): Promise<EmbeddedSide> {
    const databaseUrl = await database.copy(name);
    await fill(databaseUrl);
    const port = await freePort();
    const env = { DATABASE_URL: databaseUrl, SKYDOCKET_MQTT_PORT: String(port) };
    const service = await Service.start(database.dataDir, env);
    const blaster = new Blaster();
    await blaster.open(ownLines(port, fleet.slice(0, LINES)));
    return new EmbeddedSide(databaseUrl, service, blaster);
  }

  async measure(messages: number, clockMs: number): Promise<Measured> {
    const { acknowledged, seconds, cpuSeconds } = await this.blaster.burst(messages, WINDOW, clockMs);
    const stored = await storedFrames(this.databaseUrl, clockMs);
    return {
      perSecond: acknowledged / seconds,
      acknowledged,
      lost: acknowledged - stored,
      generatorShare: cpuSeconds / seconds,
    };
  }

  async stop(): Promise<void> {
    await this.blaster.stop();
    await this.service.stop();
  }
}

/** The service behind Mosquitto: from the first message to the last commit. */
export class MosquittoSide implements Side {
  private constructor(
    private readonly mosquitto: Mosquitto,
    private readonly databaseUrl: string,
    private readonly service: Service,
    private readonly blaster: Blaster,
  ) {}

  static async start(database: BenchDatabase, name: string, fleet: readonly BenchDevice[]): Promise<MosquittoSide> {
    const mosquitto = await Mosquitto.start();
    const databaseUrl = await database.copy(name);
    const service = await Service.start(database.dataDir, { DATABASE_URL: databaseUrl, MQTT_URL: mosquitto.url });
    const blaster = new Blaster();
    await blaster.open(brokerLines(mosquitto.logIn, fleet));
    return new MosquittoSide(mosquitto, databaseUrl, service, blaster);
  }

  async measure(messages: number, clockMs: number): Promise<Measured> {
    const before = await this.storedMessages();
    const startedAt = performance.now();
    const sent = this.blaster.burst(messages, WINDOW, clockMs);
    await until(async () => (await this.storedMessages()) - before >= messages);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { acknowledged, cpuSeconds } = await sent;
    const lost = acknowledged - (await storedFrames(this.databaseUrl, clockMs));
    return { perSecond: messages / seconds, acknowledged, lost, generatorShare: cpuSeconds / seconds };
  }

  async stop(): Promise<void> {
    await this.blaster.stop();
    await this.service.stop();
    await this.mosquitto.stop();
  }

  private async storedMessages(): Promise<number> {
    const page = await (await fetch(`${this.service.url}/metrics`)).text();
    return Number(/^skydocket_intake_messages_total\{outcome="stored"\} (\d+)$/m.exec(page)?.[1] ?? 0);
  }
}

/** A program that only counts, behind a Mosquitto of its own. */
export class SubscriberSide implements Side {
  private constructor(
    private readonly mosquitto: Mosquitto,
    private readonly subscriber: BareSubscriber,
    private readonly blaster: Blaster,
  ) {}

  static async start(fleet: readonly BenchDevice[]): Promise<SubscriberSide> {
    const mosquitto = await Mosquitto.start();
    const subscriber = new BareSubscriber();
    await subscriber.subscribe(mosquitto.logIn);
    const blaster = new Blaster();
    await blaster.open(brokerLines(mosquitto.logIn, fleet));
    return new SubscriberSide(mosquitto, subscriber, blaster);
  }

  async measure(messages: number, clockMs: number): Promise<Measured> {
    const counted = this.subscriber.count(messages);
    const startedAt = performance.now();
    const sent = this.blaster.burst(messages, WINDOW, clockMs);
    await counted;
    const seconds = (performance.now() - startedAt) / 1_000;
    const { acknowledged, cpuSeconds } = await sent;
    return { perSecond: messages / seconds, acknowledged, lost: 0, generatorShare: cpuSeconds / seconds };
  }

  async stop(): Promise<void> {
    await this.blaster.stop();
    await this.subscriber.stop();
    await this.mosquitto.stop();
  }
}

/** Lines to an external broker, each with its part of the fleet. */
export function brokerLines(logIn: BrokerLogIn, fleet: readonly BenchDevice[]): BlasterLine[] {
  return fleet.slice(0, LINES).map((device) => ({ ...logIn, clientId: device.assetCode, devices: [device] }));
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + STORED_WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('what was sent was not stored in time');
    await pause(POLL_MS);
  }
}

async function storedFrames(databaseUrl: string, clockMs: number): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ stored: number }>(
      `SELECT count(*)::integer AS stored FROM telemetry_sample WHERE at >= $1 AND at < $2`,
      [new Date(clockMs), new Date(clockMs + BURST_MS)],
    );
    return rows[0]?.stored ?? 0;
  } finally {
    await client.end();
  }
}
