import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ledger_mapping')
export class LedgerMapping {
  @PrimaryColumn('uuid')
  unitId!: string;

  /** As `plainHeading` gives it. */
  @PrimaryColumn('text')
  heading!: string;

  @Column('text')
  field!: string;

  @Column('timestamptz')
  updatedAt!: Date;
}
