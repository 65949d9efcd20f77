import { z } from 'zod';
import { CUSTODY_EVENTS, EVIDENCE_KINDS, EVIDENCE_STATES } from '../../evidence/index.js';
import { Id, InstantView, PageQuery, pageOf, PositionView } from '../../platform/index.js';
import { mapPolygonSchema } from '../commands/map-geometry.js';
import { SECTOR_STATUSES } from './collection.codes.js';

const UnitView = z.object({ unitId: Id, unitName: z.string() });

/** Null and no name where no person brought it in. */
const CollectorView = { unitId: Id.nullable().describe('The unit of whoever brought it in'), unitName: z.string() };

const SectorView = z
  .object({
    sectorId: Id,
    name: z.string(),
    ...UnitView.shape,
    polygon: mapPolygonSchema,
    squareMetres: z.number(),
    version: z.int(),
    seq: z.int().describe('The event of the last word on its shape'),
    status: z.enum(SECTOR_STATUSES),
    note: z.string().nullable(),
    reportedSeq: z.int().nullable(),
    collected: z
      .array(z.object({ ...CollectorView, kind: z.enum(EVIDENCE_KINDS), count: z.int() }))
      .describe('Items that lie in the sector and that the caller may see'),
    footprints: z.int().describe('Pictures whose ground is known and lies about the sector'),
    coveredShare: z
      .union([z.number(), z.literal('unknown')])
      .describe(
        'Share of the sector that these pictures show; unknown where there is none, or too many to lay together',
      ),
  })
  .meta({ id: 'CollectionSector' });

export const CollectionView = z
  .object({
    leadUnit: UnitView.extend({ namedSeq: z.int() }).nullable(),
    time: z
      .object({ from: InstantView, to: InstantView.nullable() })
      .nullable()
      .describe('What was captured meanwhile counts; null before the session opened'),
    sectors: z.array(SectorView),
    outside: z.int().describe('Items of the case captured meanwhile that lie in no sector, or whose place is unknown'),
  })
  .meta({ id: 'JointCollection' });

export const CollectedQuery = PageQuery.extend({ sectorId: Id.optional() });

const CollectedItem = z
  .object({
    id: Id,
    kind: z.enum(EVIDENCE_KINDS),
    title: z.string().nullable(),
    sha256: z.string(),
    capturedAt: InstantView.nullable(),
    position: PositionView.nullable(),
    sectorIds: z.array(Id),
    ...CollectorView,
    state: z.enum(EVIDENCE_STATES),
    custody: UnitView.extend({
      last: z
        .object({ event: z.enum(CUSTODY_EVENTS), at: InstantView })
        .nullable()
        .describe('What happened last to the item, views apart'),
    }).describe('In which unit’s custody it is, and stays'),
  })
  .meta({ id: 'CollectedItem' });
export const CollectedPage = pageOf(CollectedItem);
