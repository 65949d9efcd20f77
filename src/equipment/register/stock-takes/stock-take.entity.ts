import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StockTakeScope } from './stock-take-row.js';
import type { StockTakeState } from './stock-take.rules.js';

@Entity('stock_take')
export class StockTake {
  @PrimaryColumn('uuid')
  id!: string;

  /** The unit that counts. */
  @Column('uuid')
  unitId!: string;

  @Column('text')
  title!: string;

  /** Whose devices are counted. */
  @Column('uuid', { array: true })
  unitIds!: string[];

  @Column('jsonb')
  scope!: StockTakeScope;

  @Column('date')
  dueOn!: string;

  @Column('text')
  state!: StockTakeState;

  @Column('uuid')
  openedBy!: string;

  @Column('text')
  openedByName!: string;

  @Column('timestamptz')
  openedAt!: Date;

  @Column('uuid', { nullable: true })
  endedBy!: string | null;

  @Column('text', { nullable: true })
  endedByName!: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  @Column('text', { nullable: true })
  endingNote!: string | null;
}

@Entity('stock_take_assignee')
export class StockTakeAssignee {
  @PrimaryColumn('uuid')
  stockTakeId!: string;

  @PrimaryColumn('uuid')
  userId!: string;

  @Column('text')
  userName!: string;
}
