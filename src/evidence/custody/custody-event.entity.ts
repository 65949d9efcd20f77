import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CustodyEventKind } from '../evidence.codes.js';
import type { ActorSnapshot } from '../items/item.types.js';

@Entity('evidence_custody_event')
export class CustodyEvent {
  /** Given by the database: the order in which events were written. */
  @PrimaryColumn('bigint', { generated: 'identity' })
  sequence!: string;

  @Column('uuid')
  id!: string;

  @Column('uuid')
  itemId!: string;

  @Column('text')
  event!: CustodyEventKind;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  actorKind!: string;

  @Column('text')
  actorId!: string;

  @Column('jsonb')
  actor!: ActorSnapshot;

  @Column('jsonb')
  details!: Readonly<Record<string, unknown>>;

  @Column('timestamptz', { nullable: true })
  viewFrom!: Date | null;
}
