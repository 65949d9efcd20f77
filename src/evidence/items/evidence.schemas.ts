import { z } from 'zod';
import { Id, InstantView, pageOf, PeriodView, PositionView } from '../../platform/index.js';
import { HandedInBy } from '../cards/card.schemas.js';
import { RecordedTrackView } from '../../telemetry/index.js';
import { VERDICTS } from '../corroboration/corroboration.types.js';
import {
  CLAIM_SOURCES,
  CUSTODY_EVENTS,
  DEVICE_FINDINGS,
  EVIDENCE_FLAGS,
  EVIDENCE_KINDS,
  EVIDENCE_LINK_KINDS,
  EVIDENCE_STATES,
  RENDITION_NAMES,
  RENDITION_STATES,
} from '../evidence.codes.js';
import type { LogEntryKind } from '../log/log.codes.js';
import { FootprintView } from '../footprint/footprint.schemas.js';
import { RASTER_REFUSALS } from '../rasters/raster.rules.js';
import { CAPTURE_ROLES } from '../sets/capture-set.codes.js';
import { LayerTagView } from '../layers/layer.schemas.js';
import { CorrectionView, SealBrief } from '../sealing/correction.schemas.js';
import { CHOICE_REASONS, TRUSTS, ZONE_SOURCES } from '../metadata/claim.types.js';

const Digest = z.string().describe('Hex');
export const WordsView = z.object({ zh: z.string(), en: z.string() });

const Chosen = z.object({ code: z.enum(CHOICE_REASONS), words: WordsView });
const ClaimBase = {
  source: z.enum(CLAIM_SOURCES),
  trust: z.enum(TRUSTS),
  problem: z.enum(EVIDENCE_FLAGS).nullable(),
  chosen: Chosen.nullable().describe('Why this claim was taken; null when it was not'),
};

export const PositionClaimView = z
  .object({
    ...ClaimBase,
    lon: z.number().nullable(),
    lat: z.number().nullable(),
    statement: z.string().nullable().describe('How a person who states it knows'),
    statedBy: z.string().nullable().describe('Name of that person, as it was then'),
    recordedAt: InstantView,
  })
  .meta({ id: 'PositionClaim' });

export const TimeClaimView = z
  .object({
    ...ClaimBase,
    written: z.string().describe('As the file spells it'),
    at: InstantView.nullable(),
    zone: z.enum(ZONE_SOURCES).nullable(),
    offsetMinutes: z.number().nullable(),
  })
  .meta({ id: 'TimeClaim' });

const nullableNumber = z.number().nullable();
const nullableText = z.string().nullable();

const CameraView = z.object({
  make: nullableText,
  model: nullableText,
  serial: nullableText,
  droneModel: nullableText,
  droneSerial: nullableText,
});

const HeightsView = z
  .object({
    aboveTakeoffMetres: nullableNumber,
    absoluteMetres: nullableNumber,
    absoluteDatum: nullableText,
    exifMetres: nullableNumber,
  })
  .describe('Different zero levels: never to be mixed');

const AttitudeView = z
  .object({ yawDegrees: nullableNumber, pitchDegrees: nullableNumber, rollDegrees: nullableNumber })
  .describe('North-east-down, rotation order yaw, pitch, roll');

const DimensionsView = z.object({
  widthPixels: nullableNumber,
  heightPixels: nullableNumber,
  declaredWidthPixels: nullableNumber,
  declaredHeightPixels: nullableNumber,
  orientation: z.number(),
});

export const CustodyEventView = z
  .object({
    id: Id,
    event: z.enum(CUSTODY_EVENTS),
    at: InstantView,
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    details: z.record(z.string(), z.unknown()).describe('`{redacted: true}` where the reader may not know them'),
  })
  .meta({ id: 'EvidenceCustodyEvent' });

export const CustodyEventPage = pageOf(CustodyEventView).meta({ id: 'EvidenceCustodyEventPage' });

const RenditionView = z.object({
  name: z.enum(RENDITION_NAMES),
  state: z.enum(RENDITION_STATES),
  mediaType: nullableText,
  widthPixels: nullableNumber,
  heightPixels: nullableNumber,
  partial: z.boolean(),
  embedded: z.boolean().describe('Made from the thumbnail in the file: its own pixels cannot be decoded here'),
  failure: nullableText,
});

const FilmView = z
  .object({
    durationSeconds: nullableNumber,
    codec: nullableText,
    widthPixels: nullableNumber,
    heightPixels: nullableNumber,
    framesPerSecond: nullableNumber,
    rotationDegrees: z.number(),
    hasSound: z.boolean(),
    creationTime: nullableText.describe(
      'As the file spells it: by definition UTC, though many cameras write local time',
    ),
    position: PositionView.extend({ altitudeMetres: nullableNumber }).nullable(),
    make: nullableText,
    model: nullableText,
  })
  .meta({ id: 'FilmClaims' });

export const RasterView = z
  .object({
    widthPixels: z.number(),
    heightPixels: z.number(),
    bands: z.number(),
    dateTime: nullableText.describe('As the file spells it, without a zone'),
    bounds: z
      .tuple([z.number(), z.number(), z.number(), z.number()])
      .nullable()
      .describe('minLon, minLat, maxLon, maxLat'),
    crs: nullableText.describe('Of the file'),
    gsdMetres: nullableNumber.describe('Side of a pixel on the ground'),
    footprint: z
      .object({ type: z.literal('Polygon'), coordinates: z.array(z.array(z.tuple([z.number(), z.number()]))) })
      .nullable()
      .describe('WGS-84'),
    refusal: z.enum(RASTER_REFUSALS).nullable().describe('Why it is not known where it lies'),
  })
  .meta({ id: 'RasterClaims' });

const EvidencePlace = z
  .object({
    state: z.enum(['known', 'unknown']),
    adcode: z.string().optional(),
    county: z.string().optional(),
    city: z.string().optional(),
    nearBoundary: z.boolean(),
    inWords: WordsView.optional(),
    source: z.string(),
  })
  .describe('County and words, as known at the receipt');

export const CollectorView = z.object({ userId: Id.nullable(), name: z.string() });

export const LinkView = z
  .object({
    kind: z.enum([...EVIDENCE_LINK_KINDS, 'evidence']),
    refId: Id,
    snapshot: z
      .record(z.string(), z.unknown())
      .describe('As it was when it was linked; `{redacted: true}` where the reader may not know it'),
    linkedAt: InstantView,
  })
  .meta({ id: 'EvidenceChainLink' });

export const ChainView = z
  .object({
    itemId: Id,
    restsOn: z
      .object({ foundBy: z.enum(DEVICE_FINDINGS), words: WordsView })
      .nullable()
      .describe(
        'By what its device was found: the links through the device are as good as that; null without a device',
      ),
    links: z.array(LinkView),
  })
  .meta({ id: 'EvidenceChain' });

const Brief = {
  id: Id,
  kind: z.enum(EVIDENCE_KINDS),
  state: z.enum(EVIDENCE_STATES),
  title: nullableText,
  fileName: z.string(),
  mediaType: z.string(),
  size: z.number().describe('Bytes'),
  sha256: Digest,
  capturedAt: InstantView.nullable().describe('As claimed'),
  position: PositionView.nullable(),
  positionSource: z.enum(CLAIM_SOURCES).nullable(),
  flags: z.array(z.enum(EVIDENCE_FLAGS)),
  deviceId: Id.nullable(),
  receivedAt: InstantView,
};

export const EvidenceBrief = z
  .object({ ...Brief, thumbnail: z.enum(RENDITION_STATES).nullable() })
  .meta({ id: 'EvidenceBrief' });

/** Entries of the transparency log that an item's page shows. */
export const ITEM_LOG_ENTRIES = ['preserved', 'sealed', 'removed'] as const satisfies readonly LogEntryKind[];

const PreservationView = z
  .object({
    minutesToFirstHash: nullableNumber.describe(
      'From the claimed capture; null where it is unknown or after the receipt',
    ),
    held: z
      .array(z.object({ ...PeriodView.shape, holder: z.object({ userId: Id, unitId: Id }).nullable() }))
      .nullable()
      .describe(
        'In whose hands the device was meanwhile, nobody’s in the pool; null where unknown or not for the reader',
      ),
    card: z
      .object({
        intakeId: Id,
        path: z.string(),
        handedInBy: HandedInBy.nullable().describe('Null: not noted'),
        openedAt: InstantView,
        heldDevice: z
          .boolean()
          .nullable()
          .describe('Whether that person had the device meanwhile; null where unknown or not for the reader'),
      })
      .nullable()
      .describe('The memory card that it came with; null where it came by itself'),
  })
  .describe('The time before the digest was known');

export const EvidenceView = z
  .object({
    ...Brief,
    sm3: Digest,
    sha256Declared: z.boolean().describe('The sender named the digest before it was computed here'),
    capturedSource: z.enum(CLAIM_SOURCES).nullable(),
    unitId: Id,
    deviceFoundBy: z.enum(DEVICE_FINDINGS).nullable(),
    flightId: Id.nullable(),
    uploadedBy: z.object({ id: Id, name: z.string() }).describe('A person, or the device that uploaded it by itself'),
    cases: z.array(z.object({ caseId: Id, purpose: nullableText, position: z.number() })),
    collectors: z.array(CollectorView),
    place: EvidencePlace.nullable(),
    layers: z.array(LayerTagView).describe('Imported layers the position was held against, by each version'),
    log: z
      .array(z.object({ entry: z.enum(ITEM_LOG_ENTRIES), index: z.number(), leafHash: Digest }))
      .describe('Entries in the transparency log that have their place in it'),
    seal: SealBrief.nullable(),
    corrections: z.array(CorrectionView).describe('What was said beside the sealed item, oldest first'),
    preservation: PreservationView,
    claims: z.object({ positions: z.array(PositionClaimView), times: z.array(TimeClaimView) }),
    camera: CameraView,
    heights: HeightsView,
    gimbal: AttitudeView,
    airframe: AttitudeView,
    dimensions: DimensionsView,
    renditions: z.array(RenditionView),
    corroboration: z.object({ verdict: z.enum(VERDICTS), words: WordsView, computedAt: InstantView }).nullable(),
    footprint: FootprintView.nullable().describe('The ground it shows; null where nothing says how its camera stood'),
    recordedTrack: RecordedTrackView.nullable().describe(
      'What became of a file that may hold a track; null for others',
    ),
    film: FilmView.nullable().describe('What a film says of itself; null for others, and where no tool can read it'),
    raster: RasterView.nullable().describe('Where a GeoTIFF lies; its preview covers the bounds'),
    captureSet: z
      .object({
        id: Id,
        members: z.array(z.object({ itemId: Id, role: z.enum(CAPTURE_ROLES), fileName: z.string() })),
      })
      .nullable()
      .describe('The files that one press of the shutter, or one survey flight, made; null for an item on its own'),
    custody: z.array(CustodyEventView).describe('The first hundred events; all of them under /custody'),
  })
  .meta({ id: 'Evidence' });

export const EvidencePage = pageOf(EvidenceBrief).meta({ id: 'EvidencePage' });

const EvidenceFeature = z.object({
  type: z.literal('Feature'),
  id: Id,
  geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }).nullable(),
  properties: EvidenceBrief,
});

export const EvidenceCollection = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(EvidenceFeature),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'EvidenceFeatureCollection' });

export const EvidenceList = z.union([EvidencePage, EvidenceCollection]);
