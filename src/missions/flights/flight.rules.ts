/**
 * States of a flight, in the order a flight usually meets them. `nonconforming` is outside its volume and recoverable,
 * `contingent` is not and can only come down (ASTM F3548-21 words the off-nominal states so).
 */
export const FLIGHT_STATES = [
  'draft',
  'checked',
  'applied',
  'approved',
  'refused',
  'pre_reported',
  'cleared',
  'airborne',
  'nonconforming',
  'contingent',
  'landed',
  'reported',
  'closed',
  'cancelled',
] as const;
export type FlightState = (typeof FLIGHT_STATES)[number];

interface FlightStateRow {
  /** States that may follow. */
  readonly to: readonly FlightState[];
  /** Whether the flight holds its volumes against every other plan. */
  readonly live: boolean;
}

/**
 * The flight's state table. A plan holds its airspace from the moment it passed the check, not only from its approval:
 * otherwise two plans could wait for approval over the same river. A check that nobody follows up becomes a draft again.
 * A plan that changes before take-off is checked and applied for anew. Cancelling is possible anywhere before take-off.
 * The hour-before report is a step of its own where the flight had to be applied for (Order 761 art. 30), and only there.
 * Taking off without the clearance is against the rules and yet a fact: it is recorded, and flagged. After a landing the
 * airspace is free for others; the next sortie takes it again and is flagged where it is not free any more.
 */
export const FLIGHT_STATE_TABLE: Readonly<Record<FlightState, FlightStateRow>> = {
  draft: { to: ['checked', 'cancelled'], live: false },
  checked: { to: ['checked', 'draft', 'applied', 'cancelled'], live: true },
  applied: { to: ['applied', 'approved', 'refused', 'cancelled'], live: true },
  approved: { to: ['applied', 'pre_reported', 'cleared', 'airborne', 'cancelled'], live: true },
  refused: { to: [], live: false },
  pre_reported: { to: ['applied', 'cleared', 'airborne', 'cancelled'], live: true },
  cleared: { to: ['applied', 'airborne', 'cancelled'], live: true },
  airborne: { to: ['nonconforming', 'contingent', 'landed'], live: true },
  nonconforming: { to: ['airborne', 'contingent', 'landed'], live: true },
  contingent: { to: ['landed'], live: true },
  landed: { to: ['airborne', 'reported'], live: false },
  reported: { to: ['closed'], live: false },
  closed: { to: [], live: false },
  cancelled: { to: [], live: false },
};

/** States in which a flight holds its volumes: the ones deconfliction looks at. */
export const LIVE_FLIGHT_STATES: readonly FlightState[] = FLIGHT_STATES.filter(
  (state) => FLIGHT_STATE_TABLE[state].live,
);

/** Whether a flight in state `from` may move to state `to`. */
export function mayMove(from: FlightState, to: FlightState): boolean {
  return FLIGHT_STATE_TABLE[from].to.includes(to);
}

/** What people are shown: five plain phases instead of the states inside. */
export const FLIGHT_PHASES = ['preparing', 'waiting', 'ready', 'flying', 'over'] as const;
export type FlightPhase = (typeof FLIGHT_PHASES)[number];

const PHASE_OF: Readonly<Record<FlightState, FlightPhase>> = {
  draft: 'preparing',
  checked: 'preparing',
  applied: 'waiting',
  approved: 'ready',
  pre_reported: 'ready',
  cleared: 'ready',
  airborne: 'flying',
  nonconforming: 'flying',
  contingent: 'flying',
  landed: 'over',
  reported: 'over',
  closed: 'over',
  refused: 'over',
  cancelled: 'over',
};

export function phaseOf(state: FlightState): FlightPhase {
  return PHASE_OF[state];
}

/** How a flight came about; `unplanned`: an aircraft took off and nobody had planned it. */
export const FLIGHT_ORIGINS = ['planned', 'fly_now', 'fly_again', 'unplanned'] as const;
export type FlightOrigin = (typeof FLIGHT_ORIGINS)[number];

/**
 * What was wrong with a take-off that took place nevertheless. `uncleared`: approved, and nobody had cleared it. `blocked`:
 * the rules, a zone or another flight stood in its way.
 */
export const TAKE_OFF_FLAGS = ['uncleared', 'blocked'] as const;
export type TakeOffFlag = (typeof TAKE_OFF_FLAGS)[number];

/** States in which a plan is approved and its aircraft may not take off yet. */
export const UNCLEARED_STATES: readonly FlightState[] = ['approved', 'pre_reported'];

/** How long a plan that was checked holds its airspace while nobody applies for it. */
export const CHECK_HOLD_MINUTES = 30;
