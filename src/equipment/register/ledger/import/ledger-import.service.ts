import { Injectable } from '@nestjs/common';
import { type Actor, AuditTrail, type Tx, UnitOfWork } from '../../../../platform/index.js';
import type { DeviceKind } from '../../pool/device-kind.entity.js';
import { type MappedColumn, mappedTwice } from '../columns/heading.rules.js';
import type { LedgerLanguage } from '../columns/ledger.fields.js';
import { LedgerErrors } from '../ledger.errors.js';
import { LedgerJudge, type Verdict } from '../rows/ledger-judge.js';
import type { LedgerRow, RowFault } from '../rows/ledger-row.rules.js';
import type { NameMoves } from '../rows/name-moves.js';
import { readingOf } from '../rows/row-reading.rules.js';
import { ImportTally, type PreviewRow } from './import-tally.js';
import { type ImportInput, toRowError } from './ledger-import.schemas.js';
import { LedgerMappings, type Understanding } from './ledger-mappings.service.js';
import { LedgerNames } from './ledger-names.service.js';
import { LedgerSettings } from './ledger-settings.service.js';
import { LedgerWriter } from './ledger-writer.service.js';
import { inBatches, type OpenLedger, openLedger } from './ledger.reader.js';

/** Few enough that what a batch leaves behind is collected young: memory then stays near the rest of the service. */
const BATCH = 100;

/** A file that lies on our disk. */
export interface LedgerFile {
  readonly path: string;
  readonly digest: string;
}

export interface ImportResult {
  readonly mode: ImportInput['mode'];
  readonly digest: string;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly errorCount: number;
  readonly faults: readonly RowFault[];
  readonly preview: readonly PreviewRow[];
  readonly columns: readonly MappedColumn[];
}

interface Plan {
  readonly file: LedgerFile;
  readonly input: ImportInput;
  readonly kinds: readonly DeviceKind[];
  readonly understand: Understanding;
}

/** A ledger becomes part of the register: judged row by row, and taken over whole or not at all. */
@Injectable()
export class LedgerImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly writer: LedgerWriter,
    private readonly mappings: LedgerMappings,
    private readonly settings: LedgerSettings,
    private readonly names: LedgerNames,
    private readonly audit: AuditTrail,
  ) {}

  /** What the file would do. @throws FORBIDDEN, UNIT_UNKNOWN, SPREADSHEET_…, IMPORT_… */
  async preview(actor: Actor, file: LedgerFile, input: ImportInput): Promise<ImportResult> {
    this.settings.requireUnit(actor, input);
    return this.unitOfWork.read(async (tx) => {
      const plan = await this.plan(tx, actor, file, input);
      const moves = await this.names.moves(tx, await this.names.gather(await opened(plan)), input.matchBy);
      return this.judgeAll(tx, actor, { ...plan, moves }, false);
    });
  }

  /** @throws IMPORT_REFUSED with every fault, and what a preview throws */
  async apply(actor: Actor, file: LedgerFile, input: ImportInput, language: LedgerLanguage): Promise<ImportResult> {
    this.settings.requireUnit(actor, input);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.mappings.lockImports(tx);
      const plan = await this.plan(tx, actor, file, input);
      const result = await this.judgeAll(tx, actor, { ...plan, moves: await this.prepared(tx, plan) }, true);
      const { errorCount, faults, rows, created, updated, unchanged, columns } = result;
      if (errorCount > 0)
        throw LedgerErrors.IMPORT_REFUSED({ errorCount, errors: faults.map((fault) => toRowError(fault, language)) });
      await this.mappings.remember(tx, actor, columns);
      const details = { rows, created, updated, unchanged };
      const subject = { kind: 'ledger', id: file.digest };
      await this.audit.record(tx, { action: 'equipment.importRegister', subject, details });
      return result;
    });
  }

  private async plan(tx: Tx, actor: Actor, file: LedgerFile, input: ImportInput): Promise<Plan> {
    if (input.digest !== undefined && input.digest !== file.digest)
      throw LedgerErrors.IMPORT_FILE_CHANGED({ digest: file.digest });
    const kinds = await this.writer.kinds(tx, input.mode === 'apply');
    return { file, input, kinds, understand: await this.mappings.understanding(tx, actor, kinds, input.mapping) };
  }

  /** Locks the devices of the file and frees the names that go from one to another. */
  private async prepared(tx: Tx, plan: Plan): Promise<NameMoves> {
    const rows = await this.names.gather(await opened(plan));
    await this.names.lock(tx, rows);
    const moves = await this.names.moves(tx, rows, plan.input.matchBy);
    await this.names.free(tx, moves);
    return moves;
  }

  private async judgeAll(
    tx: Tx,
    actor: Actor,
    plan: Plan & { readonly moves: NameMoves },
    write: boolean,
  ): Promise<ImportResult> {
    const { columns, rows } = await opened(plan);
    const judge = new LedgerJudge(this.settings.of(actor, plan));
    const tally = new ImportTally(write);
    try {
      for await (const batch of inBatches(rows, BATCH)) {
        const verdicts = await this.judgeBatch(tx, judge, batch, plan);
        for (const [at, verdict] of verdicts.entries()) tally.add(batch[at]?.number ?? 0, verdict);
        if (write && tally.errorCount === 0) await this.writer.write(tx, verdicts);
      }
    } finally {
      await rows.return(undefined);
    }
    const { rows: count, created, updated, unchanged, errorCount, faults, preview } = tally;
    const { input, file } = plan;
    const counts = { rows: count, created, updated, unchanged, errorCount };
    return { mode: input.mode, digest: file.digest, ...counts, faults, preview, columns };
  }

  private async judgeBatch(
    tx: Tx,
    judge: LedgerJudge,
    batch: readonly LedgerRow[],
    { moves, input }: Plan & { readonly moves: NameMoves },
  ): Promise<readonly Verdict[]> {
    const readings = batch.map(readingOf);
    const around = await this.names.around(tx, readings, moves, input.matchBy);
    return readings.map((reading) => judge.judge(reading, around));
  }
}

/** @throws SPREADSHEET_…, IMPORT_EMPTY, IMPORT_HEADINGS_UNKNOWN, IMPORT_MAPPED_TWICE */
async function opened({ file, input, understand }: Plan): Promise<OpenLedger> {
  const ledger = await openLedger(file.path, understand, input.emptyCells);
  const twice = mappedTwice(ledger.columns);
  if (!twice) return ledger;
  await ledger.rows.return(undefined);
  throw LedgerErrors.IMPORT_MAPPED_TWICE({ field: twice.field, columns: twice.headings.join(', ') });
}
