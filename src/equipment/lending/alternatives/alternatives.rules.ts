import type { Period } from '../../../platform/index.js';
import { minutesAfter } from '../lapses/lapse.rules.js';
import { blockedPeriod, nextFreePeriod, overlaps } from '../../period.rules.js';

/** A device that could stand in, already known to be lent to the asker and in service. */
export interface Candidate {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly kindCode: string;
  /** From the wished place, or from the device asked for; null when either position is unknown. */
  readonly distanceMetres: number | null;
  readonly turnaroundMinutes: number;
  /** Until when a certificate lets it be booked; null: no certificate is needed. */
  readonly usableUntil: Date | null;
  readonly blocked: readonly Period[];
}

export const ALTERNATIVE_REASONS = ['same_kind', 'next_free_period'] as const;

/** Another device for the wished period, or a device for its next free period of the same length. */
export interface Alternative {
  readonly reason: (typeof ALTERNATIVE_REASONS)[number];
  readonly deviceId: string;
  readonly assetCode: string;
  readonly kindCode: string;
  readonly distanceMetres: number | null;
  readonly during: Period;
}

export interface Wish {
  readonly during: Period;
  /** The devices that could not be had. */
  readonly refusedIds: ReadonlySet<string>;
  readonly kindCodes: ReadonlySet<string>;
  /** What is wanted for the same period: a later one has to be free for all of it. */
  readonly together: readonly Candidate[];
  /** Nothing later than this is proposed. */
  readonly horizon: Date;
}

const FAR = Number.POSITIVE_INFINITY;

function nearestFirst(a: Candidate, b: Candidate): number {
  const distance = (candidate: Candidate) => candidate.distanceMetres ?? FAR;
  const gap = distance(a) === distance(b) ? 0 : distance(a) - distance(b);
  return gap || a.assetCode.localeCompare(b.assetCode);
}

function usable(candidate: Candidate, during: Period): boolean {
  return candidate.usableUntil === null || during.to <= candidate.usableUntil;
}

function propose(reason: Alternative['reason'], from: Candidate, during: Period): Alternative {
  const { deviceId, assetCode, kindCode, distanceMetres } = from;
  return { reason, deviceId, assetCode, kindCode, distanceMetres, during };
}

function freeFor(candidate: Candidate, during: Period): boolean {
  const wanted = blockedPeriod(during, candidate.turnaroundMinutes);
  return usable(candidate, during) && !candidate.blocked.some((taken) => overlaps(wanted, taken));
}

/** What a later period must not meet: the device's own time and that of what goes along, each before its turnaround. */
function inTheWay(candidates: readonly Candidate[]): Period[] {
  return candidates.flatMap(({ blocked, turnaroundMinutes }) =>
    blocked.map(({ from, to }) => ({ from: minutesAfter(from, -turnaroundMinutes), to })),
  );
}

function later(candidate: Candidate, wish: Wish): Alternative[] {
  const company = [candidate, ...wish.together.filter(({ deviceId }) => deviceId !== candidate.deviceId)];
  const during = nextFreePeriod(wish.during, inTheWay(company), 0, wish.horizon);
  if (during === null || !company.every((one) => usable(one, during))) return [];
  return [propose('next_free_period', candidate, during)];
}

/**
 * What to offer instead: first other devices of the same kind for the same period, nearest first, then the refused
 * devices themselves at their next free period, soonest first. At most `limit` of each sort.
 */
export function proposeAlternatives(wish: Wish, candidates: readonly Candidate[], limit: number): Alternative[] {
  const others = candidates
    .filter((candidate) => wish.kindCodes.has(candidate.kindCode) && !wish.refusedIds.has(candidate.deviceId))
    .filter((candidate) => freeFor(candidate, wish.during))
    .toSorted(nearestFirst)
    .slice(0, limit)
    .map((candidate) => propose('same_kind', candidate, wish.during));
  const same = candidates
    .filter((candidate) => wish.refusedIds.has(candidate.deviceId))
    .flatMap((candidate) => later(candidate, wish))
    .toSorted((a, b) => a.during.from.getTime() - b.during.from.getTime())
    .slice(0, limit);
  return [...others, ...same];
}
