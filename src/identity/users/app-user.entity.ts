import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../access/roles.js';

export const USER_STATES = ['active', 'suspended'] as const;
export type UserState = (typeof USER_STATES)[number];

@Entity('app_user')
export class AppUser {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  username!: string;

  @Column('text')
  displayName!: string;

  @Column('text', { nullable: true })
  passwordHash!: string | null;

  @Column('uuid')
  unitId!: string;

  @Column('text', { array: true })
  roles!: Role[];

  @Column('text')
  state!: UserState;

  /** Made by the demonstration; refused in production. */
  @Column('boolean')
  demonstration!: boolean;

  /** Raised when roles, state or password change: older tokens end. */
  @Column('integer')
  accessVersion!: number;

  @Column('timestamptz')
  createdAt!: Date;
}
