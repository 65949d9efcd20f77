import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PointColumn } from '../../../register/pool/device.entity.js';
import type { HandOverState } from './hand-over.rules.js';

@Entity('hand_over')
export class HandOver {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  custodyId!: string;

  @Column('uuid')
  toUserId!: string;

  /** As it was when it was offered. */
  @Column('text')
  toUserName!: string;

  @Column('uuid')
  toUnitId!: string;

  @Column('text')
  state!: HandOverState;

  @Column('text', { nullable: true })
  condition!: string | null;

  @Column('integer', { nullable: true })
  batteryPercent!: number | null;

  @Column('point', { nullable: true })
  position!: PointColumn | null;

  @Column('timestamptz')
  offeredAt!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;

  @Column('uuid', { nullable: true })
  nextCustodyId!: string | null;
}
