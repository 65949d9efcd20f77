import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { AccessService, asUser } from '../../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  newId,
  toImportFaultView,
  type Tx,
  UnitOfWork,
  UploadReceiver,
} from '../../../platform/index.js';
import { RegisterErrors } from './register.errors.js';
import { type EntryFile, readEntryFile } from './register-file.reader.js';
import type { EntryFault } from './register-file.rules.js';
import { planOf, type RegisterPlan } from './register-plan.rules.js';
import { RegisterRepository } from './register.repository.js';
import type { EntryChange } from './register.rules.js';
import { parseRegisterImport, type RegisterImportResult } from './register.schemas.js';

const FILE_LIMIT_MEGABYTES = 5;
const MOST_SHOWN = 1_000;

/** Experts and institutions of the own unit from a file: judged row by row, taken over whole or not at all. */
@Injectable()
export class RegisterImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly receiver: UploadReceiver,
    private readonly entries: RegisterRepository,
    private readonly access: AccessService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws FORBIDDEN, UPLOAD_…, SPREADSHEET_…, REGISTER_… */
  async receive(actor: Actor, request: IncomingMessage): Promise<RegisterImportResult> {
    const { unitId } = asUser(actor);
    this.access.require(actor, 'expert.manage', [{ id: unitId, unitIds: [unitId] }]);
    const rules = { texts: ['metadata'], limitMegabytes: FILE_LIMIT_MEGABYTES };
    const { path, digests, texts } = await this.receiver.receive(request, rules);
    try {
      const { mode, digest: expected } = parseRegisterImport(texts.get('metadata') ?? '');
      const digest = digests.sha256;
      if (expected !== undefined && expected !== digest) throw RegisterErrors.REGISTER_FILE_CHANGED({ digest });
      const file = await readEntryFile(path);
      const plan =
        mode === 'dry_run'
          ? await this.unitOfWork.read((tx) => this.plan(tx, unitId, file))
          : await this.apply(actor, unitId, file, digest);
      return { mode, digest, ...answer(file, plan) };
    } finally {
      await this.receiver.discard(path);
    }
  }

  private async apply(actor: Actor, unitId: string, file: EntryFile, digest: string): Promise<RegisterPlan> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.entries.lock(tx, unitId);
      const plan = await this.plan(tx, unitId, file);
      const errors = faultsOf(file, plan);
      if (errors.length > 0)
        throw RegisterErrors.REGISTER_IMPORT_REFUSED({
          errorCount: errors.length,
          errors: errors.slice(0, MOST_SHOWN).map(toImportFaultView),
        });
      const [by, now] = [actor.id, this.clock.now()];
      await this.entries.saveInstitutions(tx, plan.institutions, by, now);
      await this.entries.saveExperts(tx, plan.experts, by, now);
      const details = { created: countOf(plan, 'create'), replaced: countOf(plan, 'replace') };
      await this.audit.record(tx, { action: 'expert.import', subject: { kind: 'expert_file', id: digest }, details });
      return plan;
    });
  }

  private async plan(tx: Tx, unitId: string, { entries }: EntryFile): Promise<RegisterPlan> {
    const drafts = entries.map(({ draft }) => draft);
    const named = drafts.flatMap(({ kind, name, institution }) =>
      kind === 'institution' ? name : (institution ?? []),
    );
    const people = drafts.filter(({ kind }) => kind === 'expert').map(({ name }) => name);
    const standing = {
      institutions: await this.entries.institutionsNamed(tx, unitId, named),
      experts: await this.entries.expertsNamed(tx, unitId, people),
    };
    return planOf(entries, standing, { unitId, idFor: newId });
  }
}

function faultsOf({ faults }: EntryFile, plan: RegisterPlan): EntryFault[] {
  return [...faults, ...plan.faults].sort((a, b) => a.row - b.row);
}

function answer(file: EntryFile, plan: RegisterPlan): Omit<RegisterImportResult, 'mode' | 'digest'> {
  const errors = faultsOf(file, plan);
  const changes = plan.entries.filter(({ change }) => change !== 'unchanged').slice(0, MOST_SHOWN);
  return {
    rows: file.rows,
    created: countOf(plan, 'create'),
    replaced: countOf(plan, 'replace'),
    unchanged: countOf(plan, 'unchanged'),
    errorCount: errors.length,
    errors: errors.slice(0, MOST_SHOWN).map(toImportFaultView),
    changes: changes.map(({ row, change, draft: { kind, name } }) => ({ row, change, kind, name })),
  };
}

function countOf({ entries }: RegisterPlan, wanted: EntryChange): number {
  return entries.filter(({ change }) => change === wanted).length;
}
