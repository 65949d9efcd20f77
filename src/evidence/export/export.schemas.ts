import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import { EXPORT_STATES } from '../evidence.codes.js';
import { MOST_EXHIBITS } from './exhibit.types.js';
import type { EvidenceExport } from './export.entity.js';

export const ExportCreate = z
  .strictObject({
    caseId: Id,
    purpose: text(300).describe('For whom and what for; it stands in the export'),
    itemIds: z
      .array(Id)
      .min(1)
      .max(MOST_EXHIBITS)
      .refine((ids) => new Set(ids).size === ids.length, { error: 'names an item twice' })
      .optional()
      .describe('Items of the case’s list in the order of the exhibits; the whole list if absent'),
  })
  .meta({ id: 'ExportCreate' });

export const ExportView = z
  .object({
    id: Id,
    caseId: Id,
    purpose: z.string(),
    requestedBy: z.object({ id: Id, name: z.string() }),
    requestedAt: InstantView,
    itemIds: z.array(Id),
    state: z.enum(EXPORT_STATES),
    failure: z.string().nullable().describe('Code of what went wrong'),
    finishedAt: InstantView.nullable(),
    size: z.number().nullable().describe('Bytes'),
    sha256: z.string().nullable().describe('Of the ZIP file'),
    sealSha256: z.string().nullable().describe('Of the seal in it, which names every file'),
    expiresAt: InstantView.nullable().describe('The file is removed then; it can be made again'),
  })
  .meta({ id: 'Export' });

export const ExportPage = pageOf(ExportView).meta({ id: 'ExportPage' });
export const ExportQuery = PageQuery.extend({ caseId: Id.optional() });

export const VerifierView = z
  .object({
    fileName: z.string(),
    sha256: z.string().describe('Compare it before running the file; the office publishes it too'),
    size: z.number(),
  })
  .meta({ id: 'Verifier' });

export function toExportView(row: EvidenceExport): z.input<typeof ExportView> {
  const { id, caseId, purpose, requestedBy, requester, itemIds, state, failure, sizeBytes, sha256, sealSha256 } = row;
  return {
    id,
    caseId,
    purpose,
    requestedBy: { id: requestedBy, name: requester.name },
    requestedAt: row.requestedAt.toISOString(),
    itemIds,
    state,
    failure,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    size: sizeBytes === null ? null : Number(sizeBytes),
    sha256,
    sealSha256,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
