import { z } from 'zod';
import { circle, corridor } from '../../geo/index.js';
import { PositionInput } from '../../platform/index.js';
import { PolygonInput } from '../airspace/space.schemas.js';

/** Beyond these a volume is no flight of one aircraft. */
const MOST_METRES = 100_000;

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

/** A volume of a plan: exactly one of polygon, circle and corridor; becomes a polygon. */
export const VolumeInput = Outline.transform((outline, context) => {
  const { geometry: polygon, circle: round, corridor: along, ...heights } = outline;
  const given = [polygon, round, along].filter((shape) => shape !== undefined).length;
  const geometry =
    polygon ??
    (round && circle(round.centre, round.radiusMetres)) ??
    (along && corridor(along.line, along.widthMetres));
  if (given === 1 && geometry) return { ...heights, geometry };
  const message = given === 1 ? 'CORRIDOR_WITHOUT_OUTLINE' : 'exactly one of geometry, circle and corridor';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
