import { z } from 'zod';
import {
  Day,
  ExpectedDigest,
  FileDigest,
  Id,
  ImportMode,
  Instant,
  InstantView,
  pageOf,
  PageQuery,
  parseMetadata,
  text,
} from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { MultiPolygonInput, MultiPolygonView, PolygonInput, PolygonView } from '../space.schemas.js';
import { ZONE_FILE_FORMATS } from '../zone-file/zone-draft.js';
import type { AirspaceEdition, AirspacePublication } from './airspace-publication.entity.js';

export const PublicationMetadata = z
  .strictObject({
    mode: ImportMode,
    publicationId: Id.optional().describe('Import an edition of this one; absent: a new publication'),
    name: text(200),
    authority: text(200).describe('Of every zone that names none'),
    area: z
      .discriminatedUnion('type', [PolygonInput, MultiPolygonInput])
      .describe('Where everything that is declared stands in the file'),
    during: z
      .strictObject({ from: Instant.optional(), to: Instant.optional() })
      .default({})
      .describe('When the publication holds; absent end: open'),
    publishedOn: Day,
    source: text(500).describe('Where it was published'),
    digest: ExpectedDigest,
  })
  .meta({ id: 'AirspacePublicationMetadata' });

export type PublicationInput = z.output<typeof PublicationMetadata>;

export const PublicationForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('GeoJSON (plain, ED-269 or ED-318), KML or KMZ'),
  metadata: PublicationMetadata,
});

const Counts = { added: z.int(), changed: z.int(), ended: z.int(), unchanged: z.int() };

export const PublicationImportAnswer = z
  .object({
    mode: ImportMode,
    digest: FileDigest,
    format: z.enum(ZONE_FILE_FORMATS),
    publicationId: Id.nullable().describe('Null in a dry run of a new publication'),
    edition: z.int(),
    features: z.int(),
    skipped: z.int().describe('Features that restrict nothing'),
    ...Counts,
    flightsHit: z.int().nullable().describe('Live flights that a new zone came over; null in a dry run'),
    faultCount: z.int(),
    faults: z
      .array(
        z.object({
          feature: z.int().describe('Place in the file, from 0'),
          name: z.string().nullable(),
          code: z.string(),
          zh: z.string(),
          en: z.string(),
        }),
      )
      .describe('The first 1,000'),
    notes: z.record(z.string(), z.int()).describe('What was assumed, and of how many zones'),
  })
  .meta({ id: 'AirspaceImport' });

const EditionView = z.object({
  number: z.int(),
  publishedOn: z.iso.date(),
  source: z.string(),
  fileSha256: z.string(),
  format: z.enum(ZONE_FILE_FORMATS),
  ...Counts,
  importedBy: Id.nullable(),
  importedAt: InstantView,
});

export const PublicationView = z
  .object({
    id: Id,
    name: z.string(),
    authority: z.string(),
    area: z.discriminatedUnion('type', [PolygonView, MultiPolygonView]),
    during: z.object({ from: InstantView.nullable(), to: InstantView.nullable() }),
    publishedOn: z.iso.date(),
    source: z.string(),
    edition: z.int(),
    unitId: Id.nullable(),
    createdAt: InstantView,
    endedAt: InstantView.nullable(),
  })
  .meta({ id: 'AirspacePublication' });

export const PublicationDetail = PublicationView.extend({ editions: z.array(EditionView) }).meta({
  id: 'AirspacePublicationDetail',
});

export const PublicationQuery = PageQuery;

export const PublicationPage = pageOf(PublicationView).meta({ id: 'AirspacePublicationPage' });

/** @throws ZONE_IMPORT_METADATA_INVALID */
export function parsePublicationMetadata(json: string): PublicationInput {
  return parseMetadata(PublicationMetadata, json, MissionErrors.ZONE_IMPORT_METADATA_INVALID);
}

export function toPublicationView(publication: AirspacePublication): z.input<typeof PublicationView> {
  const { id, name, authority, area, during, publishedOn, source, edition, unitId, createdAt, endedAt } = publication;
  return {
    id,
    name,
    authority,
    area,
    during: { from: during.from?.toISOString() ?? null, to: during.to?.toISOString() ?? null },
    publishedOn,
    source,
    edition,
    unitId,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

export function toEditionView({ importedAt, ...edition }: AirspaceEdition): z.input<typeof EditionView> {
  const { number, publishedOn, source, fileSha256, format, added, changed, ended, unchanged, importedBy } = edition;
  const counts = { added, changed, ended, unchanged };
  return {
    number,
    publishedOn,
    source,
    fileSha256,
    format,
    ...counts,
    importedBy,
    importedAt: importedAt.toISOString(),
  };
}
