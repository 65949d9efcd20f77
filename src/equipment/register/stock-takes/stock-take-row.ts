import type { DeviceCategory } from '../../equipment.codes.js';
import type { ItemState, ScanReason, ScanResult, SignerRole, StockTakeState } from './stock-take.rules.js';

/** What narrows the list beyond whose devices they are. */
export interface StockTakeScope {
  readonly kind: string | null;
  readonly category: DeviceCategory | null;
  readonly parts: boolean;
}

export interface Assignee {
  readonly id: string;
  readonly name: string;
}

export interface StockTakeRow {
  readonly id: string;
  readonly unitId: string;
  readonly title: string;
  readonly unitIds: readonly string[];
  readonly scope: StockTakeScope;
  readonly dueOn: string;
  readonly state: StockTakeState;
  readonly openedBy: string;
  readonly openedByName: string;
  readonly openedAt: Date;
  readonly endedByName: string | null;
  readonly endedAt: Date | null;
  readonly endingNote: string | null;
  readonly assignees: readonly Assignee[];
  /** Without what was drawn. */
  readonly signatures: readonly { readonly role: SignerRole; readonly name: string; readonly signedAt: string }[];
}

/** How far a counting is. `expected` = pending + found + out + missing + those of its list that are unexpected. */
export interface StockTakeCounts {
  readonly expected: number;
  readonly pending: number;
  readonly found: number;
  readonly out: number;
  readonly missing: number;
  /** Scanned and not to be there: of the list and beyond it. */
  readonly unexpected: number;
}

export interface ScanRow {
  readonly id: string;
  readonly deviceId: string | null;
  readonly code: string;
  readonly result: ScanResult;
  readonly reason: ScanReason | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly note: string | null;
  readonly scannedBy: string;
  readonly scannedByName: string;
  readonly scannedAt: Date;
  readonly recordedAt: Date;
  readonly photoIds: readonly string[];
  /** Null where no device has the code. */
  readonly assetCode: string | null;
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  readonly unitId: string | null;
}

export interface ItemRow {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly unitId: string;
  readonly state: ItemState;
  readonly holderName: string | null;
  readonly holderUnitId: string | null;
  readonly dueAt: Date | null;
  readonly scanId: string | null;
  readonly scannedByName: string | null;
  readonly scannedAt: Date | null;
  readonly lossReason: string | null;
  readonly lossDecidedByName: string | null;
  readonly lossDecidedAt: Date | null;
}
