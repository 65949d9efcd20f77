import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An operating certificate of a unit (Order 761 art. 11). */
@Entity('unit_certificate')
export class UnitCertificate {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  unitId!: string;

  @Column('text')
  number!: string;

  @Column('text', { nullable: true })
  issuer!: string | null;

  /** In China, `YYYY-MM-DD`. */
  @Column('date')
  validFrom!: string;

  /** Last day in China, that day included; null: without end. */
  @Column('date', { nullable: true })
  validUntil!: string | null;

  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;

  @Column('text', { nullable: true })
  withdrawalReason!: string | null;

  @Column('uuid', { nullable: true })
  recordedBy!: string | null;

  @Column('timestamptz')
  recordedAt!: Date;
}
