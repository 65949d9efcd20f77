import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaptureRole } from './capture-set.codes.js';

@Entity('capture_set')
export class CaptureSet {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  scope!: string;

  @Column('text')
  stem!: string;
}

@Entity('capture_set_member')
export class CaptureSetMember {
  @PrimaryColumn('uuid')
  itemId!: string;

  @Column('uuid')
  setId!: string;

  @Column('text')
  role!: CaptureRole;
}
