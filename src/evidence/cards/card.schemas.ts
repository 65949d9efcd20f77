import { z } from 'zod';
import { Id, InstantView, pageOf, text } from '../../platform/index.js';
import { CollectorInput, UploadMetadata } from '../intake/upload.schemas.js';
import { CARD_FILE_STATES, CARD_INTAKE_STATES } from './card.codes.js';

export const CardIntakeCreate = z
  .strictObject({
    caseId: Id.optional(),
    deviceId: Id.optional().describe('The device the card was in'),
    title: text(300).optional(),
    collectors: UploadMetadata.shape.collectors,
    handedInBy: CollectorInput.optional().describe('Who hands the card in; whoever opens the intake where absent'),
    archiveId: Id.optional().describe('A ZIP file of the card, brought in as an item before: its files are unpacked'),
  })
  .meta({ id: 'CardIntakeCreate' });

export const HandedInBy = z.object({ userId: Id.nullable(), name: z.string() });

export const CardIntakeView = z
  .object({
    id: Id,
    state: z.enum(CARD_INTAKE_STATES),
    title: z.string().nullable(),
    unitId: Id,
    caseId: Id.nullable(),
    deviceId: Id.nullable(),
    archiveId: Id.nullable(),
    handedInBy: HandedInBy.nullable().describe('Null: not noted'),
    entries: z.number().nullable().describe('Files the archive names; null where files come one by one'),
    kept: z.number(),
    refused: z.number(),
    fault: z.string().nullable().describe('Code of why not all of the archive was unpacked'),
    openedAt: InstantView,
    closedAt: InstantView.nullable(),
  })
  .meta({ id: 'CardIntake' });

export const CardFileView = z
  .object({
    path: z.string(),
    state: z.enum(CARD_FILE_STATES),
    itemId: Id.nullable(),
    sha256: z.string().nullable(),
    sm3: z.string().nullable(),
    size: z.number().nullable().describe('Bytes'),
    code: z.string().nullable().describe('Why nothing was kept'),
    receivedAt: InstantView,
  })
  .meta({ id: 'CardFileReceipt' });

export const CardFilePage = pageOf(CardFileView).meta({ id: 'CardFileReceiptPage' });
