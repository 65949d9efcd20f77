import { addDays, chinaDateOf } from '../../../platform/index.js';
import type { LotMovementCategory } from '../../equipment.codes.js';

/** Movements that people write; a check-out and a hand-back write their own. */
export const WRITTEN_MOVEMENTS = [
  'restock',
  'adjustment',
  'loss',
  'consume',
  'damage',
] as const satisfies readonly LotMovementCategory[];
export type WrittenMovement = (typeof WRITTEN_MOVEMENTS)[number];

/** What nobody believes without a reason. */
export const REASONED_MOVEMENTS: readonly WrittenMovement[] = ['adjustment', 'loss', 'damage'];

/** What only who keeps the stock writes; the rest is written by whoever uses it. */
export const KEEPERS_MOVEMENTS: readonly WrittenMovement[] = ['restock', 'adjustment'];

/** What a movement does to the stock; only an adjustment goes both ways and brings its own sign. */
export function signedQuantity(category: WrittenMovement, quantity: number): number {
  return category === 'restock' || category === 'adjustment' ? quantity : -quantity;
}

export interface Stock {
  readonly onHand: number;
  readonly reserved: number;
}

export type StockRefusal = 'LOT_SHORT' | 'LOT_KEPT_FOR_BOOKINGS' | 'LOT_TOO_MUCH';

/** More of one lot than a store room holds is a slip of the finger. */
export const MOST_ON_HAND = 1_000_000;

/** Why the stock cannot change by so much; null when it can. What is kept for bookings stays. */
export function stockRefusal({ onHand, reserved }: Stock, change: number): StockRefusal | null {
  const left = onHand + change;
  if (left < 0) return 'LOT_SHORT';
  if (left > MOST_ON_HAND) return 'LOT_TOO_MUCH';
  return change < 0 && left < reserved ? 'LOT_KEPT_FOR_BOOKINGS' : null;
}

export interface Opening {
  readonly receivedOn: string;
  readonly openedAt: Date | null;
}

export type OpeningRefusal = 'LOT_OPEN_ALREADY' | 'LOT_OPENED_IN_FUTURE' | 'LOT_OPENED_BEFORE_RECEIPT';

/** Why a lot cannot have been opened at an instant; null when it can. */
export function openingRefusal({ receivedOn, openedAt }: Opening, at: Date, now: Date): OpeningRefusal | null {
  if (openedAt !== null) return 'LOT_OPEN_ALREADY';
  if (at > now) return 'LOT_OPENED_IN_FUTURE';
  return chinaDateOf(at) < receivedOn ? 'LOT_OPENED_BEFORE_RECEIPT' : null;
}

/** Last usable day in China of what is opened then, apart from the expiry; null: the kit knows no open life. */
export function openUntil(openedAt: Date, openLifeDays: number | null): string | null {
  return openLifeDays === null ? null : addDays(chinaDateOf(openedAt), openLifeDays);
}
