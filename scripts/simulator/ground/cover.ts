import { type GroundPoint, metresPlane } from '../../../src/geo/index.js';
import type { Place } from '../flight-path.js';
import { type Colour, MARKER } from './colour.js';
import { farmland } from './cover/farmland.js';
import { landfill } from './cover/landfill.js';
import { mine } from './cover/mine.js';
import { river } from './cover/river.js';
import { works } from './cover/works.js';
import type { Site, SiteKind } from './site.js';

const { cos, hypot, sin } = Math;

/** Colour of the ground so many metres along a site's bearing and across it, to the right. */
type Cover = (along: number, across: number, seed: number) => Colour;

const COVERS: Readonly<Record<SiteKind, Cover>> = { farmland, river, mine, landfill, works };

/** Colour of the ground at metres east and north of a place. */
export function groundOf(site: Site, from: Place): (east: number, north: number) => Colour {
  const cover = COVERS[site.kind];
  const [shiftEast, shiftNorth] = metresPlane(from).to(site.origin);
  const [cosine, sine] = turn(site.bearingDegrees);
  const { seed, markers = [] } = site;
  return (east, north) => {
    const [e, n] = [east - shiftEast, north - shiftNorth];
    if (markers.some((marker) => hypot(e - marker.at[0], n - marker.at[1]) < marker.radiusMetres)) return MARKER;
    return cover(e * sine + n * cosine, e * cosine - n * sine, seed);
  };
}

/** A place of a site by metres along its bearing and across it, in metres east and north of its origin. */
export function onSite({ bearingDegrees }: Site, along: number, across: number): GroundPoint {
  const [cosine, sine] = turn(bearingDegrees);
  return [along * sine + across * cosine, along * cosine - across * sine];
}

function turn(degrees: number): readonly [cosine: number, sine: number] {
  const angle = (degrees * Math.PI) / 180;
  return [cos(angle), sin(angle)];
}
