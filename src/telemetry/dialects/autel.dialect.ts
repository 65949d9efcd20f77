import { NOTHING_MEASURED, type JsonObject, type Measurements, type TelemetrySample } from '../sample.js';
import { read, type DialectResult, type Read } from './dialect.js';
import { readProperties } from './dji.osd.js';
import { isSerial, serialOfTopic } from './dji.topics.js';
import { asNumberWithin, asObject, asText } from './lenient.js';
import { sampleOf, thingModelDialect, type ThingMessage } from './thing-model.js';

/** CTA-2063-A maker code of Autel's aircraft, and the form of its controllers' serials. */
const AUTEL_SERIAL = /^(1748[0-9A-F]|TH\d{10}$)/;

/**
 * Autel Robotics: DJI's topics and envelope, told apart by the serial. One frame holds the aircraft's properties, the
 * controller's battery on top, and a `drone_list` that repeats position and fix with more digits.
 */
export const autelDialect = thingModelDialect(
  'autel',
  (topic) => AUTEL_SERIAL.test(serialOfTopic(topic) ?? ''),
  readFrame,
);

function readFrame(message: ThingMessage, data: JsonObject, at: Date): DialectResult {
  const { serial } = message.address;
  const measured = readAircraft(data);
  if (measured.kind === 'rejected') return measured;
  const named = asText(data['sn'], 65);
  const aircraftSerial = named !== null && isSerial(named) ? named : serial;
  const controllerSerial = message.envelope.gateway ?? (aircraftSerial === serial ? null : serial);
  const aircraft: TelemetrySample = {
    ...sampleOf(message, at, measured.value),
    serial: aircraftSerial,
    gatewaySerial: controllerSerial,
    sender: 'sub_device',
  };
  const controller = readController(message, data, at, controllerSerial);
  return { kind: 'samples', samples: controller ? [aircraft, controller] : [aircraft], reply: null };
}

/** The frame's own coordinates went through a float32; the aircraft's entry of `drone_list` did not. */
function readAircraft(data: JsonObject): Read<Measurements> {
  const entry = ownEntry(data);
  const measured = readProperties({ ...data, ...pick(entry, PRECISE_MEMBERS) }, 'sub_device');
  if (measured.kind === 'rejected') return measured;
  const extra = { ...measured.value.extra };
  // Unit unknown in this dialect; DJI's tenths are not Autel's promise.
  delete extra['windSpeedMetresPerSecond'];
  const vertical = readDownwardSpeed(data) ?? measured.value.verticalSpeedMetresPerSecond;
  return read({ ...measured.value, verticalSpeedMetresPerSecond: vertical, extra });
}

const PRECISE_MEMBERS = ['latitude', 'longitude', 'height', 'elevation', 'position_state'] as const;

/** North-east-down: down is positive, ours is up. */
function readDownwardSpeed(data: JsonObject): number | null {
  const down = asNumberWithin(data['vel_ned_z'], -100, 100);
  return down === null || down === 0 ? down : -down;
}

function ownEntry(data: JsonObject): JsonObject {
  const list = data['drone_list'];
  if (!Array.isArray(list)) return {};
  const entries = list.map(asObject).filter((entry) => entry !== null);
  return entries.find((entry) => entry['sn'] === data['sn']) ?? {};
}

function pick(source: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (source[key] === undefined ? [] : [[key, source[key]]])));
}

/** `capacity_percent` on top is the controller's battery; nothing else in the frame is about the controller. */
function readController(
  message: ThingMessage,
  data: JsonObject,
  at: Date,
  serial: string | null,
): TelemetrySample | null {
  const batteryPercent = asNumberWithin(data['capacity_percent'], 0, 100);
  if (serial === null || batteryPercent === null || !isSerial(serial)) return null;
  const sample = sampleOf(message, at, { ...NOTHING_MEASURED, batteryPercent });
  return { ...sample, serial, gatewaySerial: serial, sender: 'gateway' };
}
