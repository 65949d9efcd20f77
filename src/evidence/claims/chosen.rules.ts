import type { Position } from '../../geo/index.js';
import type { EvidenceClaim } from '../items/evidence-claim.entity.js';

/**
 * The claims that stand as chosen: claims are never changed, so of those that were chosen one after the other the last one
 * counts.
 * @param claims oldest first
 */
export function standingChoices(claims: readonly EvidenceClaim[]): ReadonlySet<string> {
  const last = new Map<EvidenceClaim['subject'], string>();
  for (const { id, subject, chosen } of claims) if (chosen) last.set(subject, id);
  return new Set(last.values());
}

/** What others than people say of the place, as far as it can be used. */
export function usablePositions(claims: readonly EvidenceClaim[]): Position[] {
  return claims.flatMap(({ subject, source, value, problem }) => {
    const { lon, lat } = value as { readonly lon?: unknown; readonly lat?: unknown };
    const isUsable = subject === 'position' && source !== 'manual' && source !== 'gateway' && problem === null;
    return isUsable && typeof lon === 'number' && typeof lat === 'number' ? [{ lon, lat }] : [];
  });
}
