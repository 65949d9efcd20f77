import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SignerRole, SigningWay } from './site-record.codes.js';

@Entity('site_record_signature')
export class SiteRecordSignature {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  recordId!: string;

  @Column('text')
  role!: SignerRole;

  /** Of a collector; the others have no account. */
  @Column('uuid', { nullable: true })
  userId!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  capacity!: string | null;

  @Column('text')
  way!: SigningWay;

  /** Of the record as it was signed. */
  @Column('text')
  digest!: string;

  /** PNG as data URL or SVG path data; null where a drawing stands beside it already. */
  @Column('text', { nullable: true })
  drawing!: string | null;

  @Column('text', { nullable: true })
  drawingSha256!: string | null;

  /** By the clock of the phone. */
  @Column('timestamptz')
  signedAt!: Date;

  @Column('timestamptz')
  recordedAt!: Date;

  /** By whose log-in it came in. */
  @Column('uuid')
  recordedBy!: string;
}
