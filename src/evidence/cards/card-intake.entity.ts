import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asCount } from '../../platform/index.js';
import type { Collector } from '../items/item.types.js';
import type { UploadInput } from '../intake/upload.schemas.js';
import type { CardFileState, CardIntakeState } from './card.codes.js';

@Entity('evidence_intake')
export class CardIntake {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  state!: CardIntakeState;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('uuid')
  unitId!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('uuid', { nullable: true })
  deviceId!: string | null;

  /** As they were named; each file has them. */
  @Column('jsonb')
  collectors!: NonNullable<UploadInput['collectors']>;

  /** Null: not noted. */
  @Column('jsonb', { nullable: true })
  handedInBy!: Collector | null;

  @Column('uuid', { nullable: true })
  archiveId!: string | null;

  @Column('integer', { nullable: true })
  entries!: number | null;

  @Column('text', { nullable: true })
  fault!: string | null;

  @Column('uuid')
  openedBy!: string;

  @Column('timestamptz')
  openedAt!: Date;

  @Column('timestamptz', { nullable: true })
  closedAt!: Date | null;
}

/** The receipt of one file. */
@Entity('evidence_intake_file')
export class CardFile {
  @PrimaryColumn('uuid')
  intakeId!: string;

  @PrimaryColumn('text')
  path!: string;

  /** Order of arrival. */
  @Column({ type: 'bigint', transformer: asCount, insert: false, update: false })
  sequence!: number;

  @Column('text')
  state!: CardFileState;

  @Column('uuid', { nullable: true })
  itemId!: string | null;

  @Column('text', { nullable: true })
  sha256!: string | null;

  @Column('text', { nullable: true })
  sm3!: string | null;

  @Column('bigint', { nullable: true, transformer: asCount })
  sizeBytes!: number | null;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('timestamptz')
  receivedAt!: Date;
}
