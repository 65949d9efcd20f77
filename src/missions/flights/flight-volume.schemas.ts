import { z } from 'zod';
import { circle, corridor, legsNearEachOther, MAX_POLYGON_POINTS } from '../../geo/index.js';
import { PositionInput } from '../../platform/index.js';
import { PolygonInput } from '../airspace/space.schemas.js';

/** Beyond these a volume is no flight of one aircraft. */
const MOST_METRES = 100_000;
const MOST_VOLUMES = 100;
/** Of all corridors of a plan: each costs up to a millisecond, and nothing else is served meanwhile. */
const MOST_NEAR_LEGS = 2_000;

const Outline = z
  .strictObject({
    geometry: PolygonInput.optional(),
    circle: z
      .strictObject({ centre: PositionInput, radiusMetres: z.number().min(1).max(MOST_METRES) })
      .optional()
      .describe('Instead of a polygon'),
    corridor: z
      .strictObject({
        line: z
          .array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]))
          .min(2)
          .max(1_000),
        widthMetres: z.number().min(1).max(MOST_METRES),
      })
      .optional()
      .describe('Instead of a polygon: everything within half the width of a line of [lon, lat]'),
    lowerMetres: z.number().describe('Metres above ground'),
    upperMetres: z.number().describe('Metres above ground'),
  })
  .meta({ id: 'FlightVolumeInput' });

type Drawn = z.output<typeof Outline>;

/** The volumes of a plan, each exactly one of polygon, circle and corridor; all become polygons. */
export const VolumesInput = z
  .array(Outline)
  .max(MOST_VOLUMES)
  .refine(areDrawable, { error: 'CORRIDOR_TANGLED' })
  .transform((outlines, context) =>
    outlines.map((outline, nth) => {
      const { lowerMetres, upperMetres } = outline;
      const geometry = polygonOf(outline);
      if (typeof geometry === 'object') return { lowerMetres, upperMetres, geometry };
      context.addIssue({ code: 'custom', message: geometry, path: [nth] });
      return z.NEVER;
    }),
  );

function polygonOf({ geometry: polygon, circle: round, corridor: along }: Drawn) {
  const given = [polygon, round, along].filter((shape) => shape !== undefined).length;
  if (given !== 1) return 'exactly one of geometry, circle and corridor';
  return (
    polygon ??
    (round && circle(round.centre, round.radiusMetres)) ??
    (along && corridor(along.line, along.widthMetres)) ??
    'CORRIDOR_WITHOUT_OUTLINE'
  );
}

/** Whether the corridors can be drawn while others wait: every point of a line is a point of its outline at least. */
function areDrawable(outlines: readonly Drawn[]): boolean {
  let points = 0;
  let near = 0;
  for (const { corridor: along } of outlines) {
    if (!along) continue;
    points += along.line.length;
    near += legsNearEachOther(along.line, along.widthMetres, MOST_NEAR_LEGS);
    if (points > MAX_POLYGON_POINTS || near > MOST_NEAR_LEGS) return false;
  }
  return true;
}
