import type { Position } from '../../geo/index.js';

/** An aircraft this far outside has left; nearer to the edge it has to stay outside for a while. */
const LEFT_METRES = 20;
export const LEFT_MS = 10_000;

/** What a fence is held against, as far as the detector asks. */
export interface FenceLimits {
  readonly fenceId: string;
  readonly lowerMetres: number;
  /** Null: without a top. */
  readonly upperMetres: number | null;
  /** Null: nobody is told how long one stays. */
  readonly dwellMinutes: number | null;
}

export interface FenceSample {
  /** By the clock of the device. */
  readonly at: Date;
  /** By our clock, which alone counts how long something lasts. */
  readonly receivedAt: Date;
  readonly position: Position;
  readonly heightAboveTakeoffMetres: number | null;
}

/** A device inside a fence. */
export interface FenceStay {
  readonly fenceId: string;
  readonly enteredAt: Date;
  readonly enteredHeardAt: Date;
  readonly dwellTold: boolean;
  /** Since when it is outside, though not for long or not far enough to have left. */
  readonly outside: { readonly at: Date; readonly heardAt: Date } | null;
}

/** One fence as it lies to the sample. */
export interface FenceContact {
  readonly limits: FenceLimits;
  readonly holdsPosition: boolean;
  /** Asked only of a stay that ends. */
  readonly metresOutside: () => number;
}

export interface FenceOutcome {
  readonly stays: readonly FenceStay[];
  readonly entered: readonly FenceStay[];
  readonly left: readonly { readonly stay: FenceStay; readonly at: Date }[];
  readonly dwelled: readonly FenceStay[];
}

/**
 * The whole detector: the same stays, sample and fences give the same outcome. A stay whose fence is not among the contacts
 * goes on: whoever ends a fence ends its stays.
 */
export function detectFences(
  stays: readonly FenceStay[],
  sample: FenceSample,
  contacts: readonly FenceContact[],
): FenceOutcome {
  const entered: FenceStay[] = [];
  const left: { stay: FenceStay; at: Date }[] = [];
  const dwelled: FenceStay[] = [];
  const next = new Map(stays.map((stay) => [stay.fenceId, stay]));
  for (const contact of contacts) {
    const { fenceId } = contact.limits;
    const stay = next.get(fenceId);
    const inside = isInside(contact, sample);
    if (inside === null) continue;
    if (inside && !stay) {
      const begun = beginStay(fenceId, sample);
      next.set(fenceId, begun);
      entered.push(begun);
    } else if (inside && stay) {
      const going = { ...stay, outside: null, dwellTold: stay.dwellTold || hasDwelled(stay, contact.limits, sample) };
      next.set(fenceId, going);
      if (going.dwellTold && !stay.dwellTold) dwelled.push(going);
    } else if (stay) {
      const outside = stay.outside ?? { at: sample.at, heardAt: sample.receivedAt };
      const isGone = ageMs(outside.heardAt, sample) >= LEFT_MS || !isNearEdge(contact);
      if (isGone) {
        next.delete(fenceId);
        left.push({ stay, at: outside.at });
      } else next.set(fenceId, { ...stay, outside });
    }
  }
  return { stays: [...next.values()], entered, left, dwelled };
}

/** Null: the fence has a floor or a top, and the height is unknown; nothing begins or ends then. */
export function isInside(
  { limits: { lowerMetres, upperMetres }, holdsPosition }: Pick<FenceContact, 'limits' | 'holdsPosition'>,
  { heightAboveTakeoffMetres: height }: Pick<FenceSample, 'heightAboveTakeoffMetres'>,
): boolean | null {
  if (!holdsPosition) return false;
  if (height !== null) return height >= lowerMetres && (upperMetres === null || height < upperMetres);
  return lowerMetres <= 0 && upperMetres === null ? true : null;
}

/** Above or below it has left at once. */
function isNearEdge({ holdsPosition, metresOutside }: FenceContact): boolean {
  return !holdsPosition && metresOutside() < LEFT_METRES;
}

function hasDwelled(stay: FenceStay, { dwellMinutes }: FenceLimits, sample: FenceSample): boolean {
  return dwellMinutes !== null && ageMs(stay.enteredHeardAt, sample) >= dwellMinutes * 60_000;
}

function beginStay(fenceId: string, { at, receivedAt }: FenceSample): FenceStay {
  return { fenceId, enteredAt: at, enteredHeardAt: receivedAt, dwellTold: false, outside: null };
}

function ageMs(since: Date, { receivedAt }: FenceSample): number {
  return receivedAt.getTime() - since.getTime();
}
