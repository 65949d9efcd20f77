import type { Socket } from 'node:net';
import { type AuthenticateError, type Client, type PublishPacket } from 'aedes';
import type { Clock } from '../clock/index.js';
import type { Logger } from '../logging/index.js';
import {
  type Broker,
  type BrokerMessage,
  type BrokerPolicy,
  type Intake,
  type LineRefusal,
  MAX_PACKET_BYTES,
  type Principal,
  type PublishOptions,
  type PublishRule,
} from './broker.js';
import { limitBeforeConnect } from './before-connect.js';
import { BrokerDoors, type DoorOptions } from './broker.doors.js';
import { ConnectRate } from './connect-rate.rules.js';
import { IntakeOnlyAedes } from './intake-only.aedes.js';
import { type GateLimits, ReadingGate } from './reading-gate.js';

const BAD_CREDENTIALS = 4;
const UNAVAILABLE = 3;
/** A device that falls out again and again is told to wait; nobody else notices. */
const NAME_RATE = { burst: 30, perSecond: 2 };
const CONNECT_TIMEOUT_MS = 10_000;
/** The most that the library allows; what lies below is for the policy to judge. */
const MAX_TOPIC_LEVELS = 100;
/** A gateway hears some ten topics for itself and its aircraft; what it was allowed is remembered as long as we run. */
const MOST_TOPICS_HEARD = 200;
/** Of all lines together, read and not yet durable: half of what the intake lets wait. */
const MOST_WAITING: GateLimits = { messages: 10_000, bytes: 32 * 1024 * 1024 };

export interface EmbeddedBrokerOptions extends DoorOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Until a connection has said who it is; shorter in tests. */
  readonly connectTimeoutMs?: number;
  /** Of all lines together, read and not yet durable; smaller in tests. */
  readonly mostWaiting?: GateLimits;
}

/**
 * aedes inside this process. A QoS 1 publish is acknowledged when `authorizePublish` calls back, and
 * that waits for the intake's commit: PUBACK means stored. Devices receive only what we publish.
 */
export class EmbeddedBroker implements Broker {
  private aedes: IntakeOnlyAedes | undefined;
  private doors: BrokerDoors | undefined;
  private readonly nameRate = new ConnectRate(NAME_RATE);
  private readonly gate: ReadingGate;
  /** Lift the limit of what may come before the connection is let in. */
  private readonly letIn = new WeakMap<Client, () => void>();
  private readonly principals = new WeakMap<Client, Principal>();
  private readonly clientsOf = new Map<string, Set<Client>>();
  /** Owners of client ids, kept as long as a session of theirs: its queue is for nobody else. */
  private readonly usernameOfClientId = new Map<string, string>();
  /** For each log-in under way, whose connections were ended meanwhile: its secret may be one of theirs. */
  private readonly loggingIn = new Set<Set<string>>();
  /** Topics by principal that it was allowed to hear; policies allow no wildcards. */
  private readonly allowedTopics = new Map<string, Set<string>>();

  constructor(private readonly options: EmbeddedBrokerOptions) {
    this.gate = new ReadingGate(options.mostWaiting ?? MOST_WAITING);
  }

  async open(policy: BrokerPolicy, intake: Intake): Promise<void> {
    const aedes = new IntakeOnlyAedes({
      connectTimeout: this.options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      maxTopicLevels: MAX_TOPIC_LEVELS,
      maximumPacketSize: MAX_PACKET_BYTES,
      authenticate: (client, username, password, done) => {
        this.authenticate(policy, client, username, password)
          .then((outcome) => (outcome === 'in' ? done(null, true) : done(refusal(outcome), null)))
          .catch((error: unknown) =>
            this.fail(error, (failure) => done(Object.assign(failure, { returnCode: 3 }), null)),
          );
      },
      authorizePublish: (client, packet, done) => {
        if (!client) return done(null);
        const bytes = packet.payload.length;
        this.gate.take(bytes);
        this.accept(policy, intake, client, packet).then(
          () => {
            this.gate.settle(bytes);
            done(null);
          },
          (error: unknown) => {
            this.gate.settle(bytes);
            // Before the answer: to MQTT 5 it would be an acknowledgement with a reason code, after which nothing is sent again.
            client.conn.destroy();
            this.fail(error, done);
          },
        );
      },
      authorizeSubscribe: (client, subscription, done) => {
        this.maySubscribe(policy, client, subscription.topic)
          .then((allowed) => done(null, allowed ? subscription : null))
          .catch((error: unknown) => this.fail(error, done));
      },
      // What waited in a session is sent whoever resumes it, and without asking for a subscription.
      authorizeForward: (client, packet) => (this.mayHear(client, packet.topic) ? packet : null),
    });
    this.aedes = aedes;
    await aedes.listen();
    this.follow(policy);
    this.doors = new BrokerDoors(
      this.options,
      (socket) => this.serve(policy, socket),
      (reason) => policy.refused(reason),
    );
    await this.doors.open();
  }

  async publish(topic: string, payload: Buffer | string, { qos = 1 }: PublishOptions = {}): Promise<void> {
    const { aedes } = this;
    if (!aedes) throw new Error('the broker is not open');
    const packet: PublishPacket = { cmd: 'publish', topic, payload, qos, dup: false, retain: false };
    await new Promise<void>((done, fail) => aedes.publish(packet, (error) => (error ? fail(error) : done())));
  }

  disconnect(principalId: string): void {
    for (const ended of this.loggingIn) ended.add(principalId);
    for (const client of this.clientsOf.get(principalId) ?? []) client.close();
  }

  isOpen(): boolean {
    return this.doors?.isOpen ?? false;
  }

  get address(): string {
    return `mqtt://${this.options.host}:${this.doors?.port ?? this.options.port}`;
  }

  /** Where devices connect with TLS; undefined without a certificate. */
  get tlsAddress(): string | undefined {
    const port = this.doors?.tlsPort;
    return port === undefined ? undefined : `mqtts://${this.options.host}:${port}`;
  }

  async close(): Promise<void> {
    const { aedes } = this;
    if (aedes) await new Promise<void>((done) => aedes.close(() => done()));
    await this.doors?.close();
  }

  private async authenticate(
    policy: BrokerPolicy,
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
  ): Promise<LogInOutcome> {
    if (!username || !password) return 'refused';
    if (!this.mayUseClientId(client, username)) return 'refused';
    const principal = await this.lookUp(policy, username, password);
    // Asked again: another may have taken the client id meanwhile, or this one may have left.
    if (!principal || client.closed || !this.mayUseClientId(client, username)) return 'refused';
    // Only who has the secret is counted, so nobody can keep another out.
    if (this.nameRate.isTooMany(principal.id, performance.now())) {
      policy.refused('name_too_often');
      return 'too often';
    }
    this.principals.set(client, principal);
    this.usernameOfClientId.set(client.id, username);
    const clients = this.clientsOf.get(principal.id) ?? new Set();
    this.clientsOf.set(principal.id, clients.add(client));
    this.letIn.get(client)?.();
    return 'in';
  }

  /** Who that is; undefined also when its connections were ended while it was looked up. */
  private async lookUp(policy: BrokerPolicy, username: string, password: Buffer): Promise<Principal | undefined> {
    const ended = new Set<string>();
    this.loggingIn.add(ended);
    try {
      const principal = await policy.authenticate(username, password.toString('utf8'));
      return principal && !ended.has(principal.id) ? principal : undefined;
    } finally {
      this.loggingIn.delete(ended);
    }
  }

  private mayUseClientId({ id }: Client, username: string): boolean {
    const owner = this.usernameOfClientId.get(id);
    return owner === undefined || owner === username;
  }

  private async maySubscribe(policy: BrokerPolicy, client: Client, topic: string): Promise<boolean> {
    const principal = this.principals.get(client);
    if (!principal || !(await policy.maySubscribe(principal, topic))) return false;
    const topics = this.allowedTopics.get(principal.id) ?? new Set();
    if (topics.size >= MOST_TOPICS_HEARD && !topics.has(topic)) return false;
    this.allowedTopics.set(principal.id, topics.add(topic));
    return true;
  }

  private mayHear(client: Client, topic: string): boolean {
    const principal = this.principals.get(client);
    return principal !== undefined && (this.allowedTopics.get(principal.id)?.has(topic) ?? false);
  }

  /** One promise a message where the rule is known at once: this runs thousands of times a second. */
  private accept(policy: BrokerPolicy, intake: Intake, client: Client, packet: PublishPacket): Promise<void> {
    const principal = this.principals.get(client);
    if (!principal) return Promise.reject(new Error('publish before authentication'));
    const handOver = (rule: PublishRule): Promise<void> =>
      rule === 'closed'
        ? Promise.reject(new LineClosed())
        : intake.accept(this.messageOf(client, principal, packet), rule);
    const rule = policy.mayPublish(principal, packet.topic);
    return rule instanceof Promise ? rule.then(handOver) : handOver(rule);
  }

  private messageOf(client: Client, principal: Principal, packet: PublishPacket): BrokerMessage {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const receivedAt = this.options.clock.now();
    return { topic: packet.topic, payload, receivedAt, clientId: client.id, principal };
  }

  private follow(policy: BrokerPolicy): void {
    this.aedes?.on('clientReady', (client) => {
      const principal = this.principals.get(client);
      if (principal) policy.connected(principal, client.id);
    });
    this.aedes?.on('clientDisconnect', (client) => {
      const principal = this.principals.get(client);
      if (!principal) return;
      const clients = this.clientsOf.get(principal.id);
      clients?.delete(client);
      // A clean client leaves no session behind.
      if (client.clean && ![...(clients ?? [])].some((other) => other.id === client.id))
        this.usernameOfClientId.delete(client.id);
      if (clients?.size) return;
      this.clientsOf.delete(principal.id);
      policy.disconnected(principal);
    });
    for (const event of ['clientError', 'connectionError'] as const) {
      this.aedes?.on(event, (client, error) => {
        const reason = refusalIn(error.message);
        if (reason) policy.refused(reason);
        this.options.logger.info({ clientId: client.id, reason: error.message }, 'broker connection');
      });
    }
  }

  private serve(policy: BrokerPolicy, socket: Socket): void {
    const letIn = limitBeforeConnect(socket, () => policy.refused('too_much_before_connect'));
    const client = this.aedes?.handle(socket);
    if (!client) return;
    this.letIn.set(client, () => {
      letIn();
      this.gate.guard(socket);
    });
  }

  /** Without durable storage there is no acknowledgement: the connection ends and the device sends again. */
  private fail(error: unknown, done: (error: Error) => void): void {
    if (!(error instanceof LineClosed)) this.options.logger.error({ err: error }, 'broker hook');
    done(error instanceof Error ? error : new Error(String(error)));
  }
}

/** The policy wants the connection ended. */
class LineClosed extends Error {
  override readonly name = 'LineClosed';
  constructor() {
    super('ended by the policy');
  }
}

type LogInOutcome = 'in' | 'refused' | 'too often';

function refusal(outcome: Exclude<LogInOutcome, 'in'>): AuthenticateError {
  return outcome === 'refused'
    ? Object.assign(new Error('bad user name or password'), { returnCode: BAD_CREDENTIALS })
    : Object.assign(new Error('connects too often'), { returnCode: UNAVAILABLE });
}

/** What ended a connection, by the words of aedes and of the packet parser; undefined for an end of the line. */
function refusalIn(message: string): LineRefusal | undefined {
  if (message === 'connect did not arrive in time') return 'no_connect_in_time';
  if (message === 'packet too large') return 'packet_too_large';
  if (/ not allowed in |too many levels/.test(message)) return 'topic_not_allowed';
  return /invalid|malformed|header|cannot|protocol|not supported/i.test(message) ? 'not_mqtt' : undefined;
}
