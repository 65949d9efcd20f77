import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asCount } from '../../../platform/index.js';
import type {
  DeviceState,
  DroneClass,
  IdentityReporting,
  LinkKind,
  LoanApproval,
  LoanScope,
} from '../../equipment.codes.js';

/** A PostgreSQL point: x is the longitude, y the latitude. */
export interface PointColumn {
  readonly x: number;
  readonly y: number;
}

@Entity('device')
export class Device {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  kindId!: string;

  @Column('uuid', { nullable: true })
  partOfId!: string | null;

  @Column('uuid')
  unitId!: string;

  @Column('text')
  assetCode!: string;

  @Column('text', { nullable: true })
  serial!: string | null;

  @Column('text')
  model!: string;

  @Column('text', { nullable: true })
  djiModelKey!: string | null;

  @Column('text')
  state!: DeviceState;

  @Column('text')
  loanScope!: LoanScope;

  @Column('point', { nullable: true })
  homePosition!: PointColumn | null;

  @Column('text', { nullable: true })
  linkKind!: LinkKind | null;

  @Column('text', { nullable: true })
  productIdCode!: string | null;

  @Column('text', { nullable: true })
  uomRegistration!: string | null;

  @Column('text', { nullable: true })
  droneClass!: DroneClass | null;

  @Column('text', { nullable: true })
  reportsIdentity!: IdentityReporting | null;

  @Column('integer', { nullable: true })
  emptyMassGrams!: number | null;

  @Column('integer', { nullable: true })
  maxTakeoffMassGrams!: number | null;

  @Column('text', { nullable: true })
  firmware!: string | null;

  @Column('text', { array: true, default: [] })
  capabilities!: string[];

  @Column('text', { nullable: true })
  insurancePolicy!: string | null;

  /** Last day of cover in China, `YYYY-MM-DD`. */
  @Column('date', { nullable: true })
  insuredUntil!: string | null;

  @Column('text', { default: 'none' })
  loanApproval!: LoanApproval;

  @Column('date', { nullable: true })
  purchasedOn!: string | null;

  @Column('bigint', { nullable: true, transformer: asCount })
  priceCents!: number | null;

  @Column('integer', { nullable: true })
  cycleCount!: number | null;

  @Column('smallint', { nullable: true })
  healthPercent!: number | null;

  @Column('text', { nullable: true })
  stateReason!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  stateSince!: Date;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('jsonb')
  attributes!: Readonly<Record<string, unknown>>;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}
