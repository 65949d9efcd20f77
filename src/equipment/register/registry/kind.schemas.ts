import { z } from 'zod';
import { text } from '../../../platform/index.js';
import { DEVICE_CATEGORIES, LINK_KINDS } from '../../equipment.codes.js';
import { PerformanceInput } from '../pool/performance.js';
import { AttributeSchema } from './attribute-schema.js';
import { Capabilities, DjiModelKey, KindCode, Model, Version } from './register.schemas.js';

const WEEK_MINUTES = 10_080;

const fields = {
  category: z.enum(DEVICE_CATEGORIES),
  nameZh: text(100),
  nameEn: text(100),
  model: Model,
  linkKind: z.enum(LINK_KINDS),
  djiModelKeys: z.array(DjiModelKey).max(50),
  attributeSchema: AttributeSchema,
  calibrationRequired: z.boolean(),
  turnaroundMinutes: z.int().min(0).max(WEEK_MINUTES),
  capabilities: Capabilities,
  countsCycles: z.boolean(),
  performance: PerformanceInput.nullable().describe('Of kinds that fly; a change replaces all figures'),
};

export const KindCreate = z
  .strictObject({
    ...fields,
    code: KindCode,
    djiModelKeys: fields.djiModelKeys.default([]),
    attributeSchema: AttributeSchema.default({ type: 'object', properties: {}, additionalProperties: false }),
    isPart: z.boolean().default(false).describe('Goes with other devices, such as a controller or a battery'),
    calibrationRequired: fields.calibrationRequired.default(false),
    turnaroundMinutes: fields.turnaroundMinutes.default(0),
    capabilities: Capabilities.default([]),
    countsCycles: fields.countsCycles.default(false),
    performance: fields.performance.default(null),
  })
  .meta({ id: 'DeviceKindCreate' });

export const KindChange = z
  .strictObject({ ...fields, version: Version })
  .partial()
  .refine((change) => Object.keys(change).some((key) => key !== 'version'), { error: 'changes nothing' })
  .meta({ id: 'DeviceKindChange' });
