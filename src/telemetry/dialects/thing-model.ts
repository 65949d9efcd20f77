import { seqOf } from '../seq.rules.js';
import {
  NOTHING_MEASURED,
  type DialectName,
  type JsonObject,
  type Measurements,
  type SenderRole,
  type TelemetrySample,
} from '../sample.js';
import { rejected, type Dialect, type DialectResult, type Reply } from './dialect.js';
import { parseDjiTopic, type DjiChannel, type DjiTopic } from './dji.topics.js';
import { readTopology } from './dji.topology.js';
import { readKnownEvent } from './dji.events.js';
import { readBatteries } from './dji.osd.js';
import { readPropertyReply, readServiceReply } from './dji.replies.js';
import { openEnvelope, readClock, replyTo, type Envelope } from './envelope.js';
import { asFlag, asObject } from './lenient.js';
import { redactedExtract, redactSecrets } from './redact.js';

/** One message on its way through a dialect of the thing model. */
export interface ThingMessage {
  readonly dialect: DialectName;
  readonly topic: string;
  readonly address: DjiTopic;
  readonly envelope: Envelope;
  readonly payload: Buffer;
  readonly receivedAt: Date;
}

type ReadFrame = (message: ThingMessage, data: JsonObject, at: Date) => DialectResult;

/** The envelope and channels that DJI and its imitators share; only the property frames (`readOsd`) differ. */
export function thingModelDialect(dialect: DialectName, owns: Dialect['owns'], readOsd: ReadFrame): Dialect {
  return {
    owns,
    read: (topic, payload, receivedAt) => {
      const address = parseDjiTopic(topic);
      if (!address) return rejected('UNKNOWN_TOPIC', 'no channel a device publishes on');
      const opened = openEnvelope(payload);
      if (opened.kind === 'rejected') return opened;
      const message = { dialect, topic, address, envelope: opened.value, payload, receivedAt };
      return CHANNEL_READERS[address.channel](message, readOsd);
    },
  };
}

type ReadChannel = (message: ThingMessage, readOsd: ReadFrame) => DialectResult;

const CHANNEL_READERS: Readonly<Record<DjiChannel, ReadChannel>> = {
  osd: withFrame,
  state: (message) => withFrame(message, readState),
  status: readStatus,
  events: readEvent,
  requests: readRequest,
  services_reply: ({ address, envelope, receivedAt }) => readServiceReply(address.serial, envelope, receivedAt),
  'property/set_reply': ({ address, envelope, receivedAt }) => readPropertyReply(address.serial, envelope, receivedAt),
  'drc/up': notForUs,
};

function notForUs({ address }: ThingMessage): DialectResult {
  return { kind: 'ignored', what: address.channel };
}

function withFrame(message: ThingMessage, readFrame: ReadFrame): DialectResult {
  const data = asObject(message.envelope.data);
  if (!data) return rejected('BAD_SHAPE', `${message.address.channel} without data`);
  const at = readClock(message.envelope.timestamp, message.receivedAt);
  return at.kind === 'read' ? readFrame(message, data, at.value) : at;
}

/** Properties that changed. None of them is a measurement, but they belong to the device's story, without their secrets. */
function readState(message: ThingMessage, data: JsonObject, at: Date): DialectResult {
  const { address, envelope, receivedAt } = message;
  const batteries = readBatteries(data);
  const extra = { state: redactedExtract(data), ...(batteries && { batteries }) };
  const measurements = { ...NOTHING_MEASURED, extra };
  const reply = asFlag(envelope.needReply)
    ? replyTo(envelope, `thing/product/${address.serial}/state_reply`, receivedAt)
    : null;
  return { kind: 'samples', samples: [sampleOf(message, at, measurements)], reply };
}

function readStatus(message: ThingMessage): DialectResult {
  const { address, envelope, receivedAt } = message;
  if (envelope.method === 'update_topo') return readTopology(address.serial, envelope, receivedAt);
  return { kind: 'ignored', what: `status ${envelope.method ?? 'without a method'}` };
}

/** Kept as a frame without measurements, so that the answer leaves only after the message is durable. */
function readEvent(message: ThingMessage): DialectResult {
  const { address, envelope, receivedAt } = message;
  if (!envelope.method) return rejected('BAD_SHAPE', 'an event without a method');
  const at = readClock(envelope.timestamp, receivedAt);
  if (at.kind === 'rejected') return at;
  const data = redactSecrets(envelope.data ?? null);
  const extra = { event: envelope.method, ...(JSON.stringify(data).length <= 2_000 && { data }) };
  const answer = (data?: JsonObject): Reply | null =>
    asFlag(envelope.needReply)
      ? replyTo(envelope, `thing/product/${address.serial}/events_reply`, receivedAt, data)
      : null;
  const reply = answer();
  const sample = sampleOf(message, at.value, { ...NOTHING_MEASURED, extra });
  const about = { serial: address.serial, bid: envelope.bid, at: at.value, receivedAt };
  const known = readKnownEvent(envelope.method, envelope.data, about);
  if (!known) return { kind: 'samples', samples: [sample], reply };
  return known.kind === 'read'
    ? { kind: 'event', event: known.value, sample, reply, refusal: answer({ result: 1 }) }
    : known;
}

function readRequest({ address, envelope, receivedAt }: ThingMessage): DialectResult {
  const { method } = envelope;
  if (!method) return rejected('BAD_SHAPE', 'a request without a method');
  return {
    kind: 'request',
    request: { serial: address.serial, method, data: asObject(envelope.data) ?? {} },
    replyWith: (data) => replyTo(envelope, `thing/product/${address.serial}/requests_reply`, receivedAt, data),
  };
}

/** By topology: who names itself as the gateway speaks of itself; another serial is the aircraft behind it. */
export function senderOf({ address, envelope }: Pick<ThingMessage, 'address' | 'envelope'>): SenderRole {
  if (!envelope.gateway) return 'unknown';
  return envelope.gateway === address.serial ? 'gateway' : 'sub_device';
}

/** The frame's measurements as the sample of the topic's serial. */
export function sampleOf(message: ThingMessage, at: Date, measurements: Measurements): TelemetrySample {
  const { dialect, topic, address, envelope, payload, receivedAt } = message;
  return {
    dialect,
    serial: address.serial,
    gatewaySerial: envelope.gateway,
    sender: senderOf(message),
    at,
    receivedAt,
    seq: seqOf(topic, payload),
    // Last: members after a spread this wide cost as much again as reading the frame.
    ...measurements,
  };
}
