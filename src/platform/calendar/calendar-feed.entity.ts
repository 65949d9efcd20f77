import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('calendar_feed')
export class CalendarFeed {
  @PrimaryColumn('uuid')
  id!: string;

  /** Whose rights it is read with. */
  @Column('uuid')
  ownerId!: string;

  /** What kind of thing it is about; a feature knows it. */
  @Column('text')
  about!: string;

  @Column('uuid')
  subjectId!: string;

  @Column('bytea')
  tokenSha256!: Buffer;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}
