import { z } from 'zod';
import { Id, InstantView } from '../../../platform/index.js';
import type { FileRow } from './equipment-file.repository.js';

export const FileForm = z.object({ file: z.string().meta({ format: 'binary' }) });

export const FileView = z
  .object({
    id: Id,
    sha256: z.string(),
    size: z.int().describe('Bytes'),
    mediaType: z.string().describe('By the bytes, never by the name'),
    fileName: z.string(),
    uploadedBy: z.object({ id: Id, name: z.string() }),
    uploadedAt: InstantView,
  })
  .meta({ id: 'EquipmentFile' });

/** Files that were brought in before, named in a body. */
export const FileIds = z.array(Id).max(20).describe('Ids of POST /equipment-files');

/** Photos named in a body, each once. */
export const PhotoIds = FileIds.refine((ids) => new Set(ids).size === ids.length, { error: 'names a photo twice' });

export function toFileView(row: FileRow): z.input<typeof FileView> {
  const { id, sha256, sizeBytes: size, mediaType, fileName, uploadedBy, uploadedByName, uploadedAt } = row;
  const by = { id: uploadedBy, name: uploadedByName };
  return { id, sha256, size, mediaType, fileName, uploadedBy: by, uploadedAt: uploadedAt.toISOString() };
}
