import type { DroneClass } from '../../equipment/index.js';
import { chinaDateOf, type Period } from '../../platform/index.js';
import type { Known } from './flight-facts.js';

/** A paper with its days in China, the last one included; without a last day it has no end. */
export interface Validity {
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** A licence or training that has not been withdrawn. */
export interface Standing extends Validity {
  readonly kind: string;
  readonly scope: string;
}

/** Classes that a licence is for, from the lightest; one for a class covers those before it. */
const LICENSED: readonly string[] = ['small', 'medium', 'large'];

/** `yes` when one paper covers every day of the period, `no` when there are papers and none does, `unknown` without any. */
export function coversDays(papers: readonly Validity[], { from, to }: Period): Known {
  if (papers.length === 0) return 'unknown';
  const [first, last] = [chinaDateOf(from), chinaDateOf(new Date(to.getTime() - 1))];
  const covers = ({ validFrom, validUntil }: Validity) => validFrom <= first && (validUntil ?? '9999') >= last;
  return papers.some(covers) ? 'yes' : 'no';
}

/** Whether a licence for this class, or a heavier one, covers the period. Without any record of a licence there is none. */
export function holdsFor(held: readonly Standing[], droneClass: DroneClass, during: Period): Known {
  const rank = Math.max(LICENSED.indexOf(droneClass), 0);
  const fitting = held.filter(({ kind, scope }) => kind === 'pilot_licence' && LICENSED.indexOf(scope) >= rank);
  return coversDays(fitting, during) === 'yes' ? 'yes' : 'no';
}
