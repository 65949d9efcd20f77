import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type {
  BrokerMessage,
  BrokerPolicy,
  Intake,
  LineRefusal,
  Principal,
  PublishRule,
} from '../../src/platform/index.js';

export type MqttVersion = 4 | 5;

export interface LogIn {
  readonly username: string;
  readonly password: string;
}

export const logInOf = (username: string): LogIn => ({ username, password: `secret of ${username}` });
export const topicOf = (username: string, kind = 'telemetry'): string => `skydocket/v1/${username}/${kind}`;

/** Knows every device by the password of `logInOf`; a device's own topics are those of `topicOf`. */
export class PolicyDouble implements BrokerPolicy {
  readonly present = new Set<string>();
  readonly refusals: LineRefusal[] = [];

  async authenticate(username: string, password: string): Promise<Principal | undefined> {
    return password === logInOf(username).password ? { kind: 'device', id: `id of ${username}`, username } : undefined;
  }

  async mayPublish({ username }: Principal, topic: string): Promise<PublishRule> {
    if (topic.startsWith('closed/')) return 'closed';
    return topic.startsWith(topicOf(username, '')) ? 'own' : 'foreign';
  }

  async maySubscribe({ username }: Principal, topic: string): Promise<boolean> {
    return topic === topicOf(username, 'orders');
  }

  connected({ username }: Principal): void {
    this.present.add(username);
  }

  disconnected({ username }: Principal): void {
    this.present.delete(username);
  }

  refused(reason: LineRefusal): void {
    this.refusals.push(reason);
  }
}

/** Keeps what came; accepts at once unless it is told to hold or to fail. */
export class IntakeDouble implements Intake {
  readonly messages: (BrokerMessage & { readonly rule: PublishRule })[] = [];
  /** Messages taken and not yet answered, and the most there ever were. */
  open = 0;
  mostOpen = 0;
  private held: Promise<void> = Promise.resolve();
  private failures = 0;

  async accept(message: BrokerMessage, rule: PublishRule): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the database is away');
    }
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    this.messages.push({ ...message, rule });
    await this.held;
    this.open -= 1;
  }

  failNext(times: number): void {
    this.failures = times;
  }

  /** From now on nothing is durable, until the returned function is called. */
  hold(): () => void {
    let release: () => void = () => undefined;
    this.held = new Promise<void>((done) => (release = done));
    return release;
  }

  of(topic: string): BrokerMessage[] {
    return this.messages.filter((message) => message.topic === topic);
  }

  payloads(topic: string): string[] {
    return this.of(topic).map(({ payload }) => payload.toString());
  }
}

/** Connected devices of one test, ended together. */
export class Devices {
  private readonly clients: MqttClient[] = [];

  constructor(readonly version: MqttVersion) {}

  /** Resolves once the broker welcomes the device; rejects when it does not. `inbox` is filled from the first moment. */
  async connect(url: string, options: IClientOptions, inbox?: string[]): Promise<MqttClient> {
    const client = mqtt.connect(url, {
      protocolVersion: this.version,
      reconnectPeriod: 50,
      connectTimeout: 5_000,
      ...options,
    });
    this.clients.push(client);
    if (inbox) fill(inbox, client);
    const refusal = new Promise<never>((_, fail) => {
      client.on('error', fail);
      client.once('close', () => fail(new Error('the connection was closed')));
    });
    try {
      await Promise.race([happened(client, 'connect'), refusal]);
    } catch (error) {
      client.end(true);
      throw error;
    }
    return client;
  }

  async end(): Promise<void> {
    for (const client of this.clients.splice(0)) await client.endAsync(true);
  }
}

/** Ends a session that outlived its connection, so that nothing queues up for it. */
export async function forgetSession(url: URL, clientId: string): Promise<void> {
  const client = await mqtt.connectAsync(`mqtt://${url.host}`, { clientId, clean: true, ...logInIn(url) });
  await client.endAsync();
}

export function logInIn(url: URL): LogIn {
  return { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
}

/** Resolves at the client's next event of that name. */
export function happened(client: MqttClient, event: 'connect' | 'close'): Promise<void> {
  return new Promise((done) => client.once(event, () => done()));
}

/** What a device receives from now on, as `topic payload`, marked when it was retained. */
export function inboxOf(client: MqttClient): string[] {
  const inbox: string[] = [];
  fill(inbox, client);
  return inbox;
}

function fill(inbox: string[], client: MqttClient): void {
  client.on('message', (topic, payload, { retain }) =>
    inbox.push(`${topic} ${payload.toString()}${retain ? ' (retained)' : ''}`),
  );
}

/** The reason codes by which the broker answers a subscription. */
export async function subscriptionCodes(client: MqttClient, topic: string): Promise<unknown> {
  const answered = new Promise<unknown>((done) =>
    client.on('packetreceive', (packet) => packet.cmd === 'suback' && done(packet.granted)),
  );
  client.subscribe(topic, { qos: 1 }, () => undefined);
  return answered;
}
