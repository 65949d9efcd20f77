import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChecklistFailure } from '../custody/checklists/answered-checklists.service.js';
import type { DamageDecision, DamageSource, DamageState, Severity } from './damage.rules.js';

@Entity('damage')
export class Damage {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('uuid', { nullable: true })
  custodyId!: string | null;

  /** As it was when the damage was reported. */
  @Column('uuid')
  ownerUnitId!: string;

  /** Who had it, as far as somebody had. */
  @Column('uuid', { nullable: true })
  holderUnitId!: string | null;

  @Column('text')
  state!: DamageState;

  @Column('text')
  severity!: Severity;

  @Column('text')
  source!: DamageSource;

  @Column('text')
  description!: string;

  /** Checks that failed as it came back. */
  @Column('jsonb')
  items!: readonly ChecklistFailure[];

  @Column('uuid')
  reportedBy!: string;

  @Column('text')
  reportedByName!: string;

  @Column('timestamptz')
  reportedAt!: Date;

  @Column('text', { nullable: true })
  decision!: DamageDecision | null;

  @Column('bigint', { nullable: true })
  costCents!: string | null;

  @Column('uuid', { nullable: true })
  chargedUnitId!: string | null;

  /** The reason under which it keeps the device out of service; null while it does not. */
  @Column('text', { nullable: true })
  holdReason!: string | null;

  @Column('timestamptz')
  updatedAt!: Date;
}

/** A damage with all its columns. */
export type DamageRecord = Readonly<Pick<Damage, keyof Damage>>;

@Entity('damage_entry')
export class DamageEntry {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  damageId!: string;

  @Column('text')
  state!: DamageState;

  @Column('text')
  severity!: Severity;

  @Column('text', { nullable: true })
  decision!: DamageDecision | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('timestamptz')
  at!: Date;

  @Column('uuid')
  actorId!: string;

  @Column('text')
  actorName!: string;
}

@Entity('damage_photo')
export class DamagePhoto {
  @PrimaryColumn('uuid')
  entryId!: string;

  @PrimaryColumn('uuid')
  fileId!: string;
}
