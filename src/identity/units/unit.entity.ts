import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Tier } from '../access/roles.js';

@Entity('unit')
export class Unit {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { nullable: true })
  parentId!: string | null;

  @Column('text')
  tier!: Tier;

  @Column('text', { nullable: true })
  adcode!: string | null;

  @Column('text')
  name!: string;

  @Column('double precision', { nullable: true })
  lon!: number | null;

  @Column('double precision', { nullable: true })
  lat!: number | null;

  @Column('timestamptz')
  createdAt!: Date;
}
