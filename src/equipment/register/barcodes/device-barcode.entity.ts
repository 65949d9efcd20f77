import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BarcodeSymbology } from '../../equipment.codes.js';

@Entity('device_barcode')
export class DeviceBarcode {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('text')
  symbology!: BarcodeSymbology;

  /** As scanned, without blanks around it; compared exactly. */
  @Column('text')
  value!: string;

  @Column('uuid')
  claimedBy!: string;

  @Column('text')
  claimedByName!: string;

  @Column('timestamptz')
  claimedAt!: Date;

  @Column('uuid', { nullable: true })
  releasedBy!: string | null;

  @Column('text', { nullable: true })
  releasedByName!: string | null;

  @Column('timestamptz', { nullable: true })
  releasedAt!: Date | null;
}
