import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/index.js';
import type { RowImportResult } from '../row-import/row-import.schemas.js';
import { type KeptRow, RowImport, type RowKind } from '../row-import/row-import.service.js';
import { LIMIT_FILE, type LimitColumn } from './limit-file.rules.js';
import { type KeptLimit, LimitKeeper } from './limit-keeper.service.js';
import { toLimitRow } from './limit-record.rules.js';
import { LimitRepository } from './limit.repository.js';
import { boundsOf, type LimitDraft } from './limit.rules.js';

/** Limits from a file. */
@Injectable()
export class LimitImport {
  private readonly kind: RowKind<LimitDraft, LimitColumn> = {
    plan: LIMIT_FILE,
    action: 'limit.import',
    subjectKind: 'limit_file',
    said,
    compare: async (tx, drafts) => (await this.keeper.compare(tx, drafts, 'imported')).map(toKept),
    keep: async (tx, drafts) => {
      await this.limits.lock(tx);
      return (await this.keeper.keep(tx, drafts, 'imported')).map(toKept);
    },
  };

  constructor(
    private readonly files: RowImport,
    private readonly keeper: LimitKeeper,
    private readonly limits: LimitRepository,
  ) {}

  /** @throws FORBIDDEN, UPLOAD_…, SPREADSHEET_…, LIMIT_… */
  async receive(actor: Actor, request: IncomingMessage): Promise<RowImportResult> {
    return this.files.receive(actor, request, this.kind);
  }
}

function toKept({ draft, change, before }: KeptLimit): KeptRow<LimitDraft> {
  return { draft, change, before: before && toLimitRow(before) };
}

function said({ operator, value, unit, confirmedBy }: LimitDraft): string {
  return `${operator} ${[...new Set(boundsOf(value))].join('–')} ${unit} (${confirmedBy})`;
}
