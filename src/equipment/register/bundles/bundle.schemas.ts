import { z } from 'zod';
import { Id, PageQuery, pageOf, text } from '../../../platform/index.js';
import { Capabilities, KindCode, Version } from '../registry/register.schemas.js';
import type { BundleRow, ItemRow } from './bundle.repository.js';

const MOST_ITEMS = 30;
const MOST_DEVICES = 50;

const ItemInput = z
  .strictObject({
    deviceId: Id.optional(),
    kindCode: KindCode.optional().describe('So many of the kind, whichever are free'),
    quantity: z.int().min(1).max(MOST_DEVICES).default(1),
    capabilities: Capabilities.default([]).describe('With kindCode: what each of them can do'),
    required: z.boolean().default(true).describe('False: may be left out when it is booked'),
    label: text(100).optional(),
  })
  .refine(({ deviceId, kindCode }) => (deviceId === undefined) !== (kindCode === undefined), {
    error: 'give deviceId or kindCode',
    path: ['deviceId'],
  })
  .refine(({ deviceId, quantity }) => deviceId === undefined || quantity === 1, {
    error: 'a device comes once',
    path: ['quantity'],
  })
  .refine(({ deviceId, capabilities }) => deviceId === undefined || capabilities.length === 0, {
    error: 'goes with kindCode',
    path: ['capabilities'],
  });

export type BundleItemInput = z.output<typeof ItemInput>;

const Items = z
  .array(ItemInput)
  .min(1)
  .max(MOST_ITEMS)
  .refine((items) => items.reduce((sum, { quantity }) => sum + quantity, 0) <= MOST_DEVICES, {
    error: `holds over ${MOST_DEVICES} devices`,
  })
  .refine(
    (items) => {
      const ids = items.flatMap(({ deviceId }) => deviceId ?? []);
      return new Set(ids).size === ids.length;
    },
    { error: 'names a device twice' },
  );

const fields = { name: text(100), description: text(1_000).nullable(), items: Items };

export const BundleCreate = z
  .strictObject({
    name: fields.name,
    unitId: Id.optional().describe('The owner; your own unit when absent'),
    description: fields.description.optional(),
    items: fields.items,
  })
  .meta({ id: 'BundleCreate' });

export const BundleChange = z
  .strictObject({ ...fields, version: Version })
  .partial()
  .refine((change) => Object.keys(change).some((key) => key !== 'version'), { error: 'changes nothing' })
  .meta({ id: 'BundleChange' });

export const BundleItemView = z.object({
  id: Id,
  label: z.string().nullable(),
  required: z.boolean(),
  deviceId: Id.nullable(),
  assetCode: z.string().nullable(),
  kindCode: z.string().nullable(),
  nameZh: z.string().describe('Of the kind'),
  nameEn: z.string(),
  quantity: z.int(),
  capabilities: z.array(z.string()),
});

export const BundleView = z
  .object({
    id: Id,
    unitId: Id,
    unitName: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    version: z.int(),
    items: z.array(BundleItemView),
  })
  .meta({ id: 'Bundle' });

export const BundlePage = pageOf(BundleView).meta({ id: 'BundlePage' });

export const BundleQuery = PageQuery.extend({
  unit: Id.optional().describe('Owner'),
  q: text(100).optional().describe('In its name'),
});

export function toBundleView(row: BundleRow, unitName: string): z.input<typeof BundleView> {
  return { ...row, unitName, items: row.items.map(itemView) };
}

function itemView(item: ItemRow): z.input<typeof BundleItemView> {
  return { ...item, capabilities: [...item.capabilities] };
}
