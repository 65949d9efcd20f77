export const STOCK_TAKE_STATES = ['open', 'closed', 'cancelled'] as const;
export type StockTakeState = (typeof STOCK_TAKE_STATES)[number];

/** What may follow what: a counting ends once, with its result or without. */
export const STOCK_TAKE_MOVES: Readonly<Record<StockTakeState, readonly StockTakeState[]>> = {
  open: ['closed', 'cancelled'],
  closed: [],
  cancelled: [],
};

/**
 * An expected device. `out`: with a borrower, so nobody looks for it; `unexpected`: on the shelf although it is out by
 * the books; `missing`: still pending when the counting closed.
 */
export const ITEM_STATES = ['pending', 'found', 'out', 'unexpected', 'missing'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** A device may be lent and handed back while its unit counts; what was scanned stays scanned. */
export const ITEM_MOVES: Readonly<Record<ItemState, readonly ItemState[]>> = {
  pending: ['found', 'out', 'missing'],
  out: ['pending', 'unexpected'],
  found: [],
  unexpected: [],
  missing: [],
};

/** What an item may be when the counting has closed. */
export const ITEM_OUTCOMES = ['found', 'out', 'unexpected', 'missing'] as const satisfies readonly ItemState[];
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

export const SCAN_RESULTS = ['found', 'unexpected'] as const;
export type ScanResult = (typeof SCAN_RESULTS)[number];

/** Why a scanned thing should not be here. */
export const SCAN_REASONS = [
  'unknown_code',
  'other_unit',
  'not_in_scope',
  'out_by_books',
  'recorded_lost',
  'recorded_retired',
] as const;
export type ScanReason = (typeof SCAN_REASONS)[number];

/** In what part somebody signs: counted it, keeps it, watched the counting, or was there. */
export const SIGNER_ROLES = ['counter', 'keeper', 'supervisor', 'witness'] as const;
export type SignerRole = (typeof SIGNER_ROLES)[number];

export interface ScannedDevice {
  readonly unitId: string;
  readonly state: string;
  /** On the frozen list. */
  readonly isExpected: boolean;
  /** Somebody has signed for it, or for what it travels with. */
  readonly isOut: boolean;
}

export interface Verdict {
  readonly result: ScanResult;
  readonly reason: ScanReason | null;
}

/** What a scan says of a device; `device` is undefined where no device has the code. */
export function verdictOf(device: ScannedDevice | undefined, countedUnitIds: readonly string[]): Verdict {
  const unexpected = (reason: ScanReason): Verdict => ({ result: 'unexpected', reason });
  if (!device) return unexpected('unknown_code');
  if (device.isExpected) return device.isOut ? unexpected('out_by_books') : { result: 'found', reason: null };
  if (device.state === 'lost') return unexpected('recorded_lost');
  if (device.state === 'retired') return unexpected('recorded_retired');
  return unexpected(countedUnitIds.includes(device.unitId) ? 'not_in_scope' : 'other_unit');
}

const CLOCK_GRACE_MS = 5 * 60_000;

/** Whether a phone's own time of a scan can be true: within the counting, allowing for a clock that runs ahead. */
export function isScanTime(scannedAt: Date, openedAt: Date, now: Date): boolean {
  return (
    scannedAt.getTime() >= openedAt.getTime() - CLOCK_GRACE_MS && scannedAt.getTime() <= now.getTime() + CLOCK_GRACE_MS
  );
}
