import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/index.js';

export const HANDOVER_STATES = ['offered', 'taken', 'declined', 'withdrawn', 'lapsed'] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];

/** How an offered shift ends: the one it is offered to takes or declines it, the one who offers it withdraws. */
export type HandoverEnd = 'take' | 'decline' | 'withdraw';

const ENDS: Readonly<Record<HandoverEnd, { readonly by: 'giver' | 'taker'; readonly to: HandoverState }>> = {
  take: { by: 'taker', to: 'taken' },
  decline: { by: 'taker', to: 'declined' },
  withdraw: { by: 'giver', to: 'withdrawn' },
};

export interface HandoverPeople {
  readonly givenBy: string;
  readonly givenTo: string;
}

/** The state that ends it; undefined for whoever this is not up to. */
export function endOf(
  end: HandoverEnd,
  { givenBy, givenTo }: HandoverPeople,
  userId: string,
): HandoverState | undefined {
  const { by, to } = ENDS[end];
  return userId === (by === 'giver' ? givenBy : givenTo) ? to : undefined;
}

/** An offer that nobody answered within a shift is over, and stands in nobody's way. */
const OFFER_LASTS_MS = 12 * 3_600_000;

/** Offers made before this instant have lapsed. */
export function lapsedBefore(now: Date): Date {
  return new Date(now.getTime() - OFFER_LASTS_MS);
}

/** The bytes that a hand-over freezes, and their digest. */
export function frozen(board: unknown): { readonly sheet: string; readonly sheetSha256: Buffer } {
  const sheet = canonicalJson(board);
  return { sheet, sheetSha256: createHash('sha256').update(sheet).digest() };
}

/** At most `limit` of what was asked for with one more than that, and whether there is more. */
export function listed<T>(found: readonly T[], limit: number): { readonly items: T[]; readonly more: boolean } {
  return { items: found.slice(0, limit), more: found.length > limit };
}
