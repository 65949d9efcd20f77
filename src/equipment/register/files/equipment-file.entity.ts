import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('equipment_file')
export class EquipmentFile {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  sha256!: string;

  @Column('text')
  fileName!: string;

  /** The uploader's unit at that time. */
  @Column('uuid')
  unitId!: string;

  @Column('uuid')
  uploadedBy!: string;

  @Column('text')
  uploadedByName!: string;

  @Column('timestamptz')
  uploadedAt!: Date;
}

/** What an upload may be sent again under. */
@Entity('equipment_file_key')
export class EquipmentFileKey {
  @PrimaryColumn('uuid')
  uploadedBy!: string;

  @PrimaryColumn('text')
  key!: string;

  @Column('uuid')
  fileId!: string;
}
