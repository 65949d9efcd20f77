import type { Answer, ApiClient } from '../support/client.js';
import type { DeviceDetailBody, PeriodBody } from './pool.js';

export interface RegisteredBody extends DeviceDetailBody {
  readonly version: number;
  readonly model: string;
  readonly firmware: string | null;
  readonly state: string;
  readonly stateReason: string | null;
  readonly droneClass: string | null;
  readonly reportsIdentity: string | null;
  readonly capabilities: readonly string[];
  readonly priceCents: number | null;
  readonly insurancePolicy: string | null;
  readonly insuredUntil: string | null;
  readonly purchasedOn: string | null;
  readonly affectedBookings: readonly { readonly bookingId: string; readonly during: PeriodBody }[];
}

/** An answer that may also be a problem. */
export type Answered = Answer<
  RegisteredBody & {
    readonly code: string;
    readonly field: string;
    readonly errors?: readonly { readonly path: string }[];
  }
>;

let counter = 0;

/** Body of a registration; each call names another device. */
export function newDevice(
  over: Record<string, unknown> = {},
): { readonly assetCode: string } & Record<string, unknown> {
  counter += 1;
  return { kindCode: 'mavic-3t', assetCode: `T-${process.pid}-${counter}`, attributes: { batteryCount: 4 }, ...over };
}

export function register(client: ApiClient, body: Record<string, unknown>): Promise<Answered> {
  return client.post('/devices', body);
}
