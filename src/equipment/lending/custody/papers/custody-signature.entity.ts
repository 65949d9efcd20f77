import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SignatureForm } from './drawing.rules.js';
import type { CustodyMoment, SignatureSide } from './paper.codes.js';

@Entity('custody_signature')
export class CustodySignature {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  custodyId!: string;

  @Column('text')
  moment!: CustodyMoment;

  /** For the moment `hand_over`: which one. */
  @Column('uuid', { nullable: true })
  handOverId!: string | null;

  @Column('text')
  side!: SignatureSide;

  /** Null for somebody without an account. */
  @Column('uuid', { nullable: true })
  userId!: string | null;

  @Column('text')
  name!: string;

  @Column('text')
  form!: SignatureForm;

  @Column('text')
  drawing!: string;

  /** Of the drawing as it was sent. */
  @Column('text')
  sha256!: string;

  @Column('timestamptz')
  signedAt!: Date;

  /** On whose screen it was signed. */
  @Column('uuid')
  recordedBy!: string;
}
