import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { BrokerMessage, Intake, PublishRule } from '../../platform/index.js';
import type { ServiceReply } from '../dialects/device-events.js';
import type { DialectResult, Reply, TopologyChange } from '../dialects/dialect.js';
import { readMessage } from '../dialects/dialects.js';
import type { QuarantineCode } from '../quarantine/quarantine.codes.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { DeviceLine } from './device.line.js';
import { DeviceTalk } from './device.talk.js';
import { IntakeMetrics } from './intake.metrics.js';
import type { Origin } from './intake.rows.js';
import { IntakeSorter } from './intake.sorter.js';
import { IntakeWriter } from './intake.writer.js';

/**
 * Every message of every device comes through here. `accept` resolves when the message is durable, as frames or in
 * quarantine, and only then it is acknowledged; replies leave after that.
 */
@Injectable()
export class IntakeService implements Intake, OnApplicationBootstrap {
  private closing = false;

  constructor(
    private readonly line: DeviceLine,
    private readonly sorter: IntakeSorter,
    private readonly talk: DeviceTalk,
    private readonly writer: IntakeWriter,
    private readonly metrics: IntakeMetrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.line.open(this);
  }

  /** What is waiting is written before the connections to the database end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.writer.close();
  }

  /** Rejects with INTAKE_OVERLOADED, or what the database said: the message is not durable and must not be acknowledged. */
  accept(message: BrokerMessage, rule: Exclude<PublishRule, 'closed'>): Promise<void> {
    if (this.closing) return Promise.reject(TelemetryErrors.INTAKE_OVERLOADED());
    try {
      return this.take(message, rule);
    } catch (error) {
      // Thrown, it would pass by whoever waits for the promise, and end the process.
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private take(message: BrokerMessage, rule: Exclude<PublishRule, 'closed'>): Promise<void> {
    const origin = originOf(message);
    if (rule === 'foreign') return this.refuse(origin, 'TOPIC_NOT_OWNED', 'the topic belongs to another device');
    const result = readMessage(message.topic, message.payload, message.receivedAt);
    if (result.kind === 'ignored') return this.ignore();
    if (rule === 'unknown' && result.kind !== 'rejected')
      return this.refuse(origin, 'DEVICE_UNKNOWN', 'nobody has registered the name in the topic');
    if (result.kind === 'topology') return this.keepTopology(origin, result.topology, result.reply);
    if (result.kind === 'request') return this.answer(origin, result);
    if (result.kind === 'event') return this.keepEvent(origin, result);
    if (result.kind === 'service_reply') return this.takeReply(origin, result.reply);
    if (result.kind === 'rejected') return this.keepRejected(origin, result);
    return this.keepFrames(origin, result);
  }

  /** What nearly all messages are: no promise beside the one of the whole batch where the devices are remembered. */
  private keepFrames(
    origin: Origin,
    result: Extract<DialectResult, { kind: 'samples' | 'status' | 'reading' }>,
  ): Promise<void> {
    const item = this.sorter.sort(origin, result);
    const kept = item instanceof Promise ? item.then((sorted) => this.writer.keep(sorted)) : this.writer.keep(item);
    const reply = result.kind === 'samples' ? result.reply : null;
    return reply ? kept.then(() => this.line.answer(reply)) : kept;
  }

  private async keepRejected(
    origin: Origin,
    { code, detail }: Extract<DialectResult, { kind: 'rejected' }>,
  ): Promise<void> {
    await this.talk.contacts.refused(origin, code, detail);
    await this.refuse(origin, code, detail);
  }

  private refuse(origin: Origin, code: QuarantineCode, detail: string): Promise<void> {
    return this.writer.keep(this.sorter.refuse(origin, code, detail));
  }

  private async ignore(): Promise<void> {
    this.metrics.count('ignored');
  }

  private async keepTopology(origin: Origin, change: TopologyChange, reply: Reply): Promise<void> {
    const refusal = await this.talk.topology.keep(change);
    // Unanswered, the aircraft sends nothing: what nobody registered does not start to report.
    if (refusal) {
      await this.talk.contacts.refused(origin, refusal.code, refusal.detail);
      return this.refuse(origin, refusal.code, refusal.detail);
    }
    this.metrics.count('topology');
    this.line.answer(reply);
    await this.talk.contacts.topologyAnswered(change.gateway.serial);
  }

  /** Unanswered, a device tells again; of a device nobody knows it has to be told again. */
  private async keepEvent(origin: Origin, result: Extract<DialectResult, { kind: 'event' }>): Promise<void> {
    const outcome = await this.talk.events.keep(result.event, origin.raw);
    await this.writer.keep(await this.sorter.sort(origin, result));
    const reply = outcome === 'kept' ? result.reply : result.refusal;
    if (outcome !== 'unknown' && reply) this.line.answer(reply);
  }

  private async takeReply(origin: Origin, reply: ServiceReply): Promise<void> {
    const refusal = await this.talk.replies.take(reply);
    if (refusal) return this.refuse(origin, refusal, 'no call of a known device is waiting for it');
    this.metrics.count('service_reply');
  }

  private async answer(
    origin: Origin,
    { request, replyWith }: Extract<DialectResult, { kind: 'request' }>,
  ): Promise<void> {
    const outcome = await this.talk.requests.answer(request);
    if (outcome.kind === 'unknown_gateway')
      return this.refuse(origin, 'DEVICE_UNKNOWN', 'the gateway is not registered');
    this.metrics.count(outcome.kind);
    if (outcome.kind === 'answered') this.line.answer(replyWith(outcome.data));
  }
}

function originOf({ topic, payload, receivedAt, clientId, principal }: BrokerMessage): Origin {
  return { topic, raw: payload, receivedAt, clientId, username: principal?.username ?? null };
}
