export interface LotRow {
  readonly id: string;
  readonly kitCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly measure: 'test' | 'bottle' | 'bag';
  readonly deviceKindCode: string | null;
  readonly unitId: string;
  readonly lotNumber: string;
  /** Last usable day in China, `YYYY-MM-DD`. */
  readonly expiresOn: string;
  readonly onHand: number;
  readonly reserved: number;
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
  readonly expiresOn: string;
}
