import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The driver gives bigint as text; a file is far below 2^53 bytes. */
export const asCount = {
  to: (count: number | null) => count,
  from: (text: string | null) => (text === null ? null : Number(text)),
};

@Entity('blob')
export class StoredBlob {
  @PrimaryColumn('text')
  sha256!: string;

  @Column('text')
  sm3!: string;

  @Column('bigint', { transformer: asCount })
  sizeBytes!: number;

  /** By the first bytes, never by the name. */
  @Column('text')
  mediaType!: string;

  @Column('text')
  place!: 'originals';

  @Column('timestamptz')
  storedAt!: Date;
}
