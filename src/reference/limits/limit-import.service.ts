import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Actor, AuditTrail, readSpreadsheet, type Tx, UnitOfWork, UploadReceiver } from '../../platform/index.js';
import { measuredItemCode } from '../measured-item.data.js';
import { ReferenceErrors, LimitRowErrors } from '../reference.errors.js';
import { ReferenceRights } from '../reference-rights.service.js';
import { headedTwice, limitColumns, NEEDED_COLUMNS, readLimitRow, type RowFault } from './limit-file.rules.js';
import {
  type LimitImportInput,
  type LimitImportResult,
  parseLimitImport,
  toLimitRowFault,
} from './limit-import.schemas.js';
import { type KeptLimit, LimitKeeper } from './limit-keeper.service.js';
import { toLimitRow } from './limit-record.rules.js';
import { LimitRepository } from './limit.repository.js';
import { boundsOf, type LimitDraft, limitKey } from './limit.rules.js';

const FILE_LIMIT_MEGABYTES = 20;
/** GB 2763 alone has some ten thousand. */
const MOST_ROWS = 20_000;
const MOST_SHOWN = 1_000;
const MOST_NEW_ITEMS = 100;

interface FileOfLimits {
  readonly drafts: readonly LimitDraft[];
  /** The row of each draft. */
  readonly numbers: readonly number[];
  readonly faults: readonly RowFault[];
  readonly rows: number;
}

/** Limits from a file: judged row by row, and taken over whole or not at all. */
@Injectable()
export class LimitImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly receiver: UploadReceiver,
    private readonly keeper: LimitKeeper,
    private readonly limits: LimitRepository,
    private readonly rights: ReferenceRights,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws FORBIDDEN, UPLOAD_…, SPREADSHEET_…, LIMIT_… */
  async receive(actor: Actor, request: IncomingMessage): Promise<LimitImportResult> {
    this.rights.require(actor, 'limit.manage');
    const rules = { texts: ['metadata'], limitMegabytes: FILE_LIMIT_MEGABYTES };
    const { path, digests, texts } = await this.receiver.receive(request, rules);
    try {
      const input = parseLimitImport(texts.get('metadata') ?? '');
      const digest = digests.sha256;
      if (input.digest !== undefined && input.digest !== digest) throw ReferenceErrors.LIMIT_FILE_CHANGED({ digest });
      return await this.take(actor, await readFile(path), input, digest);
    } finally {
      await this.receiver.discard(path);
    }
  }

  private async take(
    actor: Actor,
    file: FileOfLimits,
    { mode }: LimitImportInput,
    digest: string,
  ): Promise<LimitImportResult> {
    if (mode === 'dry_run') {
      const kept = await this.unitOfWork.read((tx) => this.keeper.compare(tx, file.drafts, 'imported'));
      return answer(mode, digest, file, kept);
    }
    const errorCount = file.faults.length;
    if (errorCount > 0)
      throw ReferenceErrors.LIMIT_IMPORT_REFUSED({
        errorCount,
        errors: file.faults.slice(0, MOST_SHOWN).map(toLimitRowFault),
      });
    return this.unitOfWork.run(actor, async (tx) =>
      answer(mode, digest, file, await this.apply(tx, file.drafts, digest)),
    );
  }

  private async apply(tx: Tx, drafts: readonly LimitDraft[], digest: string): Promise<KeptLimit[]> {
    await this.limits.lock(tx);
    const kept = await this.keeper.keep(tx, drafts, 'imported');
    const details = { created: countOf(kept, 'create'), replaced: countOf(kept, 'replace') };
    await this.audit.record(tx, { action: 'limit.import', subject: { kind: 'limit_file', id: digest }, details });
    return kept;
  }
}

async function readFile(path: string): Promise<FileOfLimits> {
  const drafts: LimitDraft[] = [];
  const numbers: number[] = [];
  const faults: RowFault[] = [];
  const seen = new Map<string, number>();
  let columns: ReturnType<typeof limitColumns> | undefined;
  let rows = 0;
  for await (const row of readSpreadsheet(path)) {
    if (!columns) {
      columns = columnsIn(row.cells);
      continue;
    }
    rows += 1;
    if (rows > MOST_ROWS) throw ReferenceErrors.LIMIT_FILE_TOO_LONG({ most: MOST_ROWS });
    const read = readLimitRow(row, columns);
    if ('faults' in read) {
      faults.push(...read.faults);
      continue;
    }
    const otherRow = seen.get(limitKey(read.draft));
    if (otherRow !== undefined)
      faults.push({ row: row.number, column: null, error: LimitRowErrors.LIMIT_ROW_TWICE({ otherRow }) });
    seen.set(limitKey(read.draft), row.number);
    drafts.push(read.draft);
    numbers.push(row.number);
  }
  if (rows === 0) throw ReferenceErrors.LIMIT_FILE_EMPTY();
  return { drafts, numbers, faults, rows };
}

/** @throws LIMIT_COLUMN_TWICE, LIMIT_COLUMNS_MISSING */
function columnsIn(headings: Parameters<typeof limitColumns>[0]): ReturnType<typeof limitColumns> {
  const twice = headedTwice(headings);
  if (twice !== undefined) throw ReferenceErrors.LIMIT_COLUMN_TWICE({ column: twice });
  const columns = limitColumns(headings);
  const missing = NEEDED_COLUMNS.filter((name) => !columns.has(name));
  if (missing.length > 0) throw ReferenceErrors.LIMIT_COLUMNS_MISSING({ columns: missing.join(', ') });
  return columns;
}

function answer(
  mode: LimitImportInput['mode'],
  digest: string,
  { numbers, faults, rows }: FileOfLimits,
  kept: readonly KeptLimit[],
): LimitImportResult {
  const changes = kept.flatMap(({ draft, change, before }, at) => {
    if (change !== 'create' && change !== 'replace') return [];
    const row = numbers[at] ?? 0;
    return [
      { row, change, key: limitKey(draft), before: before ? said(toLimitRow(before)) : null, after: said(draft) },
    ];
  });
  const items = new Set(kept.map(({ draft }) => draft.item));
  const newItems = [...items].filter((item) => measuredItemCode(item) === undefined);
  return {
    mode,
    digest,
    rows,
    created: countOf(kept, 'create'),
    replaced: countOf(kept, 'replace'),
    unchanged: countOf(kept, 'unchanged'),
    errorCount: faults.length,
    newItems: newItems.slice(0, MOST_NEW_ITEMS),
    errors: faults.slice(0, MOST_SHOWN).map(toLimitRowFault),
    changes: changes.slice(0, MOST_SHOWN),
  };
}

function countOf(kept: readonly KeptLimit[], wanted: KeptLimit['change']): number {
  return kept.filter(({ change }) => change === wanted).length;
}

function said({ operator, value, unit, confirmedBy }: LimitDraft): string {
  return `${operator} ${[...new Set(boundsOf(value))].join('–')} ${unit} (${confirmedBy})`;
}
