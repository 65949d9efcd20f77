import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Broker, BROKER, type BrokerMessage, type Intake, LOGGER, type Logger } from '../../platform/index.js';
import { DeviceBrokerPolicy } from '../devices/broker.policy.js';
import { TopologyService } from '../devices/topology.service.js';
import type { DialectResult, Reply } from '../dialects/dialect.js';
import { readMessage } from '../dialects/dialects.js';
import { LiveBoard } from '../positions/live.board.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { IntakeMetrics } from './intake.metrics.js';
import type { IntakeItem, Origin } from './intake.rows.js';
import { IntakeSorter } from './intake.sorter.js';
import { IntakeStore } from './intake.store.js';
import { MicroBatches, QueueFullError } from './micro-batches.js';

/** As many rows a commit as measured best, and a queue that bounds memory while the database is away. */
const LIMITS = { items: 1_000, waiting: 20_000, waitingBytes: 64 * 1024 * 1024 } as const;

/**
 * Every message of every device comes through here. `accept` resolves when the message is durable, as frames or in
 * quarantine, and only then it is acknowledged; replies leave after that.
 */
@Injectable()
export class IntakeService implements Intake, OnApplicationBootstrap {
  private readonly batches: MicroBatches<IntakeItem>;
  private closing = false;

  constructor(
    @Inject(BROKER) private readonly broker: Broker,
    private readonly policy: DeviceBrokerPolicy,
    private readonly sorter: IntakeSorter,
    private readonly topology: TopologyService,
    private readonly store: IntakeStore,
    private readonly board: LiveBoard,
    private readonly metrics: IntakeMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.batches = new MicroBatches((items) => this.write(items), LIMITS);
    this.metrics.watchQueue(() => this.batches.depth);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.board.load();
    await this.broker.open(this.policy, this);
  }

  /** What is waiting is written before the connections to the database end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    this.store.close();
    await this.batches.drained();
  }

  /** @throws INTAKE_OVERLOADED, or what the database said: the message is not durable and must not be acknowledged */
  async accept(message: BrokerMessage, foreign: boolean): Promise<void> {
    if (this.closing) throw TelemetryErrors.INTAKE_OVERLOADED();
    const origin = originOf(message);
    if (foreign) return this.keep(this.sorter.refuse(origin, 'TOPIC_NOT_OWNED', 'the topic belongs to another device'));
    const result = readMessage(message.topic, message.payload, message.receivedAt);
    if (result.kind === 'ignored') return this.metrics.count('ignored');
    if (result.kind === 'topology') return this.keepTopology(origin, result);
    await this.keep(await this.sorter.sort(origin, result));
    if (result.kind === 'samples' && result.reply) this.answer(result.reply);
  }

  private async keepTopology(origin: Origin, { topology, reply }: Extract<DialectResult, { kind: 'topology' }>) {
    const refusal = await this.topology.keep(topology);
    // Unanswered, the aircraft sends nothing: what nobody registered does not start to report.
    if (refusal) return this.keep(this.sorter.refuse(origin, refusal.code, refusal.detail));
    this.metrics.count('topology');
    this.answer(reply);
  }

  private async keep(item: IntakeItem): Promise<void> {
    try {
      await this.batches.add(item, item.origin.raw.length);
    } catch (error) {
      throw error instanceof QueueFullError ? TelemetryErrors.INTAKE_OVERLOADED({}, error) : error;
    }
  }

  private async write(items: readonly IntakeItem[]): Promise<void> {
    const stored = await this.store.store(items, (rows) => this.board.summarise(rows));
    for (const batch of stored) {
      this.board.advance(batch.latest);
      this.metrics.stored(batch);
    }
  }

  /** A reply that does not leave is asked for again by the device. */
  private answer({ topic, payload }: Reply): void {
    this.broker.publish(topic, payload).catch((error: unknown) => {
      this.logger.warn({ err: error, topic }, 'reply to a device');
    });
  }
}

function originOf({ topic, payload, receivedAt, clientId, principal }: BrokerMessage): Origin {
  return { topic, raw: payload, receivedAt, clientId, username: principal?.username ?? null };
}
