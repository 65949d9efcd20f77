import { type Finding, unknown } from './check-result.js';
import type { CorroborationFacts, FlightFacts, PictureClaims } from './corroboration.types.js';

/** A receiver's ordinary error: a position this far outside still counts as inside. */
const POSITION_ALLOWED_METRES = 15;
/** Barometric height against a planned band that starts from the same level. */
const BAND_ALLOWED_METRES = 10;
/** The ground under the drone may lie higher or lower than the take-off point. */
const BAND_ABOVE_GROUND_ALLOWED_METRES = 20;

/** The time of capture against the planned period. */
export function checkFlightPeriod(claims: PictureClaims, facts: CorroborationFacts): Finding {
  const { capturedAt } = claims;
  if (!facts.device) return unknown('NO_DEVICE');
  if (!capturedAt) return unknown('NO_CAPTURE_TIME');
  const flight = nearestFlight(facts.flights, capturedAt);
  if (!flight) return unknown('NO_FLIGHT_PLAN');
  const minutesOutside = minutesOutsideOf(flight, capturedAt);
  const finding = { independence: 'same_party', numbers: { minutesOutside }, references: references(flight) } as const;
  return minutesOutside === 0
    ? { verdict: 'consistent', reason: 'WITHIN_PERIOD', ...finding }
    : { verdict: 'inconsistent', reason: 'OUTSIDE_PERIOD', ...finding };
}

/** The position against the planned volume, on the map. */
export function checkFlightVolume(claims: PictureClaims, facts: CorroborationFacts): Finding {
  const flight = flightOfTheTime(claims, facts);
  if (!('flightId' in flight)) return flight;
  if (flight.outsideMetres === null) return unknown('NO_POSITION', { references: references(flight) });
  const finding = {
    independence: 'same_party',
    numbers: { outsideMetres: flight.outsideMetres },
    thresholds: { allowedMetres: POSITION_ALLOWED_METRES },
    references: references(flight),
  } as const;
  return flight.outsideMetres <= POSITION_ALLOWED_METRES
    ? { verdict: 'consistent', reason: 'INSIDE_VOLUME', ...finding }
    : { verdict: 'inconsistent', reason: 'OUTSIDE_VOLUME', ...finding };
}

/** The height above take-off against the planned band. */
export function checkFlightHeight(claims: PictureClaims, facts: CorroborationFacts): Finding {
  const flight = flightOfTheTime(claims, facts);
  if (!('flightId' in flight)) return flight;
  if (flight.heightReference === 'other') return unknown('HEIGHTS_NOT_COMPARABLE', { references: references(flight) });
  const heightMetres = claims.aboveTakeoffMetres;
  if (heightMetres === null) return unknown('NO_HEIGHT', { references: references(flight) });
  const { lowerMetres, upperMetres, heightReference } = flight;
  const allowedMetres = heightReference === 'above_ground' ? BAND_ABOVE_GROUND_ALLOWED_METRES : BAND_ALLOWED_METRES;
  const finding = {
    independence: 'same_party',
    numbers: { heightMetres },
    thresholds: { lowerMetres, upperMetres, allowedMetres },
    references: references(flight),
  } as const;
  return heightMetres >= lowerMetres - allowedMetres && heightMetres <= upperMetres + allowedMetres
    ? { verdict: 'consistent', reason: 'WITHIN_BAND', ...finding }
    : { verdict: 'inconsistent', reason: 'OUTSIDE_BAND', ...finding };
}

/** The plan whose period holds the capture, or why there is none to compare with. */
function flightOfTheTime(
  { capturedAt }: PictureClaims,
  { device, flights }: CorroborationFacts,
): FlightFacts | Finding {
  if (!device) return unknown('NO_DEVICE');
  if (!capturedAt) return unknown('NO_CAPTURE_TIME');
  const flight = nearestFlight(flights, capturedAt);
  return flight && minutesOutsideOf(flight, capturedAt) === 0 ? flight : unknown('NO_FLIGHT_PLAN');
}

/** The plan nearest in time; of several that hold the time, the one nearest on the map. */
function nearestFlight(flights: readonly FlightFacts[] | null, at: Date): FlightFacts | undefined {
  const rank = (flight: FlightFacts): number => minutesOutsideOf(flight, at) * 1e9 + (flight.outsideMetres ?? 0);
  return [...(flights ?? [])].sort((a, b) => rank(a) - rank(b))[0];
}

/** 0 inside the half-open period, else the minutes to its nearer end (at least a little, so that the end itself is outside). */
function minutesOutsideOf({ from, to }: FlightFacts, at: Date): number {
  if (at < from) return (from.getTime() - at.getTime()) / 60_000;
  return at < to ? 0 : Math.max((at.getTime() - to.getTime()) / 60_000, 1e-3);
}

function references({ flightId }: FlightFacts): readonly [{ readonly kind: 'flight'; readonly id: string }] {
  return [{ kind: 'flight', id: flightId }];
}
