import { metresPlane } from '../../../src/geo/index.js';
import { flightPath, type FlightPathOptions, type PathPoint, type Place, routePath } from '../flight-path.js';
import { onSite } from '../ground/cover.js';
import { riverBend, type Site } from '../ground/site.js';

/** The middle of the road or dyke from which crews take off, along and across each kind of site. */
const ROADSIDE: Readonly<Record<Site['kind'], readonly [along: number, across: number]>> = {
  farmland: [-40, 66],
  river: [-60, 32 + riverBend(-60)],
  mine: [230, -38],
  landfill: [-120, 0],
  works: [-150, 20],
};
const ORBIT_POINTS = 24;
const RIVER_HALF_RUN_METRES = 520;
const RIVER_STEP_METRES = 40;
const STACK_METRES = 30;

/** Where a crew of a site takes off. */
export function roadsideOf(site: Site): Place {
  return placeOn(site, ...ROADSIDE[site.kind]);
}

export interface Flying extends FlightPathOptions {
  readonly home: Place;
  readonly heightMetres: number;
}

/**
 * One flight over a site: to and fro over a field, a pit or a heap, along a river and back, around a chimney or a heap.
 * @param nth of the crew's day; every other one sees the site another way
 */
export function missionPath(seed: number, site: Site, nth: number, flying: Flying): PathPoint[] {
  return WAYS[site.kind](seed, site, nth, flying);
}

type Way = (seed: number, site: Site, nth: number, flying: Flying) => PathPoint[];

const WAYS: Readonly<Record<Site['kind'], Way>> = {
  river: (seed, site, nth, flying) =>
    routePath(seed, riverRun(site, nth), { ...flying, speedMetresPerSecond: 9, gimbalPitchDegrees: -70 }),
  works: (seed, site, _nth, flying) => orbit(seed, site, 95, flying),
  landfill: (seed, site, nth, flying) =>
    nth % 2 === 0 ? orbit(seed, site, 125, flying) : survey(seed, site, [110, 85], flying),
  mine: (seed, site, _nth, flying) => survey(seed, site, [205, 145], flying),
  farmland: (seed, site, _nth, flying) => survey(seed, site, [190, 140], flying),
};

/** Lines over an ellipse of these half axes. */
function survey(seed: number, site: Site, [long, short]: readonly [number, number], flying: Flying): PathPoint[] {
  const corners = Array.from({ length: 12 }, (_, nth) => {
    const angle = (nth / 12) * 2 * Math.PI;
    return placeOn(site, long * Math.cos(angle), short * Math.sin(angle));
  });
  return flightPath(seed, corners, { ...flying, lineSpacingMetres: flying.heightMetres * 0.5 });
}

/** Upstream over one bank and back over the other; the next time downstream first. */
function riverRun(site: Site, nth: number): Place[] {
  const direction = nth % 2 === 0 ? -1 : 1;
  const steps = Math.floor((2 * RIVER_HALF_RUN_METRES) / RIVER_STEP_METRES);
  const out = Array.from({ length: steps + 1 }, (_, step) => step * RIVER_STEP_METRES - RIVER_HALF_RUN_METRES);
  const spot = (along: number, beside: number): Place =>
    placeOn(site, direction * along, riverBend(direction * along) + beside);
  return [...out.map((along) => spot(along, -18)), ...out.toReversed().map((along) => spot(along, 18))];
}

/** Twice around, looking at its middle. */
function orbit(seed: number, site: Site, radiusMetres: number, flying: Flying): PathPoint[] {
  const places = Array.from({ length: 2 * ORBIT_POINTS + 1 }, (_, nth) => {
    const angle = (nth / ORBIT_POINTS) * 2 * Math.PI;
    return placeOn(site, radiusMetres * Math.cos(angle), radiusMetres * Math.sin(angle));
  });
  const heightMetres = Math.max(flying.heightMetres, STACK_METRES + 25);
  const lookAt = { ...site.origin, heightMetres: site.kind === 'works' ? STACK_METRES : 0 };
  return routePath(seed, places, { ...flying, heightMetres, speedMetresPerSecond: 4.5, lookAt });
}

function placeOn(site: Site, along: number, across: number): Place {
  return metresPlane(site.origin).from(onSite(site, along, across));
}
