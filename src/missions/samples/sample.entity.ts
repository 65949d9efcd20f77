import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Position } from '../../geo/index.js';
import type { Medium, Preservation } from '../../reference/index.js';
import { asPosition } from '../airspace/space.columns.js';
import type { AmountUnit, HandOverPurpose, SamplePart, SecondRole } from './sample.rules.js';

@Entity('sample')
export class Sample {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  number!: string;

  /** Of the one who took it, then. */
  @Column('uuid')
  unitId!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('uuid')
  takenBy!: string;

  @Column('text')
  takenByName!: string;

  /** Null: somebody outside the service. */
  @Column('uuid', { nullable: true })
  secondId!: string | null;

  @Column('text')
  secondName!: string;

  @Column('text')
  secondRole!: SecondRole;

  @Column('timestamptz')
  takenAt!: Date;

  @Column('timestamptz')
  recordedAt!: Date;

  @Column('point', { transformer: asPosition })
  position!: Position;

  @Column('double precision', { nullable: true })
  accuracyMetres!: number | null;

  @Column('text')
  place!: string;

  @Column('text')
  medium!: Medium;

  /** What exactly it is, such as the vegetable. */
  @Column('text', { nullable: true })
  matrix!: string | null;

  @Column('text', { array: true })
  preservation!: readonly Preservation[];

  @Column('text', { nullable: true })
  weather!: string | null;

  @Column('double precision', { nullable: true })
  temperatureCelsius!: number | null;

  /** What it shall be tested for, as people spell it. */
  @Column('text', { array: true })
  wantedItems!: readonly string[];

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('uuid', { nullable: true })
  flightId!: string | null;

  @Column('uuid', { nullable: true })
  payloadId!: string | null;

  @Column('double precision', { nullable: true })
  depthMetres!: number | null;

  @Column('text', { nullable: true })
  bottle!: string | null;

  /** Taken at a time that the flight's plan does not cover; null where no aircraft took it. */
  @Column('boolean', { nullable: true })
  outsideFlight!: boolean | null;
}

@Entity('sample_portion')
export class SamplePortion {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  sampleId!: string;

  @Column('smallint')
  ordinal!: number;

  @Column('text')
  part!: SamplePart;

  @Column('text')
  container!: string;

  @Column('double precision', { nullable: true })
  amount!: number | null;

  @Column('text', { nullable: true })
  amountUnit!: AmountUnit | null;
}

@Entity('sample_seal')
export class SampleSeal {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  number!: string;

  @Column('uuid')
  portionId!: string;

  @Column('timestamptz')
  appliedAt!: Date;

  @Column('text')
  appliedBy!: string;

  @Column('timestamptz', { nullable: true })
  brokenAt!: Date | null;

  @Column('text', { nullable: true })
  brokenBy!: string | null;

  @Column('text', { nullable: true })
  brokenReason!: string | null;
}

@Entity('sample_hand_over')
export class SampleHandOver {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  portionId!: string;

  @Column('smallint')
  ordinal!: number;

  @Column('text')
  purpose!: HandOverPurpose;

  @Column('uuid', { nullable: true })
  toUserId!: string | null;

  @Column('text')
  toName!: string;

  @Column('text', { nullable: true })
  toOrganisation!: string | null;

  @Column('timestamptz')
  at!: Date;

  /** Null: nobody looked. */
  @Column('boolean', { nullable: true })
  sealIntact!: boolean | null;

  @Column('double precision', { nullable: true })
  temperatureCelsius!: number | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('uuid')
  recordedBy!: string;

  @Column('text')
  recordedByName!: string;

  @Column('timestamptz')
  recordedAt!: Date;
}

@Entity('sample_photo')
export class SamplePhoto {
  @PrimaryColumn('uuid')
  sampleId!: string;

  @PrimaryColumn('uuid')
  fileId!: string;

  @Column('smallint')
  ordinal!: number;
}
