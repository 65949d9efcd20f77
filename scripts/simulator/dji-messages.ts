import { createHash } from 'node:crypto';
import type { PathPoint, Place } from './flight-path.js';

export { flightPath, routePath, type FlightPathOptions, type PathPoint, type Place } from './flight-path.js';

/** Who flies: a controller with its aircraft. Model keys are `domain-type-subtype`. */
export interface SimulatedCrew {
  readonly gatewaySerial: string;
  readonly aircraftSerial: string;
  /** By default a Mavic 3T (0-77-1) behind an RC Pro Enterprise (2-144-0). */
  readonly aircraftModelKey?: string;
  readonly gatewayModelKey?: string;
  /** By default the Mavic 3T's camera. */
  readonly payloadIndex?: string;
}

/** What surrounds an aircraft, in the units of the protocol. */
export interface Conditions {
  /** In 0.1 m/s, as aircraft count it. */
  readonly windSpeed: number;
  /** 1 to 8, from north, clockwise. */
  readonly windDirection: number;
  /** 0 to 5. */
  readonly linkQuality: number;
  readonly batteryCelsius: number;
  readonly satellites: number;
}

export interface SimulatedMessage {
  readonly topic: string;
  readonly payload: Buffer;
}

export const MAVIC_3T = '0-77-1';
const RC_PRO = '2-144-0';
export const MAVIC_3T_CAMERA = '67-0-0';
/** Controllers send their property frames with all-zero ids. */
const ZERO_ID = '00000000-0000-0000-0000-000000000000';
const USABLE_FLIGHT_SECONDS = 2_400;
const CALM: Conditions = {
  windSpeed: 34,
  windDirection: 8,
  linkQuality: 5,
  batteryCelsius: 31.4,
  satellites: 24,
};
const MODE = { standby: 0, automaticTakeOff: 4, wayline: 5, returnHome: 9, automaticLanding: 10 } as const;

/** `update_topo`: the gateway with its aircraft, or alone once the aircraft is switched off. */
export function updateTopoMessage(crew: SimulatedCrew, at: Date, aircraftOnline = true): SimulatedMessage {
  const gateway = modelOf(crew.gatewayModelKey ?? RC_PRO);
  const aircraft = modelOf(crew.aircraftModelKey ?? MAVIC_3T);
  const subDevice = {
    sn: crew.aircraftSerial,
    domain: String(aircraft.domain),
    type: aircraft.type,
    sub_type: aircraft.subType,
    index: 'A',
    thing_version: '1.1.2',
  };
  const data = {
    domain: String(gateway.domain),
    type: gateway.type,
    sub_type: gateway.subType,
    thing_version: '1.1.2',
    sub_devices: aircraftOnline ? [subDevice] : [],
  };
  const id = deterministicId(`${crew.gatewaySerial} ${at.getTime()} ${aircraftOnline}`);
  return message(`sys/product/${crew.gatewaySerial}/status`, {
    tid: id,
    bid: id,
    timestamp: at.getTime(),
    method: 'update_topo',
    data,
  });
}

/** The aircraft's property frame at one point of its path. */
export function aircraftOsdMessage(
  crew: SimulatedCrew,
  point: PathPoint,
  conditions: Conditions = CALM,
): SimulatedMessage {
  const payloadIndex = crew.payloadIndex ?? MAVIC_3T_CAMERA;
  return message(`thing/product/${crew.aircraftSerial}/osd`, {
    ...frame(crew, point.at),
    data: { ...motionOf(point, conditions), ...healthOf(point, conditions), ...cameraOf(point, payloadIndex) },
  });
}

/** The controller's property frame: where the pilot stands. */
export function controllerOsdMessage(
  crew: SimulatedCrew,
  at: Date,
  place: Place & { readonly altitudeEllipsoidMetres: number },
  batteryPercent = 90,
  linkQuality = 5,
): SimulatedMessage {
  const wirelessLink = {
    dongle_number: 0,
    '4g_link_state': 0,
    sdr_link_state: 1,
    link_workmode: 0,
    sdr_quality: linkQuality,
  };
  return message(`thing/product/${crew.gatewaySerial}/osd`, {
    ...frame(crew, at),
    data: {
      latitude: place.lat,
      longitude: place.lon,
      height: place.altitudeEllipsoidMetres,
      capacity_percent: batteryPercent,
      country: 'CN',
      wireless_link: { ...wirelessLink, sdr_freq_band: 5.8, '4g_quality': 0, '4g_uav_quality': 0, '4g_gnd_quality': 0 },
    },
  });
}

function motionOf(point: PathPoint, { windSpeed, windDirection, satellites }: Conditions) {
  return {
    latitude: point.lat,
    longitude: point.lon,
    height: point.altitudeEllipsoidMetres,
    elevation: point.heightAboveTakeoffMetres,
    attitude_head: signedDegrees(point.headingDegrees),
    attitude_pitch: point.phase === 'survey' ? -6.2 : 0.4,
    attitude_roll: 0.3,
    horizontal_speed: point.speedMetresPerSecond,
    vertical_speed: point.verticalSpeedMetresPerSecond,
    home_distance: point.homeDistanceMetres,
    // Counted in 0.1 m/s on aircraft; direction 8 is north-west.
    wind_speed: windSpeed,
    wind_direction: windDirection,
    mode_code: modeOf(point),
    gear: 1,
    position_state: { is_fixed: 0, quality: 5, gps_number: satellites, rtk_number: 0 },
    track_id: '',
    country: 'CN',
  };
}

function healthOf(point: PathPoint, { batteryCelsius }: Conditions) {
  const percent = Math.round(point.batteryPercent);
  const pack = { index: 0, sn: '', type: 0, sub_type: 0, firmware_version: '08.75.07.41', loop_times: 41 };
  return {
    battery: {
      capacity_percent: percent,
      remain_flight_time: Math.round((USABLE_FLIGHT_SECONDS * percent) / 100),
      return_home_power: 18,
      landing_power: 10,
      batteries: [{ ...pack, capacity_percent: percent, voltage: 14_800 + percent * 20, temperature: batteryCelsius }],
    },
    storage: { total: 60_082_000, used: 4_113_500 },
    total_flight_time: 184_220,
    total_flight_distance: 921_400.5,
    total_flight_sorties: 203,
    activation_time: 1_686_620_000,
    height_limit: 120,
    distance_limit_status: { state: 0, distance_limit: 5_000, is_near_distance_limit: 0 },
    rth_altitude: 100,
    rc_lost_action: 2,
    obstacle_avoidance: { horizon: 1, upside: 1, downside: 1 },
    night_lights_state: 0,
    is_near_area_limit: 0,
    is_near_height_limit: 0,
    firmware_version: '10.01.0504',
  };
}

function cameraOf(point: PathPoint, payloadIndex: string) {
  const { pitchDegrees, yawDegrees } = gimbalOf(point);
  const camera = {
    payload_index: payloadIndex,
    camera_mode: 0,
    photo_state: 0,
    recording_state: 0,
    record_time: 0,
    remain_photo_num: 4_711,
    remain_record_duration: 9_200,
    zoom_factor: 1,
    screen_split_enable: false,
  };
  return {
    cameras: [camera],
    [payloadIndex]: {
      payload_index: payloadIndex,
      gimbal_pitch: pitchDegrees,
      gimbal_roll: 0,
      gimbal_yaw: signedDegrees(yawDegrees),
      measure_target_error_state: 3,
      zoom_factor: 1,
    },
  };
}

/** Where the camera looks: straight down over the survey and ahead otherwise, unless it is said. */
export function gimbalOf({ gimbal, phase, headingDegrees }: PathPoint): NonNullable<PathPoint['gimbal']> {
  return gimbal ?? { pitchDegrees: phase === 'survey' ? -90 : 0, yawDegrees: headingDegrees };
}

/** -180 < degrees ≤ 180, as the protocol counts directions. */
export function signedDegrees(degrees: number): number {
  return degrees > 180 ? Math.round((degrees - 360) * 10) / 10 : degrees;
}

function modeOf(point: PathPoint): number {
  const modes = {
    ground: MODE.standby,
    climb: MODE.automaticTakeOff,
    survey: MODE.wayline,
    return: MODE.returnHome,
    descent: MODE.automaticLanding,
  };
  return modes[point.phase];
}

export function frame(crew: SimulatedCrew, at: Date) {
  return { tid: ZERO_ID, bid: ZERO_ID, timestamp: at.getTime(), gateway: crew.gatewaySerial };
}

export function modelOf(key: string): { domain: number; type: number; subType: number } {
  const [domain = 0, type = 0, subType = 0] = key.split('-').map(Number);
  return { domain, type, subType };
}

/** Of the camera, as messages about files call it: domain 1, and no place on the aircraft. */
export function payloadModelKey({ payloadIndex = MAVIC_3T_CAMERA }: SimulatedCrew): string {
  return `1-${payloadIndex.replace(/-\d+$/, '')}`;
}

export function deterministicId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function message(topic: string, body: object): SimulatedMessage {
  return { topic, payload: Buffer.from(JSON.stringify(body)) };
}
