import type { ExpertField } from './register.codes.js';

export interface Institution {
  readonly id: string;
  /** The unit that entered it. */
  readonly unitId: string;
  readonly name: string;
  readonly fields: readonly ExpertField[];
  readonly contact: string | null;
  readonly active: boolean;
}

export interface Expert extends Institution {
  readonly institutionId: string | null;
  readonly title: string | null;
}

/** An expert with the name of where they work. */
export interface ExpertAt extends Expert {
  readonly institutionName: string | null;
}

/** What a row of a file does to the register. */
export const ENTRY_CHANGES = ['create', 'replace', 'unchanged'] as const;
export type EntryChange = (typeof ENTRY_CHANGES)[number];

type Said = Pick<Institution, 'fields' | 'contact' | 'active'> & { readonly title?: string | null };

/** What saying `after` does to what stands there. */
export function entryChange(before: Said | undefined, after: Said): EntryChange {
  if (before === undefined) return 'create';
  return saidOf(before) === saidOf(after) ? 'unchanged' : 'replace';
}

function saidOf({ fields, contact, active, title = null }: Said): string {
  return JSON.stringify([[...fields].sort((a, b) => (a < b ? -1 : 1)), contact, active, title]);
}
