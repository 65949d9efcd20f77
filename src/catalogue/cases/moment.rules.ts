/** What a time line shows, of whatever room it is. */
export const MOMENT_KINDS = [
  'opened',
  'stage_changed',
  'captured',
  'attached',
  'detached',
  'sealed',
  'site_record',
  'paired',
  'flight',
  'rapid_test',
] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];

export interface Moment {
  readonly at: string;
  readonly kind: MomentKind;
  readonly id: string;
  readonly evidenceId: string | null;
  readonly name: string;
}

/** The place of a moment among those of one instant. */
export function keyOf({ kind, id }: Pick<Moment, 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}

export interface MomentCursor {
  readonly at: string;
  readonly key: string;
}

/** Newest first; those of one instant by their keys, backwards, as the database sorts bytes. */
export function merged(
  sources: readonly (readonly Moment[])[],
  before: MomentCursor | undefined,
  limit: number,
): Moment[] {
  return sources
    .flat()
    .filter((moment) => before === undefined || isBefore(moment, before))
    .toSorted((a, b) => compare({ at: b.at, key: keyOf(b) }, { at: a.at, key: keyOf(a) }))
    .slice(0, limit);
}

function isBefore(moment: Moment, cursor: MomentCursor): boolean {
  return compare({ at: moment.at, key: keyOf(moment) }, cursor) < 0;
}

/** Instants in ISO 8601 UTC and keys in ASCII sort as they are written. */
function compare(a: MomentCursor, b: MomentCursor): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
