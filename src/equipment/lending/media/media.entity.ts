import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CardEvent, CardState } from './media.rules.js';

@Entity('media_card')
export class MediaCard {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  code!: string;

  @Column('bigint', { nullable: true })
  capacityBytes!: string | null;

  @Column('uuid')
  unitId!: string;

  @Column('text')
  state!: CardState;

  /** Goes up when a cleared card is used again. */
  @Column('integer')
  generation!: number;

  @Column('uuid', { nullable: true })
  deviceId!: string | null;

  @Column('uuid', { nullable: true })
  custodyId!: string | null;

  @Column('uuid')
  holderId!: string;

  @Column('text')
  holderName!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

/** A card with all its columns. */
export type CardRecord = Readonly<Pick<MediaCard, keyof MediaCard>>;

@Entity('media_file')
export class MediaFile {
  @PrimaryColumn('uuid')
  cardId!: string;

  @PrimaryColumn('integer')
  generation!: number;

  @PrimaryColumn('text')
  name!: string;

  @PrimaryColumn('text')
  sha256!: string;

  @Column('bigint')
  sizeBytes!: string;

  @Column('uuid')
  addedBy!: string;

  @Column('timestamptz')
  addedAt!: Date;
}

@Entity('media_seal')
export class MediaSeal {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  cardId!: string;

  @Column('integer')
  generation!: number;

  @Column('text')
  sealNumber!: string;

  /** Null for somebody without an account. */
  @Column('uuid', { nullable: true })
  witnessId!: string | null;

  @Column('text')
  witnessName!: string;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('uuid')
  sealedBy!: string;

  @Column('text')
  sealedByName!: string;

  @Column('timestamptz')
  sealedAt!: Date;
}

@Entity('media_seal_photo')
export class MediaSealPhoto {
  @PrimaryColumn('uuid')
  sealId!: string;

  @PrimaryColumn('text')
  taken!: 'before' | 'after';

  @PrimaryColumn('uuid')
  fileId!: string;
}

/** One link of a card's chain of custody. */
@Entity('media_entry')
export class MediaEntry {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  cardId!: string;

  @Column('integer')
  generation!: number;

  @Column('text')
  event!: CardEvent;

  @Column('timestamptz')
  at!: Date;

  @Column('uuid')
  actorId!: string;

  @Column('text')
  actorName!: string;

  /** Who has the card from then on. */
  @Column('uuid')
  holderId!: string;

  @Column('text')
  holderName!: string;

  @Column('uuid', { nullable: true })
  deviceId!: string | null;

  @Column('text', { nullable: true })
  signature!: string | null;

  @Column('jsonb')
  details!: Readonly<Record<string, unknown>>;
}
