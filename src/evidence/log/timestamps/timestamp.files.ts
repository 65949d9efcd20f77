import { Injectable } from '@nestjs/common';
import { type ServedFile, servedBytes, type Tx, UnitOfWork } from '../../../platform/index.js';
import { LogErrors } from '../log.errors.js';
import { LogRepository } from '../log.repository.js';
import { TimestampRepository, type TimestampRow } from './timestamp.repository.js';

export interface StampedHead {
  readonly row: TimestampRow;
  /** What the stamp is over. */
  readonly stamped: Buffer;
}

/** Stamps as files that public tools take: the answer, and the bytes it is over. */
@Injectable()
export class TimestampFiles {
  constructor(
    private readonly timestamps: TimestampRepository,
    private readonly repository: LogRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws LOG_TIMESTAMP_UNKNOWN */
  async answer(size: number | undefined): Promise<ServedFile> {
    const row = await this.unitOfWork.read((tx) => this.find(tx, size));
    return servedBytes(row.answer, 'application/timestamp-reply', `log-${row.size}.tsr`);
  }

  /** @throws LOG_TIMESTAMP_UNKNOWN */
  async stamped(size: number | undefined): Promise<ServedFile> {
    return this.unitOfWork.read(async (tx) => {
      const row = await this.find(tx, size);
      return servedBytes(await this.noteOf(tx, row), 'text/plain; charset=utf-8', `log-${row.size}.checkpoint.txt`);
    });
  }

  /** For an export: the first stamps over these entries, and the newest, of heads up to a size. */
  async covering(tx: Tx, indexes: readonly number[], upTo: number): Promise<StampedHead[]> {
    const rows = await this.timestamps.covering(tx, indexes, upTo);
    return Promise.all(rows.map(async (row) => ({ row, stamped: await this.noteOf(tx, row) })));
  }

  async newest(tx: Tx): Promise<TimestampRow | undefined> {
    return this.timestamps.newest(tx);
  }

  private async find(tx: Tx, size: number | undefined): Promise<TimestampRow> {
    const row = await (size === undefined ? this.timestamps.newest(tx) : this.timestamps.ofSize(tx, size));
    if (!row) throw LogErrors.LOG_TIMESTAMP_UNKNOWN();
    return row;
  }

  /** What was sent to be stamped: our own signature, not the lines that witnesses add later. */
  private async noteOf(tx: Tx, { size }: TimestampRow): Promise<Buffer> {
    const checkpoint = await this.repository.checkpoint(tx, size);
    if (!checkpoint) throw LogErrors.LOG_CHECKPOINT_UNKNOWN();
    return Buffer.from(checkpoint.note, 'utf8');
  }
}
