import { z } from 'zod';
import { Id, InstantView, pageOf, text } from '../../../platform/index.js';
import { DOCUMENT_KINDS } from '../../equipment.codes.js';
import type { FileRow } from '../files/equipment-file.repository.js';
import { FileView, toFileView } from '../files/equipment-file.schemas.js';
import type { DocumentRow } from './document.repository.js';

export const DocumentCreate = z
  .strictObject({
    fileId: Id.describe('Of POST /equipment-files'),
    kind: z.enum(DOCUMENT_KINDS),
    title: text(200).optional(),
  })
  .meta({ id: 'DeviceDocumentCreate' });

export const DocumentView = z
  .object({
    id: Id,
    kind: z.enum(DOCUMENT_KINDS),
    title: z.string().nullable(),
    file: FileView,
    attachedBy: z.object({ id: Id, name: z.string() }),
    attachedAt: InstantView,
  })
  .meta({ id: 'DeviceDocument' });

export const DocumentPage = pageOf(DocumentView).meta({ id: 'DeviceDocumentPage' });

export function toDocumentView(row: DocumentRow, file: FileRow): z.input<typeof DocumentView> {
  const { id, kind, title, attachedBy, attachedByName, attachedAt } = row;
  const by = { id: attachedBy, name: attachedByName };
  return { id, kind, title, file: toFileView(file), attachedBy: by, attachedAt: attachedAt.toISOString() };
}
