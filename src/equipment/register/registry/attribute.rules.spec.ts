import { describe, expect, it } from '@jest/globals';
import { attributeCheck } from './attribute.rules.js';
import { AttributeSchema } from './attribute-schema.js';

const SCHEMA = AttributeSchema.parse({
  type: 'object',
  properties: {
    batteryCount: { type: 'integer', title: 'Batteries', 'x-title-zh': '电池数', minimum: 1, maximum: 12 },
    weight: { type: 'number', minimum: 0 },
    colour: { type: 'string', enum: ['红', '白'] },
    boughtOn: { type: 'string', format: 'date' },
    label: { type: 'string', minLength: 2, maxLength: 4 },
    waterproof: { type: 'boolean' },
  },
  required: ['batteryCount'],
});

const faults = (attributes: Record<string, unknown>, schema: Record<string, unknown> = SCHEMA) =>
  attributeCheck(schema)(attributes).map(({ path, message }) => `${path} ${message}`);

describe('attributes of a device', () => {
  it('fit the schema of its kind', () => {
    expect(
      faults({ batteryCount: 4, weight: 1.5, colour: '红', boughtOn: '2024-02-29', label: '甲乙', waterproof: false }),
    ).toEqual([]);
  });

  it.each([
    [{}, 'attributes.batteryCount is required'],
    [{ batteryCount: 4, wings: 2 }, 'attributes.wings is no field of this kind'],
    [{ batteryCount: 4.5 }, 'attributes.batteryCount must be a whole number'],
    [{ batteryCount: '4' }, 'attributes.batteryCount must be a whole number'],
    [{ batteryCount: 0 }, 'attributes.batteryCount must be at least 1'],
    [{ batteryCount: 13 }, 'attributes.batteryCount must be at most 12'],
    [{ batteryCount: 4, colour: '绿' }, 'attributes.colour must be one of: 红, 白'],
    [{ batteryCount: 4, boughtOn: '2023-02-29' }, 'attributes.boughtOn must be a date such as 2026-03-31'],
    [{ batteryCount: 4, boughtOn: '2023-2-9' }, 'attributes.boughtOn must be a date such as 2026-03-31'],
    [{ batteryCount: 4, label: '甲' }, 'attributes.label must have at least 2 characters'],
    [{ batteryCount: 4, label: '甲乙丙丁戊' }, 'attributes.label must have at most 4 characters'],
    [{ batteryCount: 4, waterproof: 1 }, 'attributes.waterproof must be true or false'],
  ])('%j: %s', (attributes, fault) => {
    expect(faults(attributes)).toEqual([fault]);
  });

  it('get every fault at once, also in Chinese', () => {
    expect(attributeCheck(SCHEMA)({ batteryCount: 'x', wings: 1 }).map(({ messageZh }) => messageZh)).toEqual([
      '不是该设备类型的字段',
      '应为整数',
    ]);
  });

  it('of kinds with one field each are judged apart, however many kinds there are', () => {
    for (let nth = 0; nth < 250; nth += 1) {
      const schema = AttributeSchema.parse({ type: 'object', properties: { [`field${nth}`]: { type: 'number' } } });
      expect(faults({ [`field${nth}`]: 1 }, schema)).toEqual([]);
      expect(faults({ other: 1 }, schema)).toEqual(['attributes.other is no field of this kind']);
    }
  });

  it('are not taken from the prototype of every object', () => {
    const schema = AttributeSchema.parse({
      type: 'object',
      properties: { constructor: { type: 'string' } },
      required: ['constructor'],
    });
    expect(faults({}, schema)).toEqual(['attributes.constructor is required']);
  });

  it('of a schema that was stored without saying so may hold more fields', () => {
    expect(faults({ free: 'x' }, { type: 'object', properties: {} })).toEqual([]);
  });
});

describe('the schema of a kind', () => {
  const refused = (schema: unknown) =>
    AttributeSchema.safeParse(schema).error?.issues.map(({ path }) => path.join('.'));

  it('closes the kind to fields it does not name', () => {
    expect(AttributeSchema.parse({ type: 'object' })).toEqual({
      type: 'object',
      properties: {},
      additionalProperties: false,
    });
  });

  it.each([
    ['another type', { type: 'array' }, ['type']],
    [
      'a pattern, which could take for ever',
      { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+' } } },
      ['properties.a'],
    ],
    ['a reference', { type: 'object', properties: { a: { $ref: 'https://example.org' } } }, ['properties.a.type']],
    ['an object inside', { type: 'object', properties: { a: { type: 'object' } } }, ['properties.a.type']],
    ['a strange name', { type: 'object', properties: { 电池: { type: 'string' } } }, ['properties.电池']],
    ['a prototype', { type: 'object', properties: { __proto__x: { type: 'string' } } }, ['properties.__proto__x']],
    [
      'bounds the wrong way round',
      { type: 'object', properties: { a: { type: 'number', minimum: 2, maximum: 1 } } },
      ['properties.a'],
    ],
    ['a required field that is none', { type: 'object', properties: {}, required: ['a'] }, ['required.0']],
    ['no choice at all', { type: 'object', properties: { a: { type: 'string', enum: [] } } }, ['properties.a.enum']],
  ])('refuses %s', (_, schema, paths) => {
    expect(refused(schema)).toEqual(paths);
  });
});
