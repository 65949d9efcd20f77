/** A policy as far as it decides. */
export interface Keeping {
  readonly id: string;
  /** Null: every domain that has none of its own. */
  readonly domain: string | null;
  readonly keepMonths: number;
  readonly includesSealed: boolean;
  readonly validFrom: Date;
}

/** A case that an item belongs to. */
export interface ItemCase {
  readonly domain: string;
  /** Since when it is known to be closed; null while it is not. */
  readonly closedAt: Date | null;
}

/** What decides whether an item may go. */
export interface Candidate {
  readonly state: 'received' | 'sealed' | 'removed';
  readonly isHeld: boolean;
  /** On the list of a case now. */
  readonly isListed: boolean;
  /** All that it is or ever was on the list of. */
  readonly cases: readonly ItemCase[];
}

export const NOT_DUE = ['removed', 'held', 'no_case', 'case_open', 'no_policy', 'sealed', 'period_runs'] as const;
export type NotDue = (typeof NOT_DUE)[number];

export type Due =
  | { readonly due: true; readonly dueAt: Date; readonly policyId: string }
  | { readonly due: false; readonly because: NotDue };

/**
 * Evidence is kept for ever unless it belongs to a case, all its cases are closed, each has a policy in force, and the
 * longest of their periods is over. A case whose list it was taken off counts like the others: that it was once needed
 * there is nobody's to undo. A hold comes before every rule; a sealed item goes only where the policy of each case says so.
 */
export function dueOf({ state, isHeld, isListed, cases }: Candidate, policies: readonly Keeping[], now: Date): Due {
  if (state === 'removed') return no('removed');
  if (isHeld) return no('held');
  if (!isListed) return no('no_case');
  const ends = cases.map((one) => endOf(one, state, policies, now));
  const hindered = ends.find((end) => 'because' in end);
  if (hindered && 'because' in hindered) return no(hindered.because);
  const [latest] = ends.flatMap((end) => ('at' in end ? [end] : [])).sort((a, b) => b.at.getTime() - a.at.getTime());
  if (!latest || latest.at > now) return no('period_runs');
  return { due: true, dueAt: latest.at, policyId: latest.policyId };
}

type End = { readonly at: Date; readonly policyId: string } | { readonly because: NotDue };

function endOf(
  { domain, closedAt }: ItemCase,
  state: Candidate['state'],
  policies: readonly Keeping[],
  now: Date,
): End {
  if (!closedAt) return { because: 'case_open' };
  const policy = policyFor(domain, policies, now);
  if (!policy) return { because: 'no_policy' };
  if (state === 'sealed' && !policy.includesSealed) return { because: 'sealed' };
  return { at: monthsLater(closedAt, policy.keepMonths), policyId: policy.id };
}

/** The domain's own comes before the general one. */
export function policyFor(domain: string, policies: readonly Keeping[], now: Date): Keeping | undefined {
  const inForce = policies.filter(({ validFrom }) => validFrom <= now);
  return inForce.find((one) => one.domain === domain) ?? inForce.find((one) => one.domain === null);
}

/** The same day of the month; where the month is shorter, its last day. */
export function monthsLater(from: Date, months: number): Date {
  const later = new Date(from);
  later.setUTCMonth(from.getUTCMonth() + months);
  if (later.getUTCDate() !== from.getUTCDate()) later.setUTCDate(0);
  return later;
}

function no(because: NotDue): Due {
  return { due: false, because };
}
