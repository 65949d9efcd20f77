import type { z } from 'zod';
import type { StoredBlob } from '../../platform/index.js';
import type { RecordedTrackView } from '../../telemetry/index.js';
import { standingChoices } from '../claims/chosen.rules.js';
import type { CaseEvidence } from '../cases/case-evidence.entity.js';
import type { EvidenceLink } from '../chain/evidence-link.entity.js';
import type { CorroborationRun } from '../corroboration/corroboration.entity.js';
import { withheld } from '../corroboration/corroboration.rules.js';
import type { CustodyEvent } from '../custody/custody-event.entity.js';
import type { EvidenceFlag } from '../evidence.codes.js';
import type { FilmReading } from '../films/film.rules.js';
import type { LayerTag } from '../layers/layer.repository.js';
import { toLayerTagView } from '../layers/layer.schemas.js';
import { FINDING_WORDS } from '../chain/finding.words.js';
import { CHOICE_WORDS } from '../metadata/claim.types.js';
import type { RasterReading } from '../rasters/raster.rules.js';
import type { Rendition } from '../renditions/rendition.entity.js';
import type { EvidenceFootprint } from '../footprint/footprint.entity.js';
import { toFootprintView } from '../footprint/footprint.schemas.js';
import type { CaptureSetParts } from '../sets/capture-sets.service.js';
import type { EvidenceClaim } from './evidence-claim.entity.js';
import type { EvidenceItem } from './evidence-item.entity.js';
import { toHistoryView } from './history.views.js';
import type { ItemHistory } from './item-history.reader.js';
import { asSeen, maySee, type ReaderSight } from './item-sight.rules.js';
import type { ItemRow } from './evidence.repository.js';
import type {
  ChainView,
  CustodyEventView,
  EvidenceBrief,
  EvidenceCollection,
  EvidenceView,
  PositionClaimView,
  RasterView,
  TimeClaimView,
} from './evidence.schemas.js';

/** Everything one item's page shows. */
export interface ItemParts {
  readonly item: EvidenceItem;
  readonly blob: StoredBlob;
  readonly claims: readonly EvidenceClaim[];
  readonly attachments: readonly CaseEvidence[];
  readonly renditions: readonly Rendition[];
  readonly corroboration: CorroborationRun | null;
  readonly history: ItemHistory;
  readonly footprint: EvidenceFootprint | null;
  readonly sight: ReaderSight;
  readonly recordedTrack: z.input<typeof RecordedTrackView> | null;
  readonly captureSet: CaptureSetParts | null;
  readonly film: FilmReading | null;
  readonly raster: RasterReading | null;
  readonly layers: readonly LayerTag[];
}

export function toEvidenceView(parts: ItemParts): z.input<typeof EvidenceView> {
  const { item, blob, claims, attachments, renditions, history, sight, recordedTrack, captureSet } = parts;
  const corroboration = parts.corroboration && runAsSeen(parts.corroboration, item, sight);
  const { id, kind, state, title, fileName, sha256, unitId, deviceId, flightId, metadata } = item;
  const standing = standingChoices(claims);
  const page = {
    id,
    kind,
    state,
    title,
    fileName,
    sha256,
    unitId,
    deviceId,
    flightId,
    camera: metadata.camera,
    heights: metadata.heights,
    gimbal: metadata.gimbal,
    airframe: metadata.airframe,
    dimensions: metadata.dimensions,
    sm3: blob.sm3,
    size: blob.sizeBytes,
    mediaType: blob.mediaType,
    sha256Declared: item.sha256Declared,
    capturedAt: item.capturedAt?.toISOString() ?? null,
    capturedSource: item.capturedSource,
    position: positionOf(item),
    positionSource: item.positionSource,
    flags: [...item.flags, ...renditionFlags(renditions)],
    receivedAt: item.receivedAt.toISOString(),
    deviceFoundBy: item.deviceFoundBy,
    uploadedBy: { id: item.uploadedBy ?? item.uploaderDeviceId ?? '', name: item.uploader.name },
    cases: attachments
      .filter(({ caseId }) => maySee('list', 'entry', sight, [caseId]))
      .map(({ caseId, purpose, position }) => ({ caseId, purpose, position })),
    collectors: [...item.collectors],
    place: item.place,
    layers: parts.layers.map(toLayerTagView),
    ...toHistoryView(item, history, sight),
    claims: {
      positions: claims
        .filter(({ subject }) => subject === 'position')
        .map((claim) => toPositionClaim(claim, standing)),
      times: claims.filter(({ subject }) => subject === 'time').map((claim) => toTimeClaim(claim, standing)),
    },
    renditions: [...renditions],
    corroboration: corroboration && {
      verdict: corroboration.verdict,
      words: corroboration.result.words,
      computedAt: corroboration.computedAt.toISOString(),
    },
    footprint: parts.footprint && toFootprintView(parts.footprint),
    recordedTrack,
    film: parts.film,
    raster: parts.raster && toRasterView(parts.raster),
    captureSet: captureSet && { id: captureSet.id, members: [...captureSet.members] },
    custody: history.custody.map((event) => toCustodyEventView(event, sight)),
  };
  return asSeen('page', page, sight);
}

function toRasterView({ place, ...said }: RasterReading): z.input<typeof RasterView> {
  const { bounds = null, crs = null, gsdMetres = null, geometry = null } = place ?? {};
  return { ...said, bounds, crs, gsdMetres, footprint: geometry };
}

export function toEvidenceBrief(row: ItemRow): z.input<typeof EvidenceBrief> {
  const { sizeBytes, capturedAt, receivedAt, flags, positionSource, ...same } = row;
  return {
    ...same,
    size: Number(sizeBytes),
    capturedAt: capturedAt?.toISOString() ?? null,
    receivedAt: receivedAt.toISOString(),
    position: positionOf(row),
    positionSource: positionSource as z.input<typeof EvidenceBrief>['positionSource'],
    flags: flags as EvidenceFlag[],
  };
}

/** Items without a position are features without a geometry (RFC 7946, 3.2). */
export function toEvidenceCollection(
  items: readonly z.input<typeof EvidenceBrief>[],
  nextCursor: string | null,
): z.input<typeof EvidenceCollection> {
  return {
    type: 'FeatureCollection',
    features: items.map((item) => ({
      type: 'Feature',
      id: item.id,
      geometry: item.position && { type: 'Point', coordinates: [item.position.lon, item.position.lat] },
      properties: item,
    })),
    nextCursor,
  };
}

/** A run as the reader may know it. */
export function runAsSeen(
  run: CorroborationRun,
  { metadata: { zone } }: Pick<EvidenceItem, 'metadata'>,
  sight: ReaderSight,
): CorroborationRun {
  if (maySee('corroboration', 'surroundings', sight)) return run;
  const { id, itemId, occasion, computedAt } = run;
  const result = withheld(run.result, { zone });
  return { id, itemId, occasion, computedAt, result, verdict: result.verdict };
}

export function toCustodyEventView(event: CustodyEvent, sight: ReaderSight): z.input<typeof CustodyEventView> {
  const { id, event: kind, at, actorKind, actorId, actor, details } = event;
  return {
    id,
    event: kind,
    at: at.toISOString(),
    actor: { kind: actorKind, id: actorId, name: actor.name },
    details: isTold(event, sight) ? { ...details } : REDACTED,
  };
}

/** Stands where the reader may know that something is there, but not what. */
const REDACTED = { redacted: true };

/** Also by the rule of the link that it says was made. */
function isTold({ event, details }: CustodyEvent, sight: ReaderSight): boolean {
  const { caseId, kind } = details;
  const named = typeof caseId === 'string' ? [caseId] : [];
  if (event === 'linked' && !maySee('link', String(kind), sight)) return false;
  return maySee('custody', event, sight, named);
}

/** The order in which the work is done, whatever order the links were made in. */
const CHAIN_ORDER = [
  'booking',
  'check_out',
  'flight',
  'track',
  'announcement',
  'evidence',
  'rapid_test',
  'session',
  'order',
  'hand_back',
] as const;

/** The whole chain, the item itself among its links. */
export function toChainView(
  item: EvidenceItem,
  links: readonly EvidenceLink[],
  sight: ReaderSight,
): z.input<typeof ChainView> {
  const { id, kind, sha256, fileName, capturedAt, receivedAt } = item;
  const itself = {
    kind: 'evidence' as const,
    refId: id,
    snapshot: { kind, sha256, fileName, capturedAt: capturedAt?.toISOString() ?? null, position: positionOf(item) },
    linkedAt: receivedAt.toISOString(),
  };
  const others = links.map(({ kind, refId, snapshot, linkedAt }) => ({
    kind,
    refId,
    snapshot: maySee('link', kind, sight) ? { ...snapshot } : REDACTED,
    linkedAt: linkedAt.toISOString(),
  }));
  const place = ({ kind }: { kind: (typeof CHAIN_ORDER)[number] }): number => CHAIN_ORDER.indexOf(kind);
  const restsOn = item.deviceFoundBy && { foundBy: item.deviceFoundBy, words: FINDING_WORDS[item.deviceFoundBy] };
  return { itemId: id, restsOn, links: [...others, itself].sort((a, b) => place(a) - place(b)) };
}

function positionOf({ lon, lat }: { lon: number | null; lat: number | null }): { lon: number; lat: number } | null {
  return lon === null || lat === null ? null : { lon, lat };
}

function renditionFlags(renditions: readonly Rendition[]): EvidenceFlag[] {
  if (renditions.some(({ state }) => state === 'failed')) return ['RENDITION_FAILED'];
  if (renditions.some(({ embedded }) => embedded)) return ['RENDITION_FROM_THUMBNAIL'];
  return renditions.some(({ partial }) => partial) ? ['RENDITION_PARTIAL'] : [];
}

interface PositionWord {
  readonly lon: number | null;
  readonly lat: number | null;
  readonly statement?: string;
  readonly by?: { readonly name: string };
}

function toPositionClaim(claim: EvidenceClaim, standing: ReadonlySet<string>): z.input<typeof PositionClaimView> {
  const { lon, lat, statement = null, by } = claim.value as unknown as PositionWord;
  const recordedAt = claim.recordedAt.toISOString();
  return { ...claimBase(claim, standing), lon, lat, statement, statedBy: by?.name ?? null, recordedAt };
}

function toTimeClaim(claim: EvidenceClaim, standing: ReadonlySet<string>): z.input<typeof TimeClaimView> {
  const { written, at, zone, offsetMinutes } = claim.value as Omit<
    z.input<typeof TimeClaimView>,
    keyof ReturnType<typeof claimBase>
  >;
  return { ...claimBase(claim, standing), written, at, zone, offsetMinutes };
}

function claimBase({ id, source, trust, problem, reason }: EvidenceClaim, standing: ReadonlySet<string>) {
  const chosen = standing.has(id) && reason ? { code: reason, words: CHOICE_WORDS[reason] } : null;
  return { source, trust, problem, chosen };
}
