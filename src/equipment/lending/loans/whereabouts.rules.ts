import type { Position } from '../../../geo/index.js';
import type { JourneyState } from './journey.rules.js';

export const WHEREABOUTS_SOURCES = ['journey', 'custody', 'home'] as const;
export type WhereaboutsSource = (typeof WHEREABOUTS_SOURCES)[number];

/** The last that is known of where a device is. */
export interface Whereabouts {
  readonly source: WhereaboutsSource;
  /** Null where it has always been at home. */
  readonly since: Date | null;
  /** The unit it is with; null on the road. */
  readonly unitId: string | null;
  readonly position: Position | null;
}

/** The latest journey of a device, as far as it went. */
export interface JourneyFacts {
  readonly state: JourneyState;
  readonly borrowerUnitId: string;
  readonly at: Date;
  /** Told with the last step. */
  readonly here: Position | null;
  /** The last that was told on the way. */
  readonly underway: Position | null;
}

/** The latest custody of a device. */
export interface CustodyFacts {
  readonly holderUnitId: string;
  readonly from: Date;
  readonly positionOut: Position | null;
  readonly returnedAt: Date | null;
  readonly positionIn: Position | null;
}

export interface WhereaboutsFacts {
  readonly ownerUnitId: string;
  readonly home: Position | null;
  readonly journey: JourneyFacts | null;
  readonly custody: CustodyFacts | null;
}

/** Where the device is with somebody, or on the road between two of them. */
const ON_THE_ROAD: readonly JourneyState[] = ['dispatched', 'in_transit', 'return_dispatched'];

/** The later word counts, of the journey or of the custody; without either the device is at home. */
export function whereaboutsOf(facts: WhereaboutsFacts): Whereabouts {
  const { ownerUnitId, home } = facts;
  const told = [fromCustody(facts), fromJourney(facts)].filter((found) => found !== null);
  const [latest] = told.toSorted((a, b) => b.since.getTime() - a.since.getTime());
  return latest ?? { source: 'home', since: null, unitId: ownerUnitId, position: home };
}

type Told = Whereabouts & { readonly since: Date };

function fromCustody({ custody, journey, ownerUnitId, home }: WhereaboutsFacts): Told | null {
  if (!custody) return null;
  const source = 'custody' as const;
  const { returnedAt, holderUnitId, from, positionOut, positionIn } = custody;
  if (returnedAt === null) return { source, since: from, unitId: holderUnitId, position: positionOut };
  // Handed back at the borrower's: it is not home before its way back has ended.
  const unitId = journey?.state === 'received' ? journey.borrowerUnitId : ownerUnitId;
  return { source, since: returnedAt, unitId, position: positionIn ?? (unitId === ownerUnitId ? home : null) };
}

function fromJourney({ journey, ownerUnitId, home }: WhereaboutsFacts): Told | null {
  if (!journey || journey.state === 'cancelled') return null;
  const { state, at: since, here, underway, borrowerUnitId } = journey;
  const source = 'journey' as const;
  if (ON_THE_ROAD.includes(state)) return { source, since, unitId: null, position: underway };
  if (state === 'received') return { source, since, unitId: borrowerUnitId, position: here };
  return { source, since, unitId: ownerUnitId, position: here ?? home };
}
