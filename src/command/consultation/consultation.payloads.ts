import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { audienceSchema, reason, typedInstant, words } from '../commands/payload-parts.js';
import { LONGEST_TEXT, MOST_AGENDA_ITEMS } from './consultation.codes.js';

const agendaItem = z.strictObject({
  itemId: Id,
  title: words(200),
  presenter: words(100).optional(),
  minutes: z.int().min(1).max(600).optional(),
});

export const versionNumber = z.int().min(1).max(2_147_483_647);
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** Which wording is meant: its digest says that it is the one that was read. */
const wording = { conclusionId: Id, version: versionNumber, sha256: sha256Hex };

const inviteAsGuest = z.strictObject({
  expertId: Id,
  purpose: words(1_000),
  expiresAt: typedInstant,
  maySpeak: z.boolean().optional(),
});

export const CONSULTATION_PAYLOADS = {
  'agenda.set': z.strictObject({
    items: z
      .array(agendaItem)
      .min(1)
      .max(MOST_AGENDA_ITEMS)
      .refine(
        (items) => new Set(items.map(({ itemId }) => itemId)).size === items.length,
        'an item stands there twice',
      ),
    place: words(200).optional(),
  }),
  'agenda.advance': z.strictObject({ itemId: Id.optional() }),
  'material.add': z
    .strictObject({
      materialId: Id,
      title: words(200),
      evidenceId: Id.optional(),
      text: words(LONGEST_TEXT).optional(),
      agendaItemId: Id.optional(),
      audience: audienceSchema.optional(),
    })
    .refine(
      ({ evidenceId, text }) => (evidenceId === undefined) !== (text === undefined),
      'either an item of evidence or a text',
    ),
  'expert.invite': z.union([inviteAsGuest, z.strictObject({ expertId: Id, purpose: words(1_000), userId: Id })]),
  'conclusion.draft': z.strictObject({
    conclusionId: Id,
    text: words(LONGEST_TEXT),
    agendaItemId: Id.optional(),
    baseVersion: versionNumber.optional(),
  }),
  'conclusion.sign': z.strictObject(wording),
  'conclusion.dissent': z.strictObject({ ...wording, reason }),
  'conclusion.settle': z.strictObject(wording),
} as const;
