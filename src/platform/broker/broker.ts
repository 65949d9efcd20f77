/** Who speaks on a connection of the broker; the meaning of `id` belongs to the policy. */
export interface Principal {
  readonly kind: 'device' | 'service';
  /** Device id. */
  readonly id: string;
  readonly username: string;
}

/** One message as it came, before anything was believed. */
export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly receivedAt: Date;
  readonly clientId: string;
  /** Undefined behind an external broker, which does not say who published. */
  readonly principal: Principal | undefined;
}

/** On its own topic; on one of a name nobody has registered; on somebody else's; and one foreign message too many. */
export type PublishRule = 'own' | 'unknown' | 'foreign' | 'closed';

/** Why the embedded broker ended or refused a connection by itself. */
export type LineRefusal =
  | 'too_much_before_connect'
  | 'no_connect_in_time'
  | 'tls_failed'
  | 'packet_too_large'
  | 'topic_not_allowed'
  | 'not_mqtt'
  | 'address_too_often'
  | 'name_too_often';

/** What the embedded broker asks about every connection; given by the telemetry feature. */
export interface BrokerPolicy {
  authenticate(username: string, password: string): Promise<Principal | undefined>;
  /** `unknown` and `foreign` are acknowledged and quarantined; `closed` ends the connection (decision 17). */
  mayPublish(principal: Principal, topic: string): PublishRule | Promise<PublishRule>;
  maySubscribe(principal: Principal, topic: string): boolean | Promise<boolean>;
  /** A line stands, after every other reason against it was looked at. */
  connected(principal: Principal, clientId: string): void;
  disconnected(principal: Principal): void;
  /** To be counted. */
  refused(reason: LineRefusal): void;
}

export interface Intake {
  /** Resolves when the message is durable (stored or quarantined); only then it is acknowledged. */
  accept(message: BrokerMessage, rule: Exclude<PublishRule, 'closed'>): Promise<void>;
}

export interface PublishOptions {
  readonly qos?: 0 | 1;
}

/** The line to the devices, embedded or external. */
export interface Broker {
  /** Opens the line; messages flow from now on. */
  open(policy: BrokerPolicy, intake: Intake): Promise<void>;
  publish(topic: string, payload: Buffer | string, options?: PublishOptions): Promise<void>;
  /**
   * Ends every connection of that principal, for instance after its secret was revoked. The embedded broker only: an
   * external one ends it when its administration takes the secret away, where that is ours.
   */
  disconnect(principalId: string): void;
  /** True while devices can reach us. */
  isOpen(): boolean;
  /** Address for clients on this machine, for start-up messages. */
  readonly address: string;
  close(): Promise<void>;
}

/** Injection token of the broker. */
export const BROKER = Symbol('BROKER');

/** Injection token of the line on which we administer an external broker; null where nobody asked us to. */
export const BROKER_ADMINISTRATION = Symbol('BROKER_ADMINISTRATION');

/** The session that we keep at an external broker, unless MQTT_URL names another. */
export const INTAKE_CLIENT_ID = 'skydocket-intake';

/** What we subscribe to at an external broker: DJI's topics and our own. */
export const INTAKE_TOPICS = [
  'sys/product/+/status',
  'thing/product/+/osd',
  'thing/product/+/state',
  'thing/product/+/events',
  'thing/product/+/requests',
  'thing/product/+/services_reply',
  'thing/product/+/property/set_reply',
  'thing/product/+/drc/up',
  'skydocket/v1/+/telemetry',
  'skydocket/v1/+/reading',
  'skydocket/v1/+/status',
] as const;

/** What we publish for devices to hear: DJI's topics. */
export const DEVICE_TOPICS = [
  'sys/product/+/status_reply',
  'thing/product/+/services',
  'thing/product/+/events_reply',
  'thing/product/+/requests_reply',
  'thing/product/+/state_reply',
  'thing/product/+/property/set',
  'thing/product/+/drc/down',
] as const;

/** Larger packets are refused (a DJI osd is about 1.4 KB). */
export const MAX_PACKET_BYTES = 256 * 1024;
