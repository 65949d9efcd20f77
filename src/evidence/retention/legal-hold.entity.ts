import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('legal_hold')
export class LegalHold {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('uuid', { nullable: true })
  itemId!: string | null;

  @Column('text')
  reason!: string;

  @Column('timestamptz', { nullable: true })
  endsAt!: Date | null;

  @Column('uuid')
  placedBy!: string;

  @Column('timestamptz')
  placedAt!: Date;
}
