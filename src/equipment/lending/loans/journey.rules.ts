export const JOURNEY_STATES = [
  'prepared',
  'dispatched',
  'in_transit',
  'received',
  'return_dispatched',
  'return_received',
  'cancelled',
] as const;
export type JourneyState = (typeof JOURNEY_STATES)[number];

/** What may follow what. Word from the road may come more than once; what was received may be brought back in person. */
export const JOURNEY_MOVES: Readonly<Record<JourneyState, readonly JourneyState[]>> = {
  prepared: ['dispatched', 'cancelled'],
  dispatched: ['in_transit', 'received'],
  in_transit: ['in_transit', 'received'],
  received: ['return_dispatched', 'return_received'],
  return_dispatched: ['return_received'],
  return_received: [],
  cancelled: [],
};

/** Steps that a person records; a journey begins prepared. */
export const JOURNEY_STEPS = JOURNEY_STATES.filter((state) => state !== 'prepared');

export type JourneySide = 'owner' | 'borrower';

/** Who knows that it is so. */
export const STEP_SIDES: Readonly<Record<JourneyState, readonly JourneySide[]>> = {
  prepared: ['owner'],
  dispatched: ['owner'],
  in_transit: ['owner', 'borrower'],
  received: ['borrower'],
  return_dispatched: ['borrower'],
  return_received: ['owner'],
  cancelled: ['owner'],
};

export type StepField = 'carrier' | 'condition' | 'signature';

/** What each step must say. */
export const STEP_NEEDS: Readonly<Record<JourneyState, readonly StepField[]>> = {
  prepared: [],
  dispatched: ['carrier', 'signature'],
  in_transit: [],
  received: ['condition', 'signature'],
  return_dispatched: ['carrier', 'signature'],
  return_received: ['condition', 'signature'],
  cancelled: [],
};

export function mayAdvance(from: JourneyState, to: JourneyState): boolean {
  return JOURNEY_MOVES[from].includes(to);
}

/** Whether the device is on its way or away on this journey, or about to be. */
export function isOpenJourney(state: JourneyState): boolean {
  return JOURNEY_MOVES[state].length > 0;
}

/** What a step must say and does not. */
export function missingFields(to: JourneyState, said: Readonly<Partial<Record<StepField, unknown>>>): StepField[] {
  return STEP_NEEDS[to].filter((field) => said[field] === undefined || said[field] === null);
}
