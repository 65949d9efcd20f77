import { FLIGHT_STATES, type FlightState } from '../flights/flight.rules.js';

export type CalendarStatus = 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';

/** What a flight's state is to a calendar program: certain from its approval, and gone when it will not take place. */
export const FLIGHT_CALENDAR_STATUS: Readonly<Record<FlightState, CalendarStatus>> = {
  draft: 'TENTATIVE',
  checked: 'TENTATIVE',
  applied: 'TENTATIVE',
  approved: 'CONFIRMED',
  pre_reported: 'CONFIRMED',
  cleared: 'CONFIRMED',
  airborne: 'CONFIRMED',
  nonconforming: 'CONFIRMED',
  contingent: 'CONFIRMED',
  landed: 'CONFIRMED',
  reported: 'CONFIRMED',
  closed: 'CONFIRMED',
  refused: 'CANCELLED',
  cancelled: 'CANCELLED',
};

/** States of flights that will not take place: told for a while, so that readers take them off. */
export const GONE_FLIGHT_STATES: readonly FlightState[] = FLIGHT_STATES.filter(
  (state) => FLIGHT_CALENDAR_STATUS[state] === 'CANCELLED',
);

/** Who flies in which airspace; only for who may read the flight. */
export interface FlightParty {
  readonly pilot: string | null;
  /** Who goes along, without the pilot. */
  readonly team: readonly string[];
  readonly lowerMetres: number | null;
  readonly upperMetres: number | null;
}

/** What flies, in a line; never why or for which case: a feed leaves the house. */
export function flightSummary(assetCode: string, party?: FlightParty): string {
  if (!party) return `飞行 ${assetCode}`;
  const { pilot, team, lowerMetres, upperMetres } = party;
  const parts = [
    `飞行 ${assetCode}`,
    ...(pilot === null ? [] : [`飞手 ${pilot}`]),
    ...(team.length === 0 ? [] : [`同行 ${team.join('、')}`]),
    ...(lowerMetres === null || upperMetres === null ? [] : [`离地 ${lowerMetres}–${upperMetres} 米`]),
  ];
  return parts.join(' · ');
}
