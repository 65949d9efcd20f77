import { type Period, endOfChinaDate } from '../../../platform/index.js';
import type { LotWish } from './lot-row.js';

export interface KitWish {
  readonly kitCode: string;
  readonly quantity: number;
}

/** A lot that a booking may draw on. */
export interface ShelfLot {
  readonly id: string;
  readonly lotNumber: string;
  /** Last usable day in China, `YYYY-MM-DD`. */
  readonly usableUntil: string;
  readonly onHand: number;
  readonly reserved: number;
}

/** Pieces that are there but not good to the end of the period. */
export interface LapsingLot {
  readonly lotId: string;
  readonly lotNumber: string;
  readonly usableUntil: string;
  readonly available: number;
}

export interface KitShortage {
  readonly code: 'LOT_SHORT' | 'LOT_EXPIRED';
  readonly kitCode: string;
  readonly wanted: number;
  /** Good to the end of the period, and free. */
  readonly available: number;
  readonly missing: number;
  readonly lapsing: readonly LapsingLot[];
}

export type Allocation = { readonly picks: readonly LotWish[] } | { readonly shortage: KitShortage };

/** What expires first goes first, as far as it lasts to the end of the period; several lots where one does not suffice. */
export function allocate({ kitCode, quantity }: KitWish, shelf: readonly ShelfLot[], during: Period): Allocation {
  const free = shelf.map((lot) => ({ ...lot, available: lot.onHand - lot.reserved })).filter(hasSome);
  const lasts = (lot: ShelfLot): boolean => during.to <= endOfChinaDate(lot.usableUntil);
  const lasting = free.filter(lasts).toSorted(byUsableUntil);
  const available = sumOf(lasting);
  if (available >= quantity) return { picks: pick(lasting, quantity) };
  const lapsing = free.filter((lot) => !lasts(lot)).toSorted(byUsableUntil);
  return {
    shortage: {
      code: available + sumOf(lapsing) >= quantity ? 'LOT_EXPIRED' : 'LOT_SHORT',
      kitCode,
      wanted: quantity,
      available,
      missing: quantity - available,
      lapsing: lapsing.map((lot) => ({
        lotId: lot.id,
        lotNumber: lot.lotNumber,
        usableUntil: lot.usableUntil,
        available: lot.available,
      })),
    },
  };
}

interface FreeLot extends ShelfLot {
  readonly available: number;
}

function hasSome({ available }: FreeLot): boolean {
  return available > 0;
}

function sumOf(lots: readonly FreeLot[]): number {
  return lots.reduce((sum, { available }) => sum + available, 0);
}

/** Lots that last equally long in the order of their ids, so that the same shelf always gives the same pieces. */
function byUsableUntil(a: ShelfLot, b: ShelfLot): number {
  if (a.usableUntil !== b.usableUntil) return a.usableUntil < b.usableUntil ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function pick(lots: readonly FreeLot[], quantity: number): LotWish[] {
  const picks: LotWish[] = [];
  let left = quantity;
  for (const { id, available } of lots) {
    if (left === 0) break;
    const taken = Math.min(left, available);
    picks.push({ lotId: id, quantity: taken });
    left -= taken;
  }
  return picks;
}
