import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Position } from '../../geo/index.js';
import type { LimitRow } from '../../reference/index.js';
import { asPosition } from '../airspace/space.columns.js';
import type {
  InconclusiveReason,
  RapidTestFlag,
  RapidTestOrigin,
  RapidTestVerdict,
  SCREENING_NOTICE,
} from './rapid-test.rules.js';

@Entity('rapid_test')
export class RapidTest {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  /** The unit that held the instrument, or its owner where nobody did. */
  @Column('uuid')
  unitId!: string;

  @Column('uuid', { nullable: true })
  operatorId!: string | null;

  @Column('uuid', { nullable: true })
  custodyId!: string | null;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('text')
  origin!: RapidTestOrigin;

  @Column('text')
  item!: string;

  @Column('double precision')
  value!: number;

  @Column('text', { nullable: true })
  unit!: string | null;

  @Column('double precision', { array: true })
  readings!: readonly number[];

  /** As the reading named it. */
  @Column('text', { nullable: true })
  lotNumber!: string | null;

  @Column('uuid', { nullable: true })
  lotId!: string | null;

  @Column('point', { nullable: true, transformer: asPosition })
  position!: Position | null;

  @Column('timestamptz')
  at!: Date;

  @Column('timestamptz')
  receivedAt!: Date;

  @Column('text', { array: true })
  flags!: readonly RapidTestFlag[];

  @Column('text')
  verdict!: RapidTestVerdict;

  @Column('text', { nullable: true })
  reason!: InconclusiveReason | null;

  @Column('uuid', { nullable: true })
  limitId!: string | null;

  /** A copy of the row applied. */
  @Column('jsonb', { nullable: true })
  limitRow!: LimitRow | null;

  /** Who set the target class of this water body, and where it is written. */
  @Column('text', { nullable: true })
  limitSource!: string | null;

  @Column('jsonb')
  notice!: typeof SCREENING_NOTICE;

  /** The same for every redelivery of one reading. */
  @Column('bytea')
  deliveryKey!: Buffer;
}
