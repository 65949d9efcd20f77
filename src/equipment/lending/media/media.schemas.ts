import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, text } from '../../../platform/index.js';
import { Drawing } from '../custody/papers/signature.schemas.js';
import { PhotoIds } from '../../register/files/equipment-file.schemas.js';
import type { CardRecord, MediaEntry, MediaSeal, MediaSealPhoto } from './media.entity.js';
import { CARD_EVENTS, CARD_STATES, MOST_FILES } from './media.rules.js';

const MOST_FILES_A_CALL = 2_000;
/** Larger than any card, and still a whole number in JSON. */
const MOST_BYTES = 2 ** 50;

const CardCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/)
  .describe('Asset code, or the number on the label');

export const MediaCardCreate = z
  .strictObject({ code: CardCode, capacityBytes: z.int().positive().max(MOST_BYTES).optional() })
  .meta({ id: 'MediaCardCreate' });

export const MediaCardInsert = z.strictObject({ deviceId: Id }).meta({ id: 'MediaCardInsert' });

export const MediaManifest = z
  .strictObject({
    files: z
      .array(
        z.strictObject({
          name: text(300),
          size: z.int().min(0).max(MOST_BYTES),
          sha256: z
            .string()
            .regex(/^[0-9a-fA-F]{64}$/)
            .toLowerCase(),
        }),
      )
      .min(1)
      .max(MOST_FILES_A_CALL),
  })
  .meta({ id: 'MediaManifest' });

export const MediaCardClear = z
  .strictObject({ fileCount: z.int().min(0).max(MOST_FILES).describe('Files found on the card just now') })
  .meta({ id: 'MediaCardClear' });

export const MediaCardSeal = z
  .strictObject({
    sealNumber: text(60),
    photosBefore: PhotoIds.min(1),
    photosAfter: PhotoIds.min(1),
    witness: z.strictObject({ userId: Id.optional(), name: text(100) }),
    reason: text(500).optional(),
  })
  .meta({ id: 'MediaCardSeal' });

export const MediaCardHandOver = z
  .strictObject({ toUserId: Id, caseId: Id, signature: Drawing.describe('Of the one who receives it') })
  .meta({ id: 'MediaCardHandOver' });

const Person = z.object({ id: Id, name: z.string() });

export const MediaCardView = z
  .object({
    id: Id,
    code: z.string(),
    capacityBytes: z.int().nullable(),
    unitId: Id,
    state: z.enum(CARD_STATES),
    generation: z.int().describe('Goes up when a cleared card is used again'),
    deviceId: Id.nullable().describe('The device it is in'),
    checkOutId: Id.nullable().describe('The check-out of that device in which it was put in'),
    holder: Person,
    caseId: Id.nullable(),
    updatedAt: InstantView,
  })
  .meta({ id: 'MediaCard' });

export const MediaCardPage = pageOf(MediaCardView).meta({ id: 'MediaCardPage' });

export const MediaCardDetail = MediaCardView.extend({
  fileCount: z.int(),
  seal: z
    .object({
      number: z.string(),
      witness: z.object({ userId: Id.nullable(), name: z.string() }),
      reason: z.string().nullable(),
      sealedBy: Person,
      sealedAt: InstantView,
      photosBefore: z.array(Id),
      photosAfter: z.array(Id),
    })
    .nullable(),
}).meta({ id: 'MediaCardDetail' });

export const ManifestAdded = z.object({ added: z.int(), fileCount: z.int() }).meta({ id: 'ManifestAdded' });

export const MediaFilePage = pageOf(
  z.object({
    name: z.string(),
    size: z.int(),
    sha256: z.string(),
    received: z.boolean().describe('Whether the server has these bytes, as far as it is the caller’s business'),
    listedAt: InstantView,
  }),
).meta({ id: 'MediaFilePage' });

export const MediaChainPage = pageOf(
  z.object({
    id: Id,
    generation: z.int(),
    event: z.enum(CARD_EVENTS),
    at: InstantView,
    by: Person,
    holder: Person.describe('Who has the card from then on'),
    deviceId: Id.nullable(),
    signed: z.boolean(),
    details: z.record(z.string(), z.unknown()),
  }),
).meta({ id: 'MediaChainPage' });

export const MediaCardQuery = PageQuery.extend({
  unitId: Id.optional(),
  deviceId: Id.optional(),
  state: z.enum(CARD_STATES).optional(),
  mine: z.stringbool().optional(),
  q: text(60).optional(),
});

export function toCardView(card: CardRecord): z.input<typeof MediaCardView> {
  const { id, code, unitId, state, generation, deviceId, caseId } = card;
  return {
    id,
    code,
    capacityBytes: card.capacityBytes === null ? null : Number(card.capacityBytes),
    unitId,
    state,
    generation,
    deviceId,
    checkOutId: card.custodyId,
    holder: { id: card.holderId, name: card.holderName },
    caseId,
    updatedAt: card.updatedAt.toISOString(),
  };
}

export function toSealView(seal: MediaSeal, photos: readonly MediaSealPhoto[]) {
  const taken = (when: MediaSealPhoto['taken']) =>
    photos.filter((photo) => photo.taken === when).map(({ fileId }) => fileId);
  return {
    number: seal.sealNumber,
    witness: { userId: seal.witnessId, name: seal.witnessName },
    reason: seal.reason,
    sealedBy: { id: seal.sealedBy, name: seal.sealedByName },
    sealedAt: seal.sealedAt.toISOString(),
    photosBefore: taken('before'),
    photosAfter: taken('after'),
  };
}

export function toChainView(entry: MediaEntry) {
  const { id, generation, event, at, deviceId, details } = entry;
  return {
    id,
    generation,
    event,
    at: at.toISOString(),
    by: { id: entry.actorId, name: entry.actorName },
    holder: { id: entry.holderId, name: entry.holderName },
    deviceId,
    signed: entry.signature !== null,
    details: { ...details },
  };
}
