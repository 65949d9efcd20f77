import { z } from 'zod';
import { PageQuery, pageOf, text } from '../../../platform/index.js';
import { KIT_CATEGORIES, KIT_MEASURES } from '../../equipment.codes.js';
import { AttributeSchema } from '../../register/registry/attribute-schema.js';
import { KindCode, Version } from '../../register/registry/register.schemas.js';
import type { KitRow } from './kit.repository.js';

const LONGEST_OPEN_LIFE_DAYS = 3_650;
const MOST_PARTS = 50;
const Celsius = z.int().min(-200).max(100);

const Part = z
  .strictObject({
    nameZh: text(100),
    nameEn: text(100),
    quantity: z.int().min(1).max(10_000).default(1),
    required: z.boolean().default(true).describe('Without it the kit is of no use'),
  })
  .meta({ id: 'KitPart' });

const Storage = z
  .strictObject({ minCelsius: Celsius, maxCelsius: Celsius })
  .refine(({ minCelsius, maxCelsius }) => minCelsius <= maxCelsius, {
    error: 'must not lie below minCelsius',
    path: ['maxCelsius'],
  })
  .meta({ id: 'KitStorage' });

const Contents = z
  .array(Part)
  .max(MOST_PARTS)
  .refine((parts) => new Set(parts.map(({ nameZh }) => nameZh)).size === parts.length, { error: 'names a part twice' });

const fields = {
  category: z.enum(KIT_CATEGORIES),
  nameZh: text(100),
  nameEn: text(100),
  deviceKindCode: KindCode.nullable().describe('The kind of instrument it feeds; null: it needs none'),
  openLifeDays: z
    .int()
    .min(1)
    .max(LONGEST_OPEN_LIFE_DAYS)
    .nullable()
    .describe(
      'How long a lot is good once it is opened; null: to its expiry. Lots that stand open keep their last day',
    ),
  storage: Storage.nullable(),
  parts: Contents.describe('What is in each piece'),
  attributeSchema: AttributeSchema,
};

export const KitCreate = z
  .strictObject({
    ...fields,
    code: KindCode,
    measure: z.enum(KIT_MEASURES).describe('What one piece is counted in'),
    deviceKindCode: fields.deviceKindCode.default(null),
    openLifeDays: fields.openLifeDays.default(null),
    storage: fields.storage.default(null),
    parts: fields.parts.default([]),
    attributeSchema: AttributeSchema.default({ type: 'object', properties: {}, additionalProperties: false }),
  })
  .meta({ id: 'KitCreate' });

export const KitChange = z
  .strictObject({ ...fields, version: Version })
  .partial()
  .refine((change) => Object.keys(change).some((key) => key !== 'version'), { error: 'changes nothing' })
  .meta({ id: 'KitChange' });

export const KitView = z
  .object({
    ...fields,
    code: z.string(),
    measure: z.enum(KIT_MEASURES),
    attributeSchema: z.record(z.string(), z.unknown()).describe('JSON Schema of the fields of its lots'),
    version: z.int(),
  })
  .meta({ id: 'Kit' });

export const KitPage = pageOf(KitView).meta({ id: 'KitPage' });

export const KitQuery = PageQuery.extend({
  category: z.enum(KIT_CATEGORIES).optional(),
  deviceKind: z.string().max(50).optional().describe('Code of the kind of instrument it feeds'),
  q: text(100).optional().describe('In code or name'),
});

export function toKitView({ contents, storageMinCelsius, storageMaxCelsius, ...row }: KitRow): z.input<typeof KitView> {
  const { code, category, nameZh, nameEn, measure, deviceKindCode, openLifeDays, attributeSchema, version } = row;
  const storage =
    storageMinCelsius === null || storageMaxCelsius === null
      ? null
      : { minCelsius: storageMinCelsius, maxCelsius: storageMaxCelsius };
  const about = { code, category, nameZh, nameEn, measure, deviceKindCode, openLifeDays, storage };
  return { ...about, parts: [...contents], attributeSchema: { ...attributeSchema }, version };
}
