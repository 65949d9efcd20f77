import { z } from 'zod';
import { text } from '../../../platform/index.js';

const KEY = /^[a-z][A-Za-z0-9]{0,49}$/;
const MOST_ATTRIBUTES = 60;
const MOST_CHOICES = 100;
const LONGEST_TEXT = 1_000;

const titles = { title: text(100).optional(), 'x-title-zh': text(100).optional() };
const choices = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(MOST_CHOICES).optional();

const TextField = z.strictObject({
  type: z.literal('string'),
  ...titles,
  enum: choices(text(100)),
  format: z.literal('date').optional(),
  minLength: z.int().min(0).max(LONGEST_TEXT).optional(),
  maxLength: z.int().min(1).max(LONGEST_TEXT).optional(),
});
const numeric = {
  ...titles,
  enum: choices(z.number()),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
};
const NumberField = z.strictObject({ type: z.literal('number'), ...numeric });
const IntegerField = z.strictObject({ type: z.literal('integer'), ...numeric });
const FlagField = z.strictObject({ type: z.literal('boolean'), ...titles });

const Field = z
  .discriminatedUnion('type', [TextField, NumberField, IntegerField, FlagField])
  .superRefine((field, context) => {
    const [low, high] =
      field.type === 'string'
        ? [field.minLength, field.maxLength]
        : field.type === 'boolean'
          ? []
          : [field.minimum, field.maximum];
    if (low !== undefined && high !== undefined && low > high)
      context.addIssue({ code: 'custom', message: 'the lower bound is above the upper one' });
  });

/**
 * The part of JSON Schema (draft 2020-12) that describes the fields of a kind. What is not a field of the kind is not
 * accepted of its devices.
 */
export const AttributeSchema = z
  .strictObject({
    $schema: z.literal('https://json-schema.org/draft/2020-12/schema').optional(),
    type: z.literal('object'),
    properties: z
      .record(z.string().regex(KEY, { error: 'must be a camel-case name of at most 50 letters and digits' }), Field)
      .refine((fields) => Object.keys(fields).length <= MOST_ATTRIBUTES, {
        error: `holds over ${MOST_ATTRIBUTES} fields`,
      })
      .default({}),
    required: z.array(z.string()).max(MOST_ATTRIBUTES).optional(),
    additionalProperties: z.literal(false).default(false),
  })
  .superRefine(({ properties, required = [] }, context) => {
    for (const [at, name] of required.entries())
      if (!Object.hasOwn(properties, name))
        context.addIssue({ code: 'custom', path: ['required', at], message: 'names no field of properties' });
  })
  .meta({ id: 'DeviceAttributeSchema' });

/** The values a device has for the fields of its kind. */
export const Attributes = z
  .record(z.string().max(50), z.union([text(LONGEST_TEXT), z.number(), z.boolean()]))
  .refine((values) => Object.keys(values).length <= MOST_ATTRIBUTES, { error: `holds over ${MOST_ATTRIBUTES} values` });
