import { RegisterRowErrors } from './register.errors.js';
import type { EntryRow } from './register-file.reader.js';
import type { EntryFault } from './register-file.rules.js';
import { type EntryChange, entryChange, type Expert, type Institution } from './register.rules.js';

/** What of the register the rows of a file may touch. */
export interface Standing {
  /** The own unit's first. */
  readonly institutions: readonly Institution[];
  /** The own unit's alone. */
  readonly experts: readonly Expert[];
}

export interface PlannedEntry extends EntryRow {
  readonly change: EntryChange;
}

/** What a file does: to be said, or to be written. */
export interface RegisterPlan {
  readonly entries: readonly PlannedEntry[];
  readonly faults: readonly EntryFault[];
  readonly institutions: readonly Institution[];
  readonly experts: readonly Expert[];
}

interface Written<Entry> {
  readonly planned: PlannedEntry;
  readonly entry: Entry;
}

/** @param idFor a fresh id */
export function planOf(
  rows: readonly EntryRow[],
  { institutions: standing, experts }: Standing,
  { unitId, idFor }: { readonly unitId: string; readonly idFor: () => string },
): RegisterPlan {
  const institutions = rows
    .filter(({ draft }) => draft.kind === 'institution')
    .map((row) => institutionOf(row, standing, unitId, idFor));
  const ids = new Map<string, string>();
  for (const { id, name } of [...institutions.map(({ entry }) => entry), ...standing])
    if (!ids.has(name)) ids.set(name, id);
  const faults: EntryFault[] = [];
  const people = rows.flatMap((row) => {
    const { draft } = row;
    if (draft.kind !== 'expert') return [];
    const institutionId = draft.institution === null ? null : ids.get(draft.institution);
    if (institutionId !== undefined) return [expertOf(row, { institutionId, experts, unitId, idFor })];
    const value = (draft.institution ?? '').slice(0, 60);
    const error = RegisterRowErrors.REGISTER_INSTITUTION_MISSING({ value });
    faults.push({ row: row.row, column: 'institution', error });
    return [];
  });
  return {
    entries: [...institutions, ...people].map(({ planned }) => planned).sort((a, b) => a.row - b.row),
    faults,
    institutions: changed(institutions),
    experts: changed(people),
  };
}

function institutionOf(
  { row, draft }: EntryRow,
  standing: readonly Institution[],
  unitId: string,
  idFor: () => string,
): Written<Institution> {
  const before = standing.find((one) => one.unitId === unitId && one.name === draft.name);
  const { name, fields, contact, active } = draft;
  const entry = { id: before?.id ?? idFor(), unitId, name, fields, contact, active };
  return { planned: { row, draft, change: entryChange(before, entry) }, entry };
}

function expertOf(
  { row, draft }: EntryRow,
  {
    institutionId,
    experts,
    unitId,
    idFor,
  }: {
    readonly institutionId: string | null;
    readonly experts: readonly Expert[];
    readonly unitId: string;
    readonly idFor: () => string;
  },
): Written<Expert> {
  const before = experts.find((one) => one.institutionId === institutionId && one.name === draft.name);
  const { name, title, fields, contact, active } = draft;
  const entry = { id: before?.id ?? idFor(), unitId, institutionId, name, title, fields, contact, active };
  return { planned: { row, draft, change: entryChange(before, entry) }, entry };
}

function changed<Entry>(written: readonly Written<Entry>[]): Entry[] {
  return written.filter(({ planned }) => planned.change !== 'unchanged').map(({ entry }) => entry);
}
