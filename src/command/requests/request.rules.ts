import type { RequestKind, RequestState } from './request.codes.js';

export interface Tally {
  readonly quantity: number;
  readonly met: number;
  readonly state: RequestState;
}

/** What still waits to be met. */
export const REQUEST_STANDS: readonly RequestState[] = ['open', 'partially_met'];

export function leftOf({ quantity, met }: Pick<Tally, 'quantity' | 'met'>): number {
  return quantity - met;
}

/** The tally once so many more are met; undefined where that is more than was asked for. */
export function afterMeeting(tally: Tally, more: number): Tally | undefined {
  const met = tally.met + more;
  if (met > tally.quantity) return undefined;
  return { ...tally, met, state: met === tally.quantity ? 'met' : 'partially_met' };
}

export interface Given {
  readonly deviceIds?: readonly string[] | undefined;
  readonly expertIds?: readonly string[] | undefined;
  readonly userIds?: readonly string[] | undefined;
}

/** Whether what is given is of the kind that was asked for; an expert may also be a person of the organ. */
export function fitsKind(kind: RequestKind, { deviceIds, expertIds, userIds }: Given): boolean {
  if (deviceIds && kind !== 'device') return false;
  if (expertIds && kind !== 'expert') return false;
  return !userIds || kind !== 'device';
}

/** How many things and people are named. */
export function namedIn({ deviceIds = [], expertIds = [], userIds = [] }: Given): number {
  return deviceIds.length + expertIds.length + userIds.length;
}
