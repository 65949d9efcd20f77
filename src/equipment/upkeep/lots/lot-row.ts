import type { KitMeasure } from '../../equipment.codes.js';

export interface LotRow {
  readonly id: string;
  readonly kitCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly measure: KitMeasure;
  readonly deviceKindCode: string | null;
  readonly unitId: string;
  readonly lotNumber: string;
  /** Last usable day in China, `YYYY-MM-DD`. */
  readonly expiresOn: string;
  /** Last usable day in China: the expiry, or the end of what is open where that comes first. */
  readonly usableUntil: string;
  readonly receivedOn: string;
  readonly openedAt: Date | null;
  readonly costCategory: string | null;
  /** The fields of its kit. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of the kit. */
  readonly openLifeDays: number | null;
  readonly storageMinCelsius: number | null;
  readonly storageMaxCelsius: number | null;
  readonly onHand: number;
  readonly reserved: number;
}

/** A lot beside what its unit wants to have of the kit. */
export interface ListedLotRow extends LotRow {
  /** Below this the unit is low on the kit; null: nobody has said. */
  readonly minimum: number | null;
  readonly low: boolean;
}

export interface LotWish {
  readonly lotId: string;
  readonly quantity: number;
}

/** A lot that left with a device. */
export interface TakenLot {
  readonly lotId: string;
  readonly lotNumber: string;
  readonly kitCode: string;
  /** Last usable day in China, as it was opened by then or not. */
  readonly expiresOn: string;
}
