import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { MOMENT_KINDS } from './moment.rules.js';

const Position2 = z.tuple([z.number(), z.number()]);
const Geometry = z.union([
  z.object({ type: z.literal('Point'), coordinates: Position2 }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position2)) }),
]);

export const MAP_KINDS = ['case', 'evidence', 'site_record', 'flight', 'rapid_test'] as const;

export const CaseMapView = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        id: z.string(),
        geometry: Geometry,
        properties: z.object({
          kind: z.enum(MAP_KINDS),
          refId: Id,
          name: z.string(),
          state: z.string().nullable(),
          at: InstantView.nullable(),
        }),
      }),
    ),
    complete: z.boolean().describe('False: there is more than a map shows'),
  })
  .meta({ id: 'CaseMap' });

export const MomentView = z
  .object({
    at: InstantView,
    kind: z.enum(MOMENT_KINDS),
    id: Id,
    evidenceId: Id.nullable(),
    name: z.string(),
  })
  .meta({ id: 'CaseMoment' });

export const TimelinePage = pageOf(MomentView)
  .extend({ complete: z.boolean().describe('False: of flights or rapid tests only the newest are shown') })
  .meta({ id: 'CaseTimelinePage' });

export const TimelineQuery = PageQuery;
