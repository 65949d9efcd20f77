import type { MetadataClaims, TimeClaim } from '../metadata/claim.types.js';

/** The sender’s word on when the ground looked like this, beside what the file says; taken where the file says nothing. */
export function withAcquisition(claims: MetadataClaims, acquiredAt: string | undefined): MetadataClaims {
  if (acquiredAt === undefined) return claims;
  const claim: TimeClaim & { readonly at: string } = {
    source: 'manual',
    written: acquiredAt,
    at: new Date(acquiredAt).toISOString(),
    zone: 'stated',
    offsetMinutes: offsetIn(acquiredAt),
    trust: 'low',
    problem: null,
  };
  const time = claims.time ?? { claim, reason: 'ONLY_USABLE_CLAIM' as const };
  return { ...claims, times: [...claims.times, claim], time };
}

function offsetIn(written: string): number {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})$/.exec(written) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -total : total;
}
