import { Injectable } from '@nestjs/common';
import { asUser } from '../../../../identity/index.js';
import { type Actor, AuditTrail, type Cell, Clock, type Tx, UnitOfWork } from '../../../../platform/index.js';
import type { DeviceKind } from '../../pool/device-kind.entity.js';
import { DeviceBatch } from '../../registry/device-batch.service.js';
import {
  type HeadingNames,
  headingNames,
  isLedgerField,
  mapColumns,
  type MappedColumn,
  mappedTwice,
  plainHeading,
} from '../columns/heading.rules.js';
import { ImportTally, type PreviewRow } from './import-tally.js';
import { LedgerJudge, type Verdict } from '../rows/ledger-judge.js';
import { type ImportInput, toRowError } from './ledger-import.schemas.js';
import type { LedgerRow, RowFault } from '../rows/ledger-row.rules.js';
import { LedgerSettings } from './ledger-settings.service.js';
import { attributeFieldsOf } from '../columns/ledger-sheet.rules.js';
import { LedgerErrors } from '../ledger.errors.js';
import type { LedgerLanguage } from '../columns/ledger.fields.js';
import { inBatches, openLedger } from './ledger.reader.js';
import { LedgerRepository } from '../columns/ledger.repository.js';
import { Namesakes } from '../rows/namesakes.js';
import { namesOf, registerValues } from '../rows/row-values.rules.js';

const BATCH = 500;

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
  readonly understand: (headings: readonly Cell[]) => MappedColumn[];
}

/** A ledger becomes part of the register: judged row by row, and taken over whole or not at all. */
@Injectable()
export class LedgerImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly batch: DeviceBatch,
    private readonly ledger: LedgerRepository,
    private readonly settings: LedgerSettings,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** What the file would do. @throws FORBIDDEN, UNIT_UNKNOWN, SPREADSHEET_…, IMPORT_… */
  async preview(actor: Actor, file: LedgerFile, input: ImportInput): Promise<ImportResult> {
    this.settings.requireUnit(actor, input);
    return this.unitOfWork.read(async (tx) => this.judgeAll(tx, actor, await this.plan(tx, actor, file, input), false));
  }

  /** @throws IMPORT_REFUSED with every fault, and what a preview throws */
  async apply(actor: Actor, file: LedgerFile, input: ImportInput, language: LedgerLanguage): Promise<ImportResult> {
    this.settings.requireUnit(actor, input);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.ledger.lockImports(tx);
      const plan = await this.plan(tx, actor, file, input);
      await this.lockDevices(tx, plan);
      const result = await this.judgeAll(tx, actor, plan, true);
      const { errorCount, faults, rows, created, updated, unchanged, columns } = result;
      if (errorCount > 0)
        throw LedgerErrors.IMPORT_REFUSED({ errorCount, errors: faults.map((fault) => toRowError(fault, language)) });
      await this.remember(tx, actor, columns);
      const details = { rows, created, updated, unchanged };
      const subject = { kind: 'ledger', id: file.digest };
      await this.audit.record(tx, { action: 'equipment.importRegister', subject, details });
      return result;
    });
  }

  private async plan(tx: Tx, actor: Actor, file: LedgerFile, input: ImportInput): Promise<Plan> {
    if (input.digest !== undefined && input.digest !== file.digest)
      throw LedgerErrors.IMPORT_FILE_CHANGED({ digest: file.digest });
    const kinds = await this.batch.allKinds(tx, input.mode === 'apply');
    const names = headingNames(kinds.flatMap(({ attributeSchema }) => attributeFieldsOf(attributeSchema)));
    const given = givenMapping(input.mapping, names);
    const all = await this.ledger.mappings(tx, asUser(actor).unitId);
    const remembered = new Map([...all].filter(([, field]) => isLedgerField(field, names)));
    return { file, input, kinds, understand: (headings) => mapColumns(headings, { given, remembered }, names) };
  }

  /** First of all, and all at once: device rows are locked in the order of their ids. */
  private async lockDevices(tx: Tx, { file, understand }: Plan): Promise<void> {
    const names: string[] = [];
    const { rows } = await openLedger(file.path, understand);
    for await (const row of rows) {
      const { assetCode, serial } = namesOf(registerValues(row).values);
      for (const name of [assetCode, serial]) if (name !== null) names.push(name.toLowerCase());
    }
    await this.batch.lock(tx, names);
  }

  private async judgeAll(tx: Tx, actor: Actor, plan: Plan, write: boolean): Promise<ImportResult> {
    const { columns, rows } = await openLedger(plan.file.path, plan.understand);
    const judge = new LedgerJudge(this.settings.of(actor, plan));
    const tally = new ImportTally(write);
    try {
      refuseTwice(columns);
      for await (const batch of inBatches(rows, BATCH)) {
        const verdicts = await this.judgeBatch(tx, judge, batch, tally);
        if (write && tally.errorCount === 0) await this.writeBatch(tx, verdicts);
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
    tally: ImportTally,
  ): Promise<readonly Verdict[]> {
    const wanted = batch.map((row) => {
      const names = namesOf(registerValues(row).values);
      return { ...names, assetCode: names.assetCode ?? '' };
    });
    const others = new Namesakes(await this.batch.namesakes(tx, wanted));
    return batch.map((row) => {
      const verdict = judge.judge(row, others);
      tally.add(row.number, verdict);
      return verdict;
    });
  }

  private async writeBatch(tx: Tx, verdicts: readonly Verdict[]): Promise<void> {
    await this.batch.enter(
      tx,
      verdicts.flatMap((verdict) => (verdict.action === 'create' ? [verdict] : [])),
    );
    await this.batch.change(
      tx,
      verdicts.flatMap((verdict) => (verdict.action === 'update' ? [verdict.change] : [])),
    );
  }

  private async remember(tx: Tx, actor: Actor, columns: readonly MappedColumn[]): Promise<void> {
    const { unitId } = asUser(actor);
    const updatedAt = this.clock.now();
    const given = columns.flatMap(({ heading, field, by }) =>
      by === 'given' && field !== null ? [{ unitId, heading: plainHeading(heading), field, updatedAt }] : [],
    );
    await this.ledger.remember(tx, [...new Map(given.map((mapping) => [mapping.heading, mapping])).values()]);
  }
}

/** @throws IMPORT_FIELD_UNKNOWN */
function givenMapping(mapping: Readonly<Record<string, string>>, names: HeadingNames): ReadonlyMap<string, string> {
  const unknown = Object.values(mapping).find((field) => !isLedgerField(field, names));
  if (unknown !== undefined) throw LedgerErrors.IMPORT_FIELD_UNKNOWN({ field: unknown });
  return new Map(Object.entries(mapping).map(([heading, field]) => [plainHeading(heading), field]));
}

/** @throws IMPORT_MAPPED_TWICE */
function refuseTwice(columns: readonly MappedColumn[]): void {
  const twice = mappedTwice(columns);
  if (twice) throw LedgerErrors.IMPORT_MAPPED_TWICE({ field: twice.field, columns: twice.headings.join(', ') });
}
