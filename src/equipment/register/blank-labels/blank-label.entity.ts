import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Labels that were printed together before anything wore them. */
@Entity('label_batch')
export class LabelBatch {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  unitId!: string;

  @Column('integer')
  count!: number;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('uuid')
  printedBy!: string;

  @Column('text')
  printedByName!: string;

  @Column('timestamptz')
  printedAt!: Date;
}

@Entity('blank_label')
export class BlankLabel {
  @PrimaryColumn('text')
  code!: string;

  @Column('uuid')
  batchId!: string;

  @Column('integer')
  ordinal!: number;
}
