import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { generate, type IPublishPacket, type Packet, parser, type Parser } from 'mqtt-packet';
import type { Clock } from '../clock/index.js';
import type { Logger } from '../logging/index.js';
import {
  type Broker,
  type BrokerMessage,
  type BrokerPolicy,
  INTAKE_CLIENT_ID,
  INTAKE_TOPICS,
  type Intake,
  type PublishOptions,
} from './broker.js';

/** As told to the broker; we ask for a sign of life twice in it. */
const KEEPALIVE_MS = 40_000;
/** A broker silent for so many keepalives is gone, as it would hold of us (MQTT 3.1.1, 3.1.2.10). */
const SILENCE_KEEPALIVES = 1.5;
const WELCOME_TIMEOUT_MS = 10_000;
const REFUSED_SUBSCRIPTION = 128;
const RECONNECT_MIN_MS = 250;
const RECONNECT_MAX_MS = 10_000;
const PUBLISH_TIMEOUT_MS = 10_000;
/** Above this many messages without commit the socket is paused: TCP tells the broker to wait. */
const PAUSE_AT = 2_000;
const RESUME_AT = 1_000;
/** Type and remaining length of a PUBACK of MQTT 3.1.1; the message id follows. */
const PUBACK_HEAD = 0x40_02;
const PUBACK_BYTES = 4;

export interface ExternalBrokerOptions {
  /** `mqtt://user:password@host:port` or `mqtts://…`; `?clientId=` names the durable session. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whole seconds, in milliseconds. */
  readonly keepaliveMs?: number;
  /** How long the broker may be silent between the dial and the granted subscription. */
  readonly welcomeTimeoutMs?: number;
}

interface Waiting {
  readonly done: () => void;
  readonly fail: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Subscriber of an external broker on the bare packet codec, because a message must be acknowledged when
 * its commit has happened, many at a time and in any order. The session is durable: what arrives while
 * we are away waits at the broker.
 */
export class ExternalBroker implements Broker {
  readonly address: string;
  private readonly url: URL;
  private socket: Socket | undefined;
  private intake: Intake | undefined;
  private ready = false;
  private closed = false;
  private outstanding = 0;
  /** Message ids whose messages are durable, until they are sent together. */
  private readonly acknowledged: number[] = [];
  private messageId = 0;
  private backoffMs = RECONNECT_MIN_MS;
  private keepalive: NodeJS.Timeout | undefined;
  private welcome: NodeJS.Timeout | undefined;
  private readonly keepaliveMs: number;
  private heardAt = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly options: ExternalBrokerOptions) {
    this.url = new URL(options.url);
    this.keepaliveMs = options.keepaliveMs ?? KEEPALIVE_MS;
    this.address = `${this.url.protocol}//${this.url.host}`;
  }

  async open(_policy: BrokerPolicy, intake: Intake): Promise<void> {
    this.intake = intake;
    this.connect();
  }

  async publish(topic: string, payload: Buffer | string, { qos = 1 }: PublishOptions = {}): Promise<void> {
    if (!this.ready) throw new Error('the broker is away');
    const packet = { cmd: 'publish', topic, payload, dup: false, retain: false } as const;
    if (qos === 0) {
      this.send({ ...packet, qos: 0 });
      return;
    }
    const messageId = this.nextMessageId();
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(
        () => this.settle(messageId, new Error('the broker did not acknowledge')),
        PUBLISH_TIMEOUT_MS,
      );
      this.waiting.set(messageId, { done, fail, timer });
      this.send({ ...packet, qos: 1, messageId });
    });
  }

  /** Connections end at the external broker itself, with their log-in. */
  disconnect(): void {
    this.options.logger.debug('devices of an external broker are disconnected there');
  }

  isOpen(): boolean {
    return this.ready;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stopTimers();
    if (this.ready) this.send({ cmd: 'disconnect' });
    this.socket?.destroy();
  }

  private connect(): void {
    const { protocol, hostname, port } = this.url;
    const socket =
      protocol === 'mqtts:'
        ? connectTls({ host: hostname, port: Number(port || 8883), servername: hostname })
        : connectTcp({ host: hostname, port: Number(port || 1883) });
    this.socket = socket;
    this.heardAt = performance.now();
    this.awaitWelcome(socket, this.options.welcomeTimeoutMs ?? WELCOME_TIMEOUT_MS);
    const reader = parser({ protocolVersion: 4 });
    reader.on('packet', (packet) => this.take(packet));
    reader.on('error', (error) => socket.destroy(error));
    socket.on('data', (chunk) => this.read(reader, chunk));
    socket.once(protocol === 'mqtts:' ? 'secureConnect' : 'connect', () => this.greet());
    socket.on('error', (error) => this.options.logger.warn({ reason: error.message }, 'external broker'));
    socket.once('close', () => this.lost());
  }

  /** What waited in our session comes before the grant, and may take long: a broker that sends is not given up. */
  private awaitWelcome(socket: Socket, patienceMs: number): void {
    clearTimeout(this.welcome);
    this.welcome = setTimeout(() => {
      const silentMs = socket.isPaused() ? 0 : performance.now() - this.heardAt;
      const welcomeMs = this.options.welcomeTimeoutMs ?? WELCOME_TIMEOUT_MS;
      if (silentMs >= welcomeMs) socket.destroy(new Error('the broker does not answer'));
      else this.awaitWelcome(socket, welcomeMs - silentMs);
    }, patienceMs).unref();
  }

  private read(reader: Parser, chunk: Buffer): void {
    this.heardAt = performance.now();
    reader.parse(chunk);
    if (this.outstanding >= PAUSE_AT) this.socket?.pause();
  }

  private greet(): void {
    this.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: false,
      clientId: this.url.searchParams.get('clientId') ?? INTAKE_CLIENT_ID,
      keepalive: Math.round(this.keepaliveMs / 1_000),
      username: decodeURIComponent(this.url.username),
      password: Buffer.from(decodeURIComponent(this.url.password)),
    });
  }

  private take(packet: Packet): void {
    if (packet.cmd === 'connack') this.welcomed(packet.returnCode ?? 0);
    else if (packet.cmd === 'suback') this.subscribed(packet.granted);
    else if (packet.cmd === 'puback') this.settle(packet.messageId ?? 0);
    else if (packet.cmd === 'publish') this.accept(packet);
  }

  private welcomed(returnCode: number): void {
    if (returnCode !== 0) {
      this.socket?.destroy(
        new Error(`the broker refused us (code ${returnCode}); look at user and password in MQTT_URL`),
      );
      return;
    }
    this.send({
      cmd: 'subscribe',
      messageId: this.nextMessageId(),
      subscriptions: INTAKE_TOPICS.map((topic) => ({ topic, qos: 1 as const })),
    });
    clearInterval(this.keepalive);
    this.keepalive = setInterval(() => this.keepAlive(), this.keepaliveMs / 2).unref();
  }

  private subscribed(granted: readonly unknown[]): void {
    if (granted.includes(REFUSED_SUBSCRIPTION)) {
      this.socket?.destroy(new Error('the broker refused a subscription; look at its access rules'));
      return;
    }
    clearTimeout(this.welcome);
    this.ready = true;
    this.backoffMs = RECONNECT_MIN_MS;
  }

  private keepAlive(): void {
    const now = performance.now();
    // While the socket is paused we do not listen.
    if (this.socket?.isPaused()) this.heardAt = now;
    if (now - this.heardAt > SILENCE_KEEPALIVES * this.keepaliveMs)
      this.socket?.destroy(new Error('the broker fell silent'));
    else this.send({ cmd: 'pingreq' });
  }

  private stopTimers(): void {
    clearInterval(this.keepalive);
    clearTimeout(this.welcome);
  }

  private accept(packet: IPublishPacket): void {
    const { socket, intake } = this;
    if (!intake) return;
    this.outstanding += 1;
    intake.accept(this.messageOf(packet), 'own').then(
      () => {
        if (packet.qos === 1 && socket === this.socket) this.acknowledge(packet.messageId ?? 0);
        this.settled();
      },
      (error: unknown) => {
        // Not durable: the connection is dropped, and the broker sends everything unacknowledged again.
        socket?.destroy(error instanceof Error ? error : new Error(String(error)));
        this.settled();
      },
    );
  }

  private messageOf({ topic, payload }: IPublishPacket): BrokerMessage {
    return {
      topic,
      payload: Buffer.isBuffer(payload) ? payload : Buffer.from(payload),
      receivedAt: this.options.clock.now(),
      clientId: this.address,
      principal: undefined,
    };
  }

  private settled(): void {
    this.outstanding -= 1;
    if (this.outstanding <= RESUME_AT) this.socket?.resume();
  }

  /** What one commit made durable is acknowledged in one write. */
  private acknowledge(messageId: number): void {
    if (this.acknowledged.push(messageId) === 1) queueMicrotask(() => this.sendAcknowledgements());
  }

  private sendAcknowledgements(): void {
    const messageIds = this.acknowledged.splice(0);
    if (!this.socket?.writable) return;
    const packets = Buffer.alloc(messageIds.length * PUBACK_BYTES);
    for (const [index, messageId] of messageIds.entries()) {
      packets.writeUInt16BE(PUBACK_HEAD, index * PUBACK_BYTES);
      packets.writeUInt16BE(messageId, index * PUBACK_BYTES + 2);
    }
    this.socket.write(packets);
  }

  private lost(): void {
    this.ready = false;
    this.acknowledged.length = 0;
    this.stopTimers();
    for (const messageId of this.waiting.keys()) this.settle(messageId, new Error('the broker went away'));
    if (this.closed) return;
    setTimeout(() => !this.closed && this.connect(), this.backoffMs * (0.5 + Math.random())).unref();
    this.backoffMs = Math.min(this.backoffMs * 2, RECONNECT_MAX_MS);
  }

  private settle(messageId: number, error?: Error): void {
    const waiting = this.waiting.get(messageId);
    if (!waiting) return;
    this.waiting.delete(messageId);
    clearTimeout(waiting.timer);
    if (error) waiting.fail(error);
    else waiting.done();
  }

  private nextMessageId(): number {
    this.messageId = (this.messageId % 65_535) + 1;
    return this.messageId;
  }

  private send(packet: Packet): void {
    if (this.socket?.writable) this.socket.write(generate(packet));
  }
}
