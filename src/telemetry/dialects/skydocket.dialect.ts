import { seqOf } from '../seq.rules.js';
import { NOTHING_MEASURED, type JsonObject, type JsonValue, type TelemetrySample } from '../sample.js';
import { rejected, type Dialect, type DialectResult, type Read } from './dialect.js';
import { isSerial } from './dji.topics.js';
import { readClock } from './envelope.js';
import { asFiniteNumber, asHeading, asNumberWithin, asText, openJson, readPosition } from './lenient.js';

const TOPIC = /^skydocket\/v1\/([^/]+)\/(telemetry|reading|status)$/;
/** ISO 8601 with a zone: a time without one is unknown, and an unknown time is not a time. */
const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;
const MAX_READINGS = 200;
/** Beyond this no instrument measures; sums and products of such numbers would be infinite. */
const GREATEST_VALUE = 1e12;

interface OwnMessage {
  readonly serial: string;
  readonly body: JsonObject;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly seq: bigint;
}

/** Our own three topics, `skydocket/v1/{assetCode}/{telemetry,reading,status}`, for everything that can be taught to speak them. */
export const skydocketDialect: Dialect = {
  owns: (topic) => topic.startsWith('skydocket/v1/'),
  read: (topic, payload, receivedAt) => {
    const [, serial, channel] = TOPIC.exec(topic) ?? [];
    if (serial === undefined || !isSerial(serial)) return rejected('UNKNOWN_TOPIC', 'no topic of ours');
    const message = openMessage(serial, topic, payload, receivedAt);
    if (message.kind === 'rejected') return message;
    if (channel === 'telemetry') return readTelemetry(message.value);
    return channel === 'reading' ? readReading(message.value) : readStatus(message.value);
  },
};

function openMessage(serial: string, topic: string, payload: Buffer, receivedAt: Date): Read<OwnMessage> {
  const body = openJson(payload);
  if (body.kind === 'rejected') return body;
  const text = asText(body.value['at'], 40);
  const [, day] = INSTANT.exec(text ?? '') ?? [];
  if (text === null || day === undefined) return rejected('BAD_SHAPE', 'at is not an instant with a zone');
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()) || !isInCalendar(day)) {
    return rejected('BAD_SHAPE', 'at is no date of the calendar');
  }
  const at = readClock(instant, receivedAt);
  if (at.kind === 'rejected') return at;
  return { kind: 'read', value: { serial, body: body.value, at: at.value, receivedAt, seq: seqOf(topic, payload) } };
}

/** `Date` takes 31 April for 1 May. */
function isInCalendar(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

function readTelemetry({ body, ...message }: OwnMessage): DialectResult {
  const position = readPosition(body['lat'], body['lon']);
  if (position.kind === 'rejected') return position;
  const sample: TelemetrySample = {
    ...NOTHING_MEASURED,
    ...message,
    dialect: 'skydocket',
    gatewaySerial: null,
    sender: 'gateway',
    position: position.value,
    altitudeEllipsoidMetres: asNumberWithin(body['altitudeEllipsoidMetres'], -1_000, 20_000),
    heightAboveTakeoffMetres: asNumberWithin(body['heightAboveTakeoffMetres'], -5_000, 20_000),
    altitudeAmslMetres: asNumberWithin(body['altitudeAmslMetres'], -1_000, 20_000),
    headingDegrees: asHeading(body['headingDegrees']),
    speedMetresPerSecond: asNumberWithin(body['speedMetresPerSecond'], 0, 200),
    batteryPercent: asNumberWithin(body['batteryPercent'], 0, 100),
  };
  return { kind: 'samples', samples: [sample], reply: null };
}

function readReading({ body, ...message }: OwnMessage): DialectResult {
  const item = asText(body['item'], 100);
  const value = asMeasured(body['value']);
  if (item === null || value === null) return rejected('BAD_SHAPE', 'a reading needs an item and a number as value');
  const readings = readRepeats(body['readings'] ?? []);
  if (readings === null) return rejected('BAD_SHAPE', `readings is not a list of at most ${MAX_READINGS} numbers`);
  const position = readPosition(body['lat'], body['lon']);
  if (position.kind === 'rejected') return position;
  const unit = asText(body['unit'], 40);
  const lot = asText(body['lot'], 100);
  return { kind: 'reading', reading: { ...message, item, value, unit, lot, readings, position: position.value } };
}

function asMeasured(value: JsonValue | undefined): number | null {
  const number = asFiniteNumber(value);
  return number === null || Math.abs(number) > GREATEST_VALUE ? null : number;
}

function readRepeats(value: JsonValue): number[] | null {
  if (!Array.isArray(value) || value.length > MAX_READINGS) return null;
  const numbers = value.map(asMeasured).filter((number) => number !== null);
  return numbers.length === value.length ? numbers : null;
}

function readStatus({ body, ...message }: OwnMessage): DialectResult {
  const state = asText(body['state'], 40);
  return state === null
    ? rejected('BAD_SHAPE', 'a status needs a state')
    : { kind: 'status', status: { ...message, state } };
}
