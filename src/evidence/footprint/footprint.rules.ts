import type { Polygon } from 'geojson';
import {
  areaSquareMetres,
  cameraAxes,
  contains,
  distanceToEdgeMetres,
  type GroundPoint,
  LEAST_FALL,
  metresPlane,
  type PixelPoint,
} from '../../geo/index.js';
import { straightened } from './distortion.rules.js';
import type {
  ComputedDetails,
  Footprint,
  FootprintCorner,
  FootprintHeightSource,
  FootprintOutcome,
  RealLens,
  Standing,
} from './footprint.types.js';

/** Ground farther away than this is not claimed: it is not flat, and a degree of tilt moves it by a hundred metres. */
export const FARTHEST_METRES = 3_000;
/** What the gimbals of drones keep to, one standard deviation. */
export const ATTITUDE_SIGMA_DEGREES = 1;
/** Distortion bends the edges, so each is followed by this many points. */
const POINTS_AN_EDGE = 8;

type Place = { readonly ground: GroundPoint } | { readonly none: FootprintOutcome };

/** What a picture shows of flat ground, with how sure that is; or why nothing is said. */
export function footprintOf(
  standing: Standing,
  lens: RealLens,
  heights: Readonly<Record<FootprintHeightSource, number | null>>,
): Footprint {
  const outline = outlinePixels(lens).map((pixel) => groundOf(standing, lens, pixel));
  const refused = outline.find((place) => 'none' in place);
  if (refused && 'none' in refused) return refusal(refused.none, standing);
  const ground = outline.flatMap((place) => ('ground' in place ? [place.ground] : []));
  const plane = metresPlane(standing.position);
  const ring = ground.map((point) => plane.from(point)).map(({ lon, lat }) => [lon, lat]);
  if (ring.some(([lon = 0, lat = 0]) => Math.abs(lon) > 180 || Math.abs(lat) > 85))
    return refusal('map_edge', standing);
  const geometry = rightHanded(ground, ring);
  return { outcome: 'computed', geometry, details: { ...detailsOf(standing, lens, geometry, ground), heights } };
}

export function refusal(outcome: FootprintOutcome, standing?: Standing): Footprint {
  const pitchDegrees = standing?.pitchDegrees ?? null;
  return { outcome, geometry: null, details: { farthestMetres: FARTHEST_METRES, pitchDegrees } };
}

/** Along the edge of the picture, from the upper left corner clockwise; each corner once. */
function outlinePixels({ widthPixels: width, heightPixels: height }: RealLens): PixelPoint[] {
  const corners: PixelPoint[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  return corners.flatMap(([u, v], nth) => {
    const [toU, toV] = corners[(nth + 1) % corners.length] ?? [u, v];
    return Array.from({ length: POINTS_AN_EDGE }, (_, step): PixelPoint => {
      const share = step / POINTS_AN_EDGE;
      return [u + (toU - u) * share, v + (toV - v) * share];
    });
  });
}

/** Where the ray through a pixel meets the ground, in metres from the point below the camera. */
function groundOf(standing: Standing, lens: RealLens, [u, v]: PixelPoint): Place {
  const { forward, right, down } = cameraAxes(standing);
  const seen = [
    (u - lens.widthPixels / 2 - lens.axisXPixels) / lens.focalXPixels,
    (v - lens.heightPixels / 2 - lens.axisYPixels) / lens.focalYPixels,
  ] as const;
  const ray = lens.distortion ? straightened(seen, lens.distortion) : seen;
  if (!ray) return { none: 'lens_unknown' };
  const along = (axis: 0 | 1 | 2): number => forward[axis] + ray[0] * right[axis] + ray[1] * down[axis];
  const fall = along(2);
  if (fall <= LEAST_FALL) return { none: 'above_horizon' };
  const reach = standing.height.metres / fall;
  const ground = [reach * along(1), reach * along(0)] as const;
  return Math.hypot(...ground) > FARTHEST_METRES ? { none: 'beyond_range' } : { ground };
}

/** The outer ring runs counter-clockwise (RFC 7946, 3.1.6), whichever way the camera was turned. */
function rightHanded(ground: readonly GroundPoint[], ring: readonly number[][]): Polygon {
  const doubleArea = ground.reduce((sum, [east, north], nth) => {
    const [nextEast, nextNorth] = ground[(nth + 1) % ground.length] ?? [0, 0];
    return sum + east * nextNorth - nextEast * north;
  }, 0);
  const turned = doubleArea < 0 ? ring.toReversed() : [...ring];
  return { type: 'Polygon', coordinates: [[...turned, turned[0] ?? []]] };
}

function detailsOf(
  standing: Standing,
  lens: RealLens,
  geometry: Polygon,
  ground: readonly GroundPoint[],
): Omit<ComputedDetails, 'heights'> {
  const { position, positionSigmaMetres, height, yawDegrees, pitchDegrees, rollDegrees } = standing;
  const corners = cornersOf(standing, lens, ground);
  const byDistance = corners.toSorted((a, b) => a.distanceMetres - b.distanceMetres);
  const isBelow = contains(geometry, position);
  return {
    method: 'rays_on_flat_ground',
    terrain: 'flat',
    height,
    lens: {
      source: lens.source,
      focalPixels: lens.focalXPixels,
      widthPixels: lens.widthPixels,
      heightPixels: lens.heightPixels,
      straightened: lens.distortion !== null,
    },
    attitude: { yawDegrees, pitchDegrees, rollDegrees, sigmaDegrees: ATTITUDE_SIGMA_DEGREES },
    positionSigmaMetres,
    nearMetres: isBelow ? 0 : distanceToEdgeMetres(geometry, position),
    farMetres: Math.max(...ground.map((point) => Math.hypot(...point))),
    areaSquareMetres: areaSquareMetres(geometry),
    corners,
    uncertaintyMetres: {
      near: byDistance[0]?.uncertaintyMetres ?? null,
      far: byDistance.at(-1)?.uncertaintyMetres ?? null,
    },
  };
}

function cornersOf(standing: Standing, lens: RealLens, ground: readonly GroundPoint[]): FootprintCorner[] {
  const plane = metresPlane(standing.position);
  const pixels = outlinePixels(lens);
  return ground.flatMap((point, nth) => {
    const pixel = pixels[nth];
    if (nth % POINTS_AN_EDGE !== 0 || !pixel) return [];
    const uncertaintyMetres = uncertaintyOf(standing, lens, pixel, point);
    return [{ ...plane.from(point), distanceMetres: Math.hypot(...point), uncertaintyMetres }];
  });
}

/** Each source of error moved by its standard deviation in turn, and what that does to the point; added in squares. */
function uncertaintyOf(standing: Standing, lens: RealLens, pixel: PixelPoint, at: GroundPoint): number | null {
  const { height, yawDegrees, pitchDegrees, rollDegrees } = standing;
  const longer = 1 + lens.focalSigma;
  const moved: readonly (readonly [Standing, RealLens])[] = [
    [{ ...standing, yawDegrees: yawDegrees + ATTITUDE_SIGMA_DEGREES }, lens],
    [{ ...standing, pitchDegrees: pitchDegrees + ATTITUDE_SIGMA_DEGREES }, lens],
    [{ ...standing, rollDegrees: rollDegrees + ATTITUDE_SIGMA_DEGREES }, lens],
    [{ ...standing, height: { ...height, metres: height.metres + height.sigmaMetres } }, lens],
    [standing, { ...lens, focalXPixels: lens.focalXPixels * longer, focalYPixels: lens.focalYPixels * longer }],
  ];
  let squares = standing.positionSigmaMetres ** 2;
  for (const [otherStanding, otherLens] of moved) {
    const place = groundOf(otherStanding, otherLens, pixel);
    if (!('ground' in place)) return null;
    squares += (place.ground[0] - at[0]) ** 2 + (place.ground[1] - at[1]) ** 2;
  }
  return Math.sqrt(squares);
}
