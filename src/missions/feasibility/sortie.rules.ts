import type { AircraftPower, BatteryRow } from '../../equipment/index.js';
import { type Finding } from './finding.js';

/** How batteries are reckoned with: the operator's parameters, not the maker's. */
export interface BatteryRules {
  /** Of a full battery, kept for the way home and the unforeseen: 0.3 is 30 percent. */
  readonly reserve: number;
  /** Of the time in the air, for each degree that it is colder than `coldBelowCelsius`. */
  readonly coldSharePerDegree: number;
  readonly coldBelowCelsius: number;
}

export const SORTIE_BASES = ['wayline', 'period'] as const;
export const BATTERY_COUNTS = ['registered', 'stated', 'unknown'] as const;
export const SORTIE_ASSUMPTIONS = ['full_health', 'no_cold', 'one_battery'] as const;
export type SortieAssumption = (typeof SORTIE_ASSUMPTIONS)[number];

export interface FlightTime {
  readonly minutes: number;
  /** `period`: no wayline says how long it takes, so all of the period counts. */
  readonly basis: (typeof SORTIE_BASES)[number];
}

/** How often batteries are changed, and whether there are enough. Null: cannot be said. */
export interface SortiePlan {
  readonly plannedMinutes: number;
  readonly basis: FlightTime['basis'];
  /** Of one set of batteries, worn and cold as they are, before the reserve is kept back. */
  readonly usableMinutes: number | null;
  readonly reserve: number;
  /** Of the weakest battery at hand. */
  readonly healthPercent: number | null;
  readonly coldShare: number | null;
  readonly sorties: number | null;
  readonly batteriesPerFlight: number;
  readonly batteriesNeeded: number | null;
  readonly batteriesAtHand: number | null;
  readonly counted: (typeof BATTERY_COUNTS)[number];
  readonly batteries: readonly BatteryRow[];
  readonly assumed: readonly SortieAssumption[];
}

/** The most that cold takes away, whatever the parameters say. */
const MOST_COLD_SHARE = 0.6;
/** So that a quotient like 3.0000000000000004 asks for no fourth flight. */
const ROUNDING = 1e-9;

/** At least one, however short. */
export function sortiesFor(plannedMinutes: number, usableMinutes: number, reserve: number): number {
  return Math.max(1, Math.ceil(plannedMinutes / (usableMinutes * (1 - reserve)) - ROUNDING));
}

export function coldShareAt(celsius: number, { coldSharePerDegree, coldBelowCelsius }: BatteryRules): number {
  return Math.min(MOST_COLD_SHARE, Math.max(0, (coldBelowCelsius - celsius) * coldSharePerDegree));
}

/** @param coldest of the air while it flies; null: nobody says */
export function planSorties(
  { minutes, basis }: FlightTime,
  power: AircraftPower | undefined,
  coldest: number | null,
  rules: BatteryRules,
): SortiePlan {
  const { performance = null, batteries = [], statedBatteries = null } = power ?? {};
  const healthPercent = weakest(batteries);
  const coldShare = coldest === null ? null : coldShareAt(coldest, rules);
  const full = performance?.maxFlightMinutes ?? null;
  const usableMinutes = full && (full * (healthPercent ?? 100) * (1 - (coldShare ?? 0))) / 100;
  const sorties = usableMinutes && sortiesFor(minutes, usableMinutes, rules.reserve);
  const batteriesPerFlight = performance?.batteriesPerFlight ?? 1;
  const counted = batteries.length > 0 ? 'registered' : statedBatteries === null ? 'unknown' : 'stated';
  return {
    plannedMinutes: minutes,
    basis,
    usableMinutes,
    reserve: rules.reserve,
    healthPercent,
    coldShare,
    sorties,
    batteriesPerFlight,
    batteriesNeeded: sorties && sorties * batteriesPerFlight,
    batteriesAtHand: counted === 'registered' ? batteries.length : statedBatteries,
    counted,
    batteries,
    assumed: [
      ...(healthPercent === null ? (['full_health'] as const) : []),
      ...(coldShare === null ? (['no_cold'] as const) : []),
      ...(performance?.batteriesPerFlight == null ? (['one_battery'] as const) : []),
    ],
  };
}

/** Enough charged batteries for all flights; with fewer they are charged in between, with less than one set nothing flies. */
export function judgeSorties(plan: SortiePlan): Finding {
  const { sorties, batteriesPerFlight, batteriesAtHand, assumed } = plan;
  const possible = batteriesAtHand === null ? null : Math.floor(batteriesAtHand / batteriesPerFlight);
  const about = { item: 'sorties', value: sorties, limit: possible, unit: 'sorties' } as const;
  if (possible === 0) return { ...about, verdict: 'no_go', reason: 'batteries_short' };
  if (sorties === null) return { ...about, verdict: 'unknown', reason: 'value_unknown' };
  if (possible === null) return { ...about, verdict: 'unknown', reason: 'batteries_unknown' };
  if (sorties > possible) return { ...about, verdict: 'caution', reason: 'batteries_short' };
  if (assumed.length > 0) return { ...about, verdict: 'caution', reason: 'assumed' };
  return { ...about, verdict: 'go', reason: 'within_limit' };
}

/** Null as soon as one of them has never been read: it may be the weakest. */
function weakest(batteries: readonly BatteryRow[]): number | null {
  const healths = batteries.map(({ healthPercent }) => healthPercent);
  const known = healths.filter((health) => health !== null);
  return healths.length === 0 || known.length < healths.length ? null : Math.min(...known);
}
