import {
  type Environment,
  type FixQuality,
  type GimbalAngles,
  type JsonObject,
  type JsonValue,
  type Measurements,
  type SenderRole,
} from '../sample.js';
import { read, type Read } from './dialect.js';
import { dockMode, flightMode, windDirectionDegrees } from './dji.codes.js';
import { isSerial } from './dji.topics.js';
import { asHeading, asInteger, asNumberWithin, asObject, asText, readPosition } from './lenient.js';

/** Code of the last digit: of some forty members only the payload's begin with one, and this runs for every frame. */
const NINE = 57;
const PAYLOAD_KEY = /^\d+-\d+-\d+$/;
const ENOUGH_SATELLITES = 6;
const RTK_CONVERGING = 1;
const RTK_FIXED = 2;
const RTK_FIXED_QUALITY = 10;

/** Members that only a dock's frames carry: its modes and its wind are counted differently. */
const DOCK_MEMBERS = ['cover_state', 'drone_in_dock', 'putter_state'] as const;

/**
 * One property frame (`osd`, pushMode 0). Frames hold a part of the properties each; what is missing stays null.
 * @param sender who speaks, told by the topology: an aircraft counts wind in 0.1 m/s, a dock in m/s.
 */
export function readProperties(data: JsonObject, sender: SenderRole): Read<Measurements> {
  const position = readPosition(data['latitude'], data['longitude']);
  if (position.kind === 'rejected') return position;
  const payloads = payloadKeys(data);
  return read({
    position: position.value,
    altitudeEllipsoidMetres: asNumberWithin(data['height'], -1_000, 20_000),
    // The name misleads: `elevation` is the height above the take-off point, not above the sea.
    heightAboveTakeoffMetres: asNumberWithin(data['elevation'], -5_000, 20_000),
    altitudeAmslMetres: null,
    headingDegrees: asHeading(data['attitude_head'] ?? data['heading']),
    pitchDegrees: asNumberWithin(data['attitude_pitch'], -180, 180),
    rollDegrees: asNumberWithin(data['attitude_roll'], -180, 180),
    speedMetresPerSecond: asNumberWithin(data['horizontal_speed'], 0, 200),
    verticalSpeedMetresPerSecond: asNumberWithin(data['vertical_speed'], -100, 100),
    batteryPercent: readBattery(data, sender),
    gimbal: readGimbal(data, payloads),
    mode: readMode(data, sender),
    fix: readFix(data['position_state']),
    status: null,
    environment: readEnvironment(data, sender),
    extra: readExtra(data, sender, payloads),
  });
}

/** An aircraft's is inside `battery`; a controller's lies on top. `drone_charge_state` of a dock is the aircraft's, not its own. */
function readBattery(data: JsonObject, sender: SenderRole): number | null {
  const own = sender === 'gateway' ? data['capacity_percent'] : asObject(data['battery'])?.['capacity_percent'];
  return asNumberWithin(own, 0, 100);
}

const MOST_BATTERIES = 8;
const MOST_CYCLES = 10_000;

/** The batteries inside an aircraft that say who they are and how often they were charged. */
export function readBatteries(data: JsonObject): JsonObject[] | null {
  const list = asObject(data['battery'])?.['batteries'];
  if (!Array.isArray(list)) return null;
  const read = list.slice(0, MOST_BATTERIES).flatMap((entry) => {
    const battery = asObject(entry);
    const serial = asText(battery?.['sn'], 65);
    const cycles = asInteger(battery?.['loop_times']);
    if (serial === null || !isSerial(serial) || cycles === null || cycles < 0 || cycles > MOST_CYCLES) return [];
    return [{ serial, cycles }];
  });
  return nonEmpty(read);
}

function readMode(data: JsonObject, sender: SenderRole): string | null {
  const code = asInteger(data['mode_code']);
  if (code === null || code < 0) return null;
  if (sender !== 'gateway') return flightMode(code);
  return DOCK_MEMBERS.some((member) => member in data) ? dockMode(code) : `unknown(${code})`;
}

/** The main gimbal is the lowest position (0); 7 is the pilot's forward camera. */
function readGimbal(data: JsonObject, payloads: readonly string[]): GimbalAngles | null {
  for (const key of payloads) {
    const block = asObject(data[key]);
    if (!block) continue;
    const angles = {
      pitchDegrees: asNumberWithin(block['gimbal_pitch'], -360, 360),
      rollDegrees: asNumberWithin(block['gimbal_roll'], -360, 360),
      yawDegrees: asNumberWithin(block['gimbal_yaw'], -360, 360),
    };
    if (Object.values(angles).some((angle) => angle !== null)) return angles;
  }
  return null;
}

function payloadKeys(data: JsonObject): string[] {
  return Object.keys(data)
    .filter((key) => key.charCodeAt(0) <= NINE && PAYLOAD_KEY.test(key))
    .sort((a, b) => Number(a.slice(a.lastIndexOf('-') + 1)) - Number(b.slice(b.lastIndexOf('-') + 1)));
}

/** A fix counts with six satellites or with RTK fixed; `is_fixed` speaks of RTK convergence only. */
export function readFix(value: JsonValue | undefined): FixQuality {
  const state = asObject(value);
  if (!state) return 'unknown';
  const rtk = asInteger(state['is_fixed']);
  const satellites = asInteger(state['gps_number']);
  if (rtk === RTK_FIXED || asInteger(state['quality']) === RTK_FIXED_QUALITY) return 'rtk_fixed';
  if (satellites === null) return 'unknown';
  if (satellites < ENOUGH_SATELLITES) return 'none';
  return rtk === RTK_CONVERGING ? 'rtk_converging' : 'gnss';
}

/** The further values a map or an item page shows, without the empty ones. */
function readExtra(data: JsonObject, sender: SenderRole, payloads: readonly string[]): JsonObject {
  const state = asObject(data['position_state']);
  const extra: Record<string, JsonValue> = {
    satellites: asNumberWithin(state?.['gps_number'], 0, 200),
    homeDistanceMetres: asNumberWithin(data['home_distance'], 0, 100_000),
    windSpeedMetresPerSecond: readWind(data['wind_speed'], sender),
    windFromDegrees: windDirectionDegrees(asInteger(data['wind_direction'])),
    remainingFlightSeconds: asNumberWithin(asObject(data['battery'])?.['remain_flight_time'], 0, 86_400),
    trackId: asText(data['track_id'], 64),
    firmware: asText(data['firmware_version'], 40),
    payloads: nonEmpty(payloads.slice(0, 8)),
    batteries: readBatteries(data),
  };
  return Object.fromEntries(Object.entries(extra).filter(([, value]) => value !== null));
}

function readWind(value: JsonValue | undefined, sender: SenderRole): number | null {
  const counted = asNumberWithin(value, 0, 1_000);
  if (counted === null || sender === 'unknown') return null;
  return sender === 'sub_device' ? counted / 10 : counted;
}

const HEAVIEST_RAIN = 3;

/**
 * A dock's weather comes in one frame: wind, rain and the air's temperature. A frame that tells neither rain nor
 * temperature is not that frame.
 */
function readEnvironment(data: JsonObject, sender: SenderRole): Environment | null {
  if (sender !== 'gateway' || !('rainfall' in data || 'environment_temperature' in data)) return null;
  const rainfall = asInteger(data['rainfall']);
  const environment = {
    windMetresPerSecond: asNumberWithin(data['wind_speed'], 0, 100),
    rainfall: rainfall !== null && rainfall >= 0 && rainfall <= HEAVIEST_RAIN ? rainfall : null,
    celsius: asNumberWithin(data['environment_temperature'], -60, 70),
  };
  return Object.values(environment).some((value) => value !== null) ? environment : null;
}

function nonEmpty<T>(list: T[]): T[] | null {
  return list.length > 0 ? list : null;
}
