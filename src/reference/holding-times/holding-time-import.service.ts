import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { asUser } from '../../identity/index.js';
import type { Actor } from '../../platform/index.js';
import type { RowImportResult } from '../row-import/row-import.schemas.js';
import { RowImport, type RowKind } from '../row-import/row-import.service.js';
import { HOLDING_TIME_FILE, type HoldingTimeColumn } from './holding-time-file.rules.js';
import { HoldingTimeKeeper } from './holding-time-keeper.service.js';
import { HoldingTimeRepository } from './holding-time.repository.js';
import type { HoldingTimeDraft } from './holding-time.rules.js';

/** Holding times from a file. */
@Injectable()
export class HoldingTimeImport {
  private readonly kind: RowKind<HoldingTimeDraft, HoldingTimeColumn> = {
    plan: HOLDING_TIME_FILE,
    action: 'holdingTime.import',
    subjectKind: 'holding_time_file',
    said: ({ hours, confirmedBy }) => `${hours} h (${confirmedBy})`,
    compare: (tx, drafts) => this.keeper.compare(tx, drafts),
    keep: async (tx, drafts) => {
      await this.times.lock(tx);
      const kept = await this.keeper.compare(tx, drafts);
      const changed = kept.filter(({ change }) => change !== 'unchanged');
      await this.keeper.write(tx, asUser(tx.actor).id, changed);
      return kept;
    },
  };

  constructor(
    private readonly files: RowImport,
    private readonly keeper: HoldingTimeKeeper,
    private readonly times: HoldingTimeRepository,
  ) {}

  /** @throws FORBIDDEN, UPLOAD_…, SPREADSHEET_…, LIMIT_… */
  async receive(actor: Actor, request: IncomingMessage): Promise<RowImportResult> {
    return this.files.receive(actor, request, this.kind);
  }
}
