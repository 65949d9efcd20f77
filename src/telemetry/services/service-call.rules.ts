import type { DeviceClass } from '../dialects/dialect.js';
import type { ServiceReply } from '../dialects/device-events.js';
import type { JsonObject } from '../sample.js';
import { METHODS, type ServiceMethod, type ServiceRequest, videoOf } from './service-methods.js';

/**
 * `sent`: waits for the answer. `answered`: done, by the device's word. `failed`: the device refused, or the message
 * never left. `timed_out`: no answer in time. `unknown`: nobody can say whether it left, or what the answer meant.
 */
export const CALL_STATES = ['sent', 'answered', 'failed', 'timed_out', 'unknown'] as const;
export type CallState = (typeof CALL_STATES)[number];

/** Sendings of one call when nobody answers, the first included. */
export const MOST_SENDINGS = 3;
/** A task at once must not be older or newer than this by the dock's clock. */
const AT_ONCE_MS = 30_000;
const PREPARED_AHEAD_MS = 24 * 3_600_000;
/** Of the text that is burnt into pictures. */
const LONGEST_WATERMARK_BYTES = 250;

/** A gateway as calls see it. */
export interface Reached {
  readonly gatewaySerial: string;
  readonly gatewayClass: DeviceClass;
  /** `domain-type-subtype`; null: nobody knows. */
  readonly modelKey: string | null;
  readonly isOnline: boolean;
  /** The aircraft that is switched on behind it. */
  readonly aircraftSerial: string | null;
}

export type Refusal =
  | { readonly code: 'SERVICE_NOT_SUPPORTED'; readonly gatewayClass: DeviceClass }
  | { readonly code: 'DEVICE_OFFLINE'; readonly what: 'gateway' | 'aircraft' }
  | { readonly code: 'VIDEO_NOT_OF_DEVICE' }
  | { readonly code: 'TASK_TIME_OUT_OF_RANGE' };

/** Why it cannot be asked now; undefined when it can. What never works is said before what does not work now. */
export function refusalOf(request: ServiceRequest, reached: Reached, now: Date): Refusal | undefined {
  const { gatewayClass, modelKey, isOnline, gatewaySerial, aircraftSerial } = reached;
  const facts = METHODS[request.method];
  const isWrongController =
    gatewayClass === 'controller' && modelKey !== null && facts.controllers?.includes(modelKey) === false;
  if (!facts.gateways.includes(gatewayClass) || isWrongController)
    return { code: 'SERVICE_NOT_SUPPORTED', gatewayClass };
  if (!isOnline) return { code: 'DEVICE_OFFLINE', what: 'gateway' };
  if (facts.needsAircraft && !aircraftSerial) return { code: 'DEVICE_OFFLINE', what: 'aircraft' };
  const owner = videoOf(request)?.split('/')[0];
  if (owner !== undefined && owner !== gatewaySerial && owner !== aircraftSerial)
    return { code: 'VIDEO_NOT_OF_DEVICE' };
  return isTimely(request, now) ? undefined : { code: 'TASK_TIME_OUT_OF_RANGE' };
}

function isTimely(request: ServiceRequest, now: Date): boolean {
  if (request.method !== 'flighttask_prepare' || request.data.execute_time === undefined) return true;
  const ahead = request.data.execute_time - now.getTime();
  if (request.data.task_type === 0) return Math.abs(ahead) <= AT_ONCE_MS;
  return request.data.task_type !== 1 || (ahead > -AT_ONCE_MS && ahead <= PREPARED_AHEAD_MS);
}

/** What a reply makes of the call that waits for it. */
export function stateAfter({ resultCode }: Pick<ServiceReply, 'resultCode'>): CallState {
  if (resultCode === null) return 'unknown';
  return resultCode === 0 ? 'answered' : 'failed';
}

interface Answerable {
  readonly state: CallState;
  readonly resultCode: number | null;
  readonly settledAt: Date | null;
  readonly repliedAt: Date | null;
}

/** Whether a reply decides the call: it waits, or the reply that ended it did not say how. One that was given up stays so. */
export function isDecidedBy(call: Answerable, { resultCode }: Pick<ServiceReply, 'resultCode'>): boolean {
  if (call.state === 'sent') return true;
  const endedByReply = call.repliedAt !== null && call.repliedAt.getTime() === call.settledAt?.getTime();
  return call.state === 'unknown' && endedByReply && call.resultCode === null && resultCode !== null;
}

/** What becomes of a call whose time is over: it is sent again, or nobody answered, or nobody knows whether it left. */
export function afterSilence(call: {
  readonly method: ServiceMethod;
  readonly attempts: number;
  readonly publishedAt: Date | null;
  readonly isOvertaken: boolean;
}): 'again' | 'timed_out' | 'unknown' {
  const mayRepeat = METHODS[call.method].repeating === 'any_time' && call.attempts < MOST_SENDINGS;
  // An old setting must not undo a newer one, nor an old stop end a newer stream.
  if (mayRepeat && !call.isOvertaken) return 'again';
  return call.publishedAt ? 'timed_out' : 'unknown';
}

/** The data as they may be shown: of an address where to, not with what key. */
export function shownData(data: JsonObject): JsonObject {
  const entries = Object.entries(data).map(([key, value]): [string, JsonObject[string]] => {
    if (key === 'url' && typeof value === 'string') return [key, shownAddress(value)];
    return [key, typeof value === 'object' && value !== null && !Array.isArray(value) ? shownData(value) : value];
  });
  return Object.fromEntries(entries);
}

function shownAddress(address: string): string {
  const video = /^serverIP=[^&]*&serverPort=\d+/.exec(address)?.[0];
  if (video !== undefined) return video;
  const [, scheme, authority] = /^([a-z]+:\/\/)([^/?#]*)/i.exec(address) ?? [];
  return `${scheme ?? ''}${authority?.replace(/^.*@/, '') ?? ''}`;
}

/** The settings that burn the text, when and where into every picture; undefined when the text is too long. */
export function watermarkSettings(caseNumber: string | null, layout: number): JsonObject | undefined {
  if (caseNumber !== null && Buffer.byteLength(caseNumber) > LONGEST_WATERMARK_BYTES) return undefined;
  const settings = {
    global_enable: 1,
    drone_type_enable: 1,
    drone_sn_enable: 1,
    datetime_enable: 1,
    gps_enable: 1,
    user_custom_string_enable: caseNumber === null ? 0 : 1,
    user_custom_string: caseNumber ?? '',
    layout,
  };
  return { camera_watermark_settings: settings };
}

export interface Sending {
  readonly method: ServiceMethod;
  readonly gatewaySerial: string;
  readonly tid: string;
  readonly bid: string;
  readonly data: JsonObject;
}

/** The message of a call; sent again it has the same tid and bid. */
export function messageOf({ method, gatewaySerial, tid, bid, data }: Sending, now: Date) {
  const isProperty = method === 'property_set';
  const body = { tid, bid, timestamp: now.getTime(), ...(!isProperty && { method }), data };
  return {
    topic: `thing/product/${gatewaySerial}/${isProperty ? 'property/set' : 'services'}`,
    payload: JSON.stringify(body),
  };
}
