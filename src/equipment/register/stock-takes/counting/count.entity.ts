import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PointColumn } from '../../pool/device.entity.js';
import type { ItemOutcome, ScanReason, ScanResult, SignerRole } from '../stock-take.rules.js';

/** A device that should be there. */
@Entity('stock_take_item')
export class StockTakeItem {
  @PrimaryColumn('uuid')
  stockTakeId!: string;

  @PrimaryColumn('uuid')
  deviceId!: string;

  @Column('text')
  assetCode!: string;

  @Column('text', { nullable: true })
  serial!: string | null;

  @Column('text')
  nameZh!: string;

  @Column('text')
  nameEn!: string;

  @Column('uuid')
  unitId!: string;

  @Column('text', { nullable: true })
  outcome!: ItemOutcome | null;

  @Column('text', { nullable: true })
  holderName!: string | null;

  @Column('uuid', { nullable: true })
  holderUnitId!: string | null;

  @Column('timestamptz', { nullable: true })
  dueAt!: Date | null;
}

@Entity('stock_take_scan')
export class StockTakeScan {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  stockTakeId!: string;

  @Column('uuid', { nullable: true })
  deviceId!: string | null;

  @Column('text')
  code!: string;

  @Column('text')
  result!: ScanResult;

  @Column('text', { nullable: true })
  reason!: ScanReason | null;

  @Column('point', { nullable: true })
  position!: PointColumn | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('uuid')
  scannedBy!: string;

  @Column('text')
  scannedByName!: string;

  @Column('timestamptz')
  scannedAt!: Date;

  @Column('timestamptz')
  recordedAt!: Date;
}

@Entity('stock_take_scan_file')
export class StockTakeScanFile {
  @PrimaryColumn('uuid')
  scanId!: string;

  @PrimaryColumn('uuid')
  fileId!: string;
}

@Entity('stock_take_signature')
export class StockTakeSignature {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  stockTakeId!: string;

  @Column('integer')
  ordinal!: number;

  @Column('text')
  role!: SignerRole;

  @Column('text')
  name!: string;

  @Column('text')
  signature!: string;

  @Column('uuid')
  takenBy!: string;

  @Column('timestamptz')
  signedAt!: Date;
}

@Entity('stock_take_loss')
export class StockTakeLoss {
  @PrimaryColumn('uuid')
  stockTakeId!: string;

  @PrimaryColumn('uuid')
  deviceId!: string;

  @Column('text')
  reason!: string;

  @Column('uuid')
  decidedBy!: string;

  @Column('text')
  decidedByName!: string;

  @Column('timestamptz')
  decidedAt!: Date;
}
