import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('retention_policy')
export class RetentionPolicy {
  @PrimaryColumn('uuid')
  id!: string;

  /** Of the case; null: of all domains that have no policy of their own. */
  @Column('text', { nullable: true })
  domain!: string | null;

  @Column('integer')
  keepMonths!: number;

  @Column('boolean')
  includesSealed!: boolean;

  /** What it rests on: article, rule, decision. */
  @Column('text')
  basis!: string;

  @Column('timestamptz')
  validFrom!: Date;

  @Column('uuid')
  madeBy!: string;

  @Column('timestamptz')
  madeAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  @Column('uuid', { nullable: true })
  endedBy!: string | null;
}
