import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import type { CheckpointRow } from '../log.repository.js';
import { TimestampRepository, type TimestampRow } from '../timestamps/timestamp.repository.js';
import { LogWitnesses } from '../witnesses/log-witnesses.js';
import type { CosignatureRow } from '../witnesses/witness.repository.js';

export interface Vouched {
  readonly cosignatures: readonly CosignatureRow[];
  readonly timestamp: TimestampRow | undefined;
}

/** What others than us say of one head: witnesses, and an authority for its time. */
@Injectable()
export class HeadVouchers {
  constructor(
    private readonly witnesses: LogWitnesses,
    private readonly timestamps: TimestampRepository,
  ) {}

  async of(tx: Tx, checkpoint: CheckpointRow): Promise<Vouched> {
    return {
      cosignatures: await this.witnesses.of(tx, checkpoint),
      timestamp: await this.timestamps.ofSize(tx, checkpoint.size),
    };
  }
}
