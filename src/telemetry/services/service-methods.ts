import { z } from 'zod';
import type { DeviceClass } from '../dialects/dialect.js';
import type { JsonObject } from '../sample.js';
import {
  CameraModeData,
  FlightData,
  LiveQualityData,
  LiveStartData,
  LiveStopData,
  NoData,
  PhotoData,
  PrepareData,
  UndoData,
  WatermarkData,
} from './service-data.schemas.js';

/**
 * Whether a call may be sent again. `any_time`: it only sets what it says, so it is repeated when no answer comes.
 * `same_tid`: only as the same call, when a person wants it. `never`: twice would be two photos, or two take-offs.
 */
export const REPEATINGS = ['any_time', 'same_tid', 'never'] as const;
export type Repeating = (typeof REPEATINGS)[number];

/** `camera`: pictures and settings; `flight`: moves the aircraft. */
export type Harm = 'camera' | 'flight';

export const SERVICE_METHODS = [
  'live_start_push',
  'live_stop_push',
  'live_set_quality',
  'camera_photo_take',
  'camera_mode_switch',
  'return_home',
  'return_home_cancel',
  'flighttask_prepare',
  'flighttask_execute',
  'flighttask_pause',
  'flighttask_recovery',
  'flighttask_undo',
  'property_set',
] as const;
export type ServiceMethod = (typeof SERVICE_METHODS)[number];

export const ServiceRequest = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('live_start_push'), data: LiveStartData }),
    z.strictObject({ method: z.literal('live_stop_push'), data: LiveStopData }),
    z.strictObject({ method: z.literal('live_set_quality'), data: LiveQualityData }),
    z.strictObject({ method: z.literal('camera_photo_take'), data: PhotoData }),
    z.strictObject({ method: z.literal('camera_mode_switch'), data: CameraModeData }),
    z.strictObject({ method: z.literal('return_home'), data: NoData }),
    z.strictObject({ method: z.literal('return_home_cancel'), data: NoData }),
    z.strictObject({ method: z.literal('flighttask_prepare'), data: PrepareData }),
    z.strictObject({ method: z.literal('flighttask_execute'), data: FlightData }),
    z.strictObject({ method: z.literal('flighttask_pause'), data: NoData }),
    z.strictObject({ method: z.literal('flighttask_recovery'), data: NoData }),
    z.strictObject({ method: z.literal('flighttask_undo'), data: UndoData }),
    z.strictObject({ method: z.literal('property_set'), data: WatermarkData }),
  ])
  .meta({ id: 'DeviceServiceRequest' });
export type ServiceRequest = z.output<typeof ServiceRequest>;

/** What is true of every call of a method. */
export interface MethodFacts {
  readonly harm: Harm;
  readonly repeating: Repeating;
  /** Who can be asked at all. */
  readonly gateways: readonly DeviceClass[];
  /** Of controllers only these products; absent: all. */
  readonly controllers?: readonly string[];
  /** Whether the aircraft must be switched on behind the gateway. */
  readonly needsAircraft: boolean;
  readonly answerWithinMs: number;
}

/** A gateway of old firmware may not say what it is: for pictures it is asked, for flying it is not. */
const ANY: readonly DeviceClass[] = ['dock', 'controller', 'unknown'];
const DOCK: readonly DeviceClass[] = ['dock'];
/** Controllers whose camera the cloud may control: RC Pro Enterprise and RC Plus 2. */
const CLOUD_CONTROLLED = ['2-144-0', '2-174-0'] as const;

const QUICK_MS = 5_000;
const USUAL_MS = 15_000;
/** A dock starts its aircraft first. */
const SLOW_MS = 60_000;

const live = (repeating: Repeating, answerWithinMs: number): MethodFacts => ({
  harm: 'camera',
  repeating,
  gateways: ANY,
  needsAircraft: false,
  answerWithinMs,
});
const camera = (repeating: Repeating, answerWithinMs: number): MethodFacts => ({
  ...live(repeating, answerWithinMs),
  controllers: CLOUD_CONTROLLED,
  needsAircraft: true,
});
const flight = (repeating: Repeating, needsAircraft: boolean, answerWithinMs = USUAL_MS): MethodFacts => ({
  harm: 'flight',
  repeating,
  gateways: DOCK,
  needsAircraft,
  answerWithinMs,
});

export const METHODS: Readonly<Record<ServiceMethod, MethodFacts>> = {
  live_start_push: live('same_tid', USUAL_MS),
  live_stop_push: live('any_time', QUICK_MS),
  live_set_quality: live('any_time', QUICK_MS),
  camera_photo_take: camera('never', USUAL_MS),
  camera_mode_switch: camera('any_time', QUICK_MS),
  return_home: flight('same_tid', true),
  return_home_cancel: flight('same_tid', true),
  flighttask_prepare: flight('same_tid', false, SLOW_MS),
  flighttask_execute: flight('never', false, SLOW_MS),
  flighttask_pause: flight('same_tid', true),
  flighttask_recovery: flight('same_tid', true),
  flighttask_undo: flight('same_tid', false),
  property_set: { ...live('any_time', QUICK_MS), needsAircraft: true },
};

/** What of the device a call is about; of calls about the same there is one at a time. */
export function targetOf({ data }: ServiceRequest): string {
  if ('video_id' in data) return data.video_id;
  if ('payload_index' in data) return data.payload_index;
  if ('flight_ids' in data) return data.flight_ids.toSorted().join(' ');
  if ('flightId' in data) return data.flightId;
  return 'flight_id' in data ? data.flight_id : '';
}

/** The task that a message is about, as the device knows it: what it reports of the task carries this again. */
export function taskOf({ flight_id: id }: JsonObject): string | null {
  return typeof id === 'string' ? id : null;
}

/** The video whose device has to be behind the gateway. */
export function videoOf({ data }: ServiceRequest): string | null {
  return 'video_id' in data ? data.video_id : null;
}
