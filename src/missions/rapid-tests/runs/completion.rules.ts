import { sameUnit } from '../../../reference/index.js';
import { sameText } from '../../method-cards/method-card.rules.js';

/** What an instrument sent, word for word; it never changes. */
export interface ReceivedReading {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly item: string;
  readonly value: number | null;
  readonly unit: string | null;
  readonly lot: string | null;
  readonly readings: readonly number[];
  readonly position: { readonly lon: number; readonly lat: number } | null;
}

/** What a person may add to it. */
export const COMPLETED_FIELDS = [
  'unit',
  'lot',
  'cardId',
  'sampleId',
  'medium',
  'matrix',
  'startedAt',
  'dilution',
  'controls',
  'temperatureCelsius',
  'rawReading',
  'photos',
  'authority',
  'note',
  'target',
] as const;
export type CompletedField = (typeof COMPLETED_FIELDS)[number];

type Added = Readonly<Partial<Record<CompletedField, unknown>>>;

/** What holds where nobody says anything; saying it adds nothing. */
const UNSAID: Added = { dilution: 1, authority: 'procuratorate' };

export function completedFieldsOf(added: Added): CompletedField[] {
  return COMPLETED_FIELDS.filter((field) => {
    const value = added[field];
    const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
    return !isEmpty && value !== UNSAID[field];
  });
}

export interface Contradiction {
  readonly field: 'unit' | 'lot';
  readonly sent: string;
}

/** Where a person says something else than the instrument did; null where nothing is contradicted. */
export function contradiction(
  { unit, lot }: Pick<ReceivedReading, 'unit' | 'lot'>,
  added: { readonly unit?: string | undefined; readonly lot?: string | undefined },
): Contradiction | null {
  if (unit !== null && added.unit !== undefined && !sameUnit(unit, added.unit)) return { field: 'unit', sent: unit };
  if (lot !== null && added.lot !== undefined && !sameText(lot, added.lot)) return { field: 'lot', sent: lot };
  return null;
}
