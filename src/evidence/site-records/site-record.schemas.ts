import { z } from 'zod';
import {
  Id,
  Instant,
  InstantView,
  PageQuery,
  pageOf,
  PositionInput,
  PositionView,
  text,
} from '../../platform/index.js';
import { LISTED_STATES, MISMATCHES } from './listed-items.rules.js';
import {
  SIGNER_ROLES,
  SIGNING_WAYS,
  SITE_RECORD_KINDS,
  SITE_RECORD_STATES,
  TECHNICAL_MEANS,
  UNSETTLED,
} from './site-record.codes.js';

const Sha256 = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/)
  .toLowerCase()
  .describe('Hex');

/** Absent and null are the same: what is signed says null. */
const maybe = <T extends z.ZodType>(type: T) => type.nullable().default(null as never);
const MOST_ITEMS = 2_000;
const SHEET = 1_000;
const SheetPoint = { x: z.number().min(0).max(SHEET), y: z.number().min(0).max(SHEET) };
const SignedInstant = Instant.transform((at) => at.toISOString());

export const ListedItemInput = z.strictObject({
  sha256: Sha256,
  sm3: maybe(Sha256),
  sizeBytes: maybe(z.int().min(0)),
  fileName: text(200),
  itemClass: text(50).describe('类别'),
  format: text(50).describe('文件格式'),
  note: maybe(text(300)),
});

const SketchInput = z
  .strictObject({
    drawnAt: SignedInstant,
    author: text(100),
    upBearingDegrees: z.number().min(0).lt(360).describe('Bearing from north that is upwards on the sheet'),
    lines: z.array(z.array(z.strictObject(SheetPoint)).min(2).max(500)).max(200),
    labels: z.array(z.strictObject({ ...SheetPoint, text: text(60) })).max(100),
    metresAcross: maybe(z.number().positive().max(100_000)).describe('What the width of the sheet stands for'),
  })
  .describe('A map drawn by hand on a sheet of 1000 by 1000, y downwards');

export const SiteRecordContentInput = z
  .strictObject({
    cause: text(300).describe('案由'),
    subject: text(500).describe('对象'),
    substance: text(5_000).describe('内容'),
    period: z
      .strictObject({ from: SignedInstant, to: SignedInstant })
      .refine(({ from, to }) => from <= to, { error: 'must not end before it begins' })
      .describe('时间'),
    place: z.strictObject({ words: text(300), position: maybe(PositionInput) }).describe('地点'),
    method: text(1_000).describe('方法'),
    course: text(10_000).describe('过程'),
    source: maybe(text(1_000)).describe('Where copies come from and how they were made'),
    result: maybe(text(5_000)).describe('Of an inspection'),
    leaderId: maybe(Id).describe('The prosecutor who led the inspection'),
    collectorIds: z
      .array(Id)
      .min(1)
      .max(10)
      .refine((ids) => new Set(ids).size === ids.length, { error: 'names a collector twice' }),
    present: z
      .array(z.strictObject({ name: text(100), capacity: text(200), organisation: maybe(text(200)) }))
      .max(50)
      .default([]),
    means: z.array(z.enum(TECHNICAL_MEANS)).max(TECHNICAL_MEANS.length).default([]),
    sketch: maybe(SketchInput),
    items: z
      .array(ListedItemInput)
      .max(MOST_ITEMS)
      .refine((items) => new Set(items.map(({ sha256 }) => sha256)).size === items.length, {
        error: 'lists the same bytes twice',
      })
      .default([]),
  })
  .meta({ id: 'SiteRecordContent' });

/** A record as the phone sends it, whole, under the id that the phone made. */
export const SiteRecordInput = z
  .strictObject({
    kind: z.enum(SITE_RECORD_KINDS),
    caseId: Id,
    correctsId: maybe(Id).describe('The signed record that this one corrects'),
    writtenAt: Instant.describe('By the clock of the phone'),
    content: SiteRecordContentInput,
  })
  .superRefine(({ kind, content }, context) => {
    const issue = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: ['content', path], message });
    if (kind === 'inspection_record' && content.result === null) issue('result', 'an inspection has a result');
    if (kind === 'inspection_record' && content.leaderId === null) issue('leaderId', 'an inspection has a leader');
    if (kind === 'collection_list' && content.items.length === 0) issue('items', 'a list has items');
  })
  .meta({ id: 'SiteRecordInput' });

const MOST_DRAWING = 200_000;

export const SignatureInput = z
  .strictObject({
    role: z.enum(SIGNER_ROLES),
    userId: Id.optional().describe('Of a collector; the party and a witness have no account'),
    name: text(100).optional().describe('Of the party or a witness'),
    capacity: text(200).optional().describe('As whom: legal representative, village committee …'),
    drawing: text(MOST_DRAWING).optional().describe('PNG as data URL, or the data of an SVG path'),
    signedAt: Instant.describe('By the clock of the phone'),
  })
  .superRefine(({ role, userId, name, capacity, drawing }, context) => {
    const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (role === 'collector' && userId === undefined) issue('userId', 'a collector signs by account');
    if (role !== 'collector' && userId !== undefined) issue('userId', 'only collectors sign by account');
    if (role !== 'collector' && name === undefined) issue('name', 'must be said');
    if (role === 'witness' && capacity === undefined) issue('capacity', 'must be said');
    if (role !== 'collector' && drawing === undefined) issue('drawing', 'must be drawn');
  });

export const SigningInput = z
  .strictObject({
    digest: Sha256.optional().describe('Of the record as it was signed; the code stands for it'),
    code: text(40).optional().describe('The short code, read off the record by a collector on his or her own device'),
    signatures: z.array(SignatureInput).max(12).default([]),
    partyRefusal: text(500).optional().describe('Why the party did not sign'),
    noWitness: z.strictObject({ reason: text(500), videoSha256: Sha256 }).optional(),
  })
  .refine(
    ({ signatures, partyRefusal, noWitness }) =>
      signatures.length > 0 || partyRefusal !== undefined || noWitness !== undefined,
    { error: 'says nothing' },
  )
  .refine(({ digest, code }) => digest !== undefined || code !== undefined, { error: 'needs the digest or the code' })
  .refine(({ signatures, code }) => code === undefined || signatures.some(({ role }) => role === 'collector'), {
    error: 'a code belongs to a collector',
  })
  .meta({ id: 'SiteRecordSigning' });

const SignatureView = z.object({
  role: z.enum(SIGNER_ROLES),
  userId: Id.nullable(),
  name: z.string(),
  capacity: z.string().nullable(),
  way: z.enum(SIGNING_WAYS).describe('How it is known who signed; same_glass: only as drawn on another’s device'),
  drawingSha256: z.string().nullable(),
  signedAt: InstantView,
  recordedAt: InstantView,
});

const ListedItemView = z.object({
  sha256: z.string(),
  sm3: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  fileName: z.string(),
  itemClass: z.string(),
  format: z.string(),
  note: z.string().nullable(),
  state: z.enum(LISTED_STATES),
  evidenceIds: z.array(Id),
  mismatches: z.array(z.enum(MISMATCHES)),
});

const SketchView = z.object({
  drawnAt: InstantView,
  author: z.string(),
  upBearingDegrees: z.number(),
  lines: z.array(z.array(z.object({ x: z.number(), y: z.number() }))),
  labels: z.array(z.object({ x: z.number(), y: z.number(), text: z.string() })),
  metresAcross: z.number().nullable(),
});

export const SiteRecordBrief = z
  .object({
    id: Id,
    kind: z.enum(SITE_RECORD_KINDS),
    state: z.enum(SITE_RECORD_STATES),
    caseId: Id,
    correctsId: Id.nullable(),
    digest: z.string().describe('SHA-256 of the canonical JSON that is signed, hex'),
    code: z.string().describe('The first 80 bits of it, for people'),
    place: z.string(),
    from: InstantView,
    to: InstantView,
    itemCount: z.number(),
    writtenAt: InstantView,
    writtenBy: z.object({ id: Id, name: z.string() }),
    receivedAt: InstantView,
    signedAt: InstantView.nullable(),
  })
  .meta({ id: 'SiteRecordBrief' });

export const SiteRecordView = SiteRecordBrief.extend({
  content: z.object({
    cause: z.string(),
    subject: z.string(),
    substance: z.string(),
    period: z.object({ from: InstantView, to: InstantView }),
    place: z.object({ words: z.string(), position: PositionView.nullable() }),
    method: z.string(),
    course: z.string(),
    source: z.string().nullable(),
    result: z.string().nullable(),
    leaderId: Id.nullable(),
    collectorIds: z.array(Id),
    present: z.array(z.object({ name: z.string(), capacity: z.string(), organisation: z.string().nullable() })),
    means: z.array(z.enum(TECHNICAL_MEANS)),
    sketch: SketchView.nullable(),
    items: z.array(ListedItemView).describe('With what has arrived of them in this case'),
  }),
  leader: z.object({ userId: Id, name: z.string(), roles: z.array(z.string()) }).nullable(),
  signatures: z.array(SignatureView),
  partyRefusal: z.string().nullable(),
  noWitness: z.object({ reason: z.string(), videoSha256: z.string().nullable() }).nullable(),
  waitsFor: z.array(z.enum(UNSETTLED)).describe('What still keeps it from being signed'),
  correctedBy: z.array(Id),
}).meta({ id: 'SiteRecord' });

export const SiteRecordPage = pageOf(SiteRecordBrief).meta({ id: 'SiteRecordPage' });

export const SiteRecordQuery = PageQuery.extend({ caseId: Id });

export const PaperQuery = z.strictObject({ language: z.enum(['zh', 'en']).default('zh') });
