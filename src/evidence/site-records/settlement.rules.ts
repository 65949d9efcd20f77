import type { SignerRole, SigningWay, Unsettled } from './site-record.codes.js';

export interface Signed {
  readonly role: SignerRole;
  readonly userId: string | null;
  readonly way: SigningWay;
}

/** What was noted in the place of a signature. */
export interface Notes {
  readonly partyRefusal: string | null;
  readonly noWitnessReason: string | null;
  /** Digest of the film made where no witness could be had. */
  readonly videoSha256: string | null;
}

const LEAST_COLLECTORS = 2;

/** Ways that a person's own log-in stands behind. */
const OWN_WAYS: readonly SigningWay[] = ['own_log_in', 'scanned_code'];

/** Collectors whose signature rests on their own log-in. */
export function confirmedCollectors(collectorIds: readonly string[], signatures: readonly Signed[]): string[] {
  return collectorIds.filter((id) =>
    signatures.some(({ role, userId, way }) => role === 'collector' && userId === id && OWN_WAYS.includes(way)),
  );
}

/**
 * What still keeps a record from being signed: every collector named in it, at least two of them; the party, or that it
 * refused; a witness, or why there is none and the film. [法发〔2016〕22号, 14, 15; 公益诉讼办案规则, 36]
 */
export function unsettled(
  collectorIds: readonly string[],
  signatures: readonly Signed[],
  { partyRefusal, noWitnessReason, videoSha256 }: Notes,
): Unsettled[] {
  const has = (role: SignerRole): boolean => signatures.some((signature) => signature.role === role);
  const confirmed = confirmedCollectors(collectorIds, signatures);
  const open: Unsettled[] = [];
  if (confirmed.length < Math.max(LEAST_COLLECTORS, collectorIds.length)) open.push('collectors');
  if (!has('party') && partyRefusal === null) open.push('party');
  if (!has('witness') && (noWitnessReason === null || videoSha256 === null)) open.push('witness');
  return open;
}
