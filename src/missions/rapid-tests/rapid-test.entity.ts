import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Position } from '../../geo/index.js';
import type { LimitRow } from '../../reference/index.js';
import { asPosition } from '../airspace/space.columns.js';
import type { Medium } from '../../reference/index.js';
import type { PhotoSubject } from '../method-cards/method-card.rules.js';
import type { CompletedField, ReceivedReading } from './runs/completion.rules.js';
import type { SCREENING_NOTICE } from './verdict/rapid-test.rules.js';
import type {
  Authority,
  InconclusiveReason,
  Outcome,
  RapidTestFlag,
  RapidTestOrigin,
  RapidTestVerdict,
} from './run.codes.js';
import type { RunDetails } from './runs/run.details.js';

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

  /** What the display said; null of a strip. */
  @Column('double precision', { nullable: true })
  value!: number | null;

  @Column('text', { nullable: true })
  outcome!: Outcome | null;

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

  @Column('uuid', { nullable: true })
  sampleId!: string | null;

  @Column('uuid', { nullable: true })
  cardId!: string | null;

  /** Of the custody then. */
  @Column('uuid', { nullable: true })
  bookingId!: string | null;

  /** Of the sample, or as it was said where there is none. */
  @Column('text', { nullable: true })
  medium!: Medium | null;

  @Column('text', { nullable: true })
  matrix!: string | null;

  @Column('double precision')
  dilution!: number;

  /** The value after dilution. */
  @Column('double precision', { nullable: true })
  result!: number | null;

  @Column('boolean')
  belowDetection!: boolean;

  /** By how many times the result exceeds its upper bound. */
  @Column('double precision', { nullable: true })
  exceedFactor!: number | null;

  /** When the reagent met the sample. */
  @Column('timestamptz', { nullable: true })
  startedAt!: Date | null;

  @Column('double precision', { nullable: true })
  temperatureCelsius!: number | null;

  /** Word for word, as the display or strip showed it. */
  @Column('text', { nullable: true })
  rawReading!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text')
  authority!: Authority;

  /** When whoever was tested was told of the result, and who that was. */
  @Column('timestamptz', { nullable: true })
  toldAt!: Date | null;

  @Column('text', { nullable: true })
  toldTo!: string | null;

  @Column('jsonb')
  details!: RunDetails;

  /** Who added to what the instrument sent. */
  @Column('uuid', { nullable: true })
  completedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  completedAt!: Date | null;

  /** Null: nobody added anything, or it was not noted yet. */
  @Column('text', { array: true, nullable: true })
  completedFields!: readonly CompletedField[] | null;

  /** What the instrument sent, as it came; null where a person entered the run. */
  @Column('jsonb', { nullable: true })
  received!: ReceivedReading | null;
}

@Entity('rapid_test_photo')
export class RapidTestPhoto {
  @PrimaryColumn('uuid')
  rapidTestId!: string;

  @PrimaryColumn('uuid')
  fileId!: string;

  @Column('text')
  subject!: PhotoSubject;

  @Column('smallint')
  ordinal!: number;
}
