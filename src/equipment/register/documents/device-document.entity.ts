import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DocumentKind } from '../../equipment.codes.js';

@Entity('device_document')
export class DeviceDocument {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  deviceId!: string;

  @Column('uuid')
  fileId!: string;

  @Column('text')
  kind!: DocumentKind;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('uuid')
  attachedBy!: string;

  @Column('text')
  attachedByName!: string;

  @Column('timestamptz')
  attachedAt!: Date;

  @Column('uuid', { nullable: true })
  detachedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  detachedAt!: Date | null;
}
