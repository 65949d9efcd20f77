import type { JsonObject, Position, TelemetrySample } from '../sample.js';
import type { DeviceEvent, ServiceReply } from './device-events.js';

/** Why a message is not read; the same words are the quarantine's codes. */
export const REJECTION_CODES = [
  'NOT_JSON',
  'PAYLOAD_TOO_LARGE',
  'BAD_SHAPE',
  'POSITION_OUT_OF_RANGE',
  'CLOCK_OUT_OF_RANGE',
  'UNKNOWN_TOPIC',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** The broker's cap for a packet; larger ones reach us only through a broker that is not ours. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

/** A message to publish after the commit of what it answers. */
export interface Reply {
  readonly topic: string;
  readonly payload: string;
}

/** What a node of the topology is; `unknown` when an old firmware does not say its domain. */
export const DEVICE_CLASSES = ['aircraft', 'payload', 'controller', 'dock', 'unknown'] as const;
export type DeviceClass = (typeof DEVICE_CLASSES)[number];

export interface TopologyNode {
  readonly serial: string;
  readonly deviceClass: DeviceClass;
  /** `domain-type-subtype`, as far as it was said. */
  readonly modelKey: string | null;
}

/** A gateway announces itself, with its aircraft (online) or without (the aircraft went offline, the gateway did not). */
export interface TopologyChange {
  readonly gateway: TopologyNode;
  readonly subDevice: TopologyNode | null;
  readonly subDeviceOnline: boolean;
  /** Null when the gateway's clock is missing or out of range: a controller must be answered before it has the time. */
  readonly at: Date | null;
  readonly receivedAt: Date;
}

/** A gateway asks the cloud for something, and waits. Its clock says nothing: some ask where to get the time. */
export interface GatewayRequest {
  readonly serial: string;
  readonly method: string;
  readonly data: JsonObject;
}

/** What a rapid-test instrument measured. */
export interface DeviceReading {
  readonly serial: string;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly seq: bigint;
  readonly item: string;
  readonly value: number;
  /** Null when the instrument does not say: such a run is recorded and flagged, not lost. */
  readonly unit: string | null;
  readonly lot: string | null;
  /** Repeats behind `value`. */
  readonly readings: readonly number[];
  readonly position: Position | null;
}

export interface DeviceStatus {
  readonly serial: string;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly seq: bigint;
  readonly state: string;
}

export interface Rejection {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  /** In words, without secrets. */
  readonly detail: string;
}

export type DialectResult =
  | { readonly kind: 'samples'; readonly samples: readonly TelemetrySample[]; readonly reply: Reply | null }
  | { readonly kind: 'topology'; readonly topology: TopologyChange; readonly reply: Reply }
  | {
      readonly kind: 'request';
      readonly request: GatewayRequest;
      /** The reply with this `data`. */
      readonly replyWith: (data: JsonObject) => Reply;
    }
  | {
      readonly kind: 'event';
      readonly event: DeviceEvent;
      /** The message as part of the device's story. */
      readonly sample: TelemetrySample;
      readonly reply: Reply | null;
      /** The reply where what it tells is not so. */
      readonly refusal: Reply | null;
    }
  | { readonly kind: 'service_reply'; readonly reply: ServiceReply }
  | { readonly kind: 'reading'; readonly reading: DeviceReading }
  | { readonly kind: 'status'; readonly status: DeviceStatus }
  | { readonly kind: 'ignored'; readonly what: string }
  | Rejection;

/** One way devices speak. `read` is pure, never throws and judges one message by itself. */
export interface Dialect {
  owns(topic: string): boolean;
  read(topic: string, payload: Buffer, receivedAt: Date): DialectResult;
}

/** A step of reading: its value, or why the message is rejected. */
export type Read<T> = { readonly kind: 'read'; readonly value: T } | Rejection;

export function read<T>(value: T): Read<T> {
  return { kind: 'read', value };
}

export function rejected(code: RejectionCode, detail: string): Rejection {
  return { kind: 'rejected', code, detail };
}
