import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import {
  type Actor,
  AuditTrail,
  toImportFaultView,
  type Tx,
  UnitOfWork,
  UploadReceiver,
} from '../../platform/index.js';
import { measuredItemCode } from '../measured-item.data.js';
import { ReferenceErrors } from '../reference.errors.js';
import { ReferenceRights } from '../reference-rights.service.js';
import { type FileOfRows, readRowFile } from './row-file.reader.js';
import type { RowFilePlan } from './row-file.rules.js';
import { parseRowImport, type RowChange, type RowImportInput, type RowImportResult } from './row-import.schemas.js';

const FILE_LIMIT_MEGABYTES = 20;
const MOST_SHOWN = 1_000;
const MOST_NEW_ITEMS = 100;

/** What a row does. */
export interface KeptRow<Draft> {
  readonly draft: Draft;
  readonly change: RowChange;
  /** What stood in its place until now. */
  readonly before: Draft | undefined;
}

/** A kind of rows that files bring. */
export interface RowKind<Draft extends { readonly item: string }, Column extends string> {
  readonly plan: RowFilePlan<Draft, Column>;
  /** Of the audit. */
  readonly action: string;
  readonly subjectKind: string;
  /** What a row says, in a few words. */
  readonly said: (draft: Draft) => string;
  /** What each row would do, in their order. */
  readonly compare: (tx: Tx, drafts: readonly Draft[]) => Promise<KeptRow<Draft>[]>;
  /** Writes them as new versions, one import after the other. */
  readonly keep: (tx: Tx, drafts: readonly Draft[]) => Promise<KeptRow<Draft>[]>;
}

/** Rows from a file: judged row by row, and taken over whole or not at all. */
@Injectable()
export class RowImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly receiver: UploadReceiver,
    private readonly rights: ReferenceRights,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws FORBIDDEN, UPLOAD_…, SPREADSHEET_…, LIMIT_… */
  async receive<Draft extends { readonly item: string }, Column extends string>(
    actor: Actor,
    request: IncomingMessage,
    kind: RowKind<Draft, Column>,
  ): Promise<RowImportResult> {
    this.rights.require(actor, 'limit.manage');
    const rules = { texts: ['metadata'], limitMegabytes: FILE_LIMIT_MEGABYTES };
    const { path, digests, texts } = await this.receiver.receive(request, rules);
    try {
      const input = parseRowImport(texts.get('metadata') ?? '');
      const digest = digests.sha256;
      if (input.digest !== undefined && input.digest !== digest) throw ReferenceErrors.LIMIT_FILE_CHANGED({ digest });
      const file = await readRowFile(path, kind.plan);
      const kept = await this.take(actor, file, kind, { ...input, digest });
      return { mode: input.mode, digest, ...answer(file, kind, kept) };
    } finally {
      await this.receiver.discard(path);
    }
  }

  private async take<Draft extends { readonly item: string }, Column extends string>(
    actor: Actor,
    { drafts, faults }: FileOfRows<Draft>,
    kind: RowKind<Draft, Column>,
    { mode, digest }: RowImportInput & { readonly digest: string },
  ): Promise<KeptRow<Draft>[]> {
    if (mode === 'dry_run') return this.unitOfWork.read((tx) => kind.compare(tx, drafts));
    const errorCount = faults.length;
    if (errorCount > 0)
      throw ReferenceErrors.LIMIT_IMPORT_REFUSED({
        errorCount,
        errors: faults.slice(0, MOST_SHOWN).map(toImportFaultView),
      });
    return this.unitOfWork.run(actor, async (tx) => {
      const kept = await kind.keep(tx, drafts);
      const details = { created: countOf(kept, 'create'), replaced: countOf(kept, 'replace') };
      await this.audit.record(tx, { action: kind.action, subject: { kind: kind.subjectKind, id: digest }, details });
      return kept;
    });
  }
}

function answer<Draft extends { readonly item: string }, Column extends string>(
  { numbers, faults, rows }: FileOfRows<Draft>,
  { plan, said }: RowKind<Draft, Column>,
  kept: readonly KeptRow<Draft>[],
): Omit<RowImportResult, 'mode' | 'digest'> {
  const changes = kept.flatMap(({ draft, change, before }, at) => {
    if (change !== 'create' && change !== 'replace') return [];
    const row = numbers[at] ?? 0;
    return [{ row, change, key: plan.key(draft), before: before ? said(before) : null, after: said(draft) }];
  });
  const items = new Set(kept.map(({ draft }) => draft.item));
  const newItems = [...items].filter((item) => measuredItemCode(item) === undefined);
  return {
    rows,
    created: countOf(kept, 'create'),
    replaced: countOf(kept, 'replace'),
    unchanged: countOf(kept, 'unchanged'),
    errorCount: faults.length,
    newItems: newItems.slice(0, MOST_NEW_ITEMS),
    errors: faults.slice(0, MOST_SHOWN).map(toImportFaultView),
    changes: changes.slice(0, MOST_SHOWN),
  };
}

function countOf(kept: readonly { readonly change: RowChange }[], wanted: RowChange): number {
  return kept.filter(({ change }) => change === wanted).length;
}
