import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** One value that the kind's schema does not allow. */
export interface AttributeFault {
  /** `attributes.batteryCount`. */
  readonly path: string;
  readonly message: string;
  readonly messageZh: string;
}

export type AttributeCheck = (attributes: Readonly<Record<string, unknown>>) => AttributeFault[];

type Schema = Readonly<Record<string, unknown>>;

const MOST_REMEMBERED = 200;
const remembered = new Map<string, AttributeCheck>();

// Schemas were judged when they were stored, by stricter rules than the draft's own.
const ajv = new Ajv2020({ allErrors: true, strict: true, ownProperties: true, meta: false, validateSchema: false });
ajv.addKeyword({ keyword: 'x-title-zh', schemaType: 'string' });
ajv.addFormat('date', { type: 'string', validate: isCalendarDate });

/** How attributes of a kind are judged; made once a schema and remembered. */
export function attributeCheck(schema: Schema): AttributeCheck {
  const key = JSON.stringify(schema);
  const known = remembered.get(key);
  if (known) return known;
  const check = compile(schema);
  if (remembered.size >= MOST_REMEMBERED) remembered.delete([...remembered.keys()][0] ?? '');
  remembered.set(key, check);
  return check;
}

function compile(schema: Schema): AttributeCheck {
  const validate: ValidateFunction = ajv.compile(schema);
  ajv.removeSchema(schema);
  return (attributes) => (validate(attributes) ? [] : (validate.errors ?? []).map((error) => faultOf(error)));
}

function faultOf({ instancePath, keyword, params }: ErrorObject): AttributeFault {
  const named: unknown = params['missingProperty'] ?? params['additionalProperty'];
  const name = typeof named === 'string' ? named : instancePath.slice(1);
  return { path: ['attributes', name].filter(Boolean).join('.'), ...wordsOf(keyword, params) };
}

const TYPES: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  string: ['text', '文本'],
  number: ['a number', '数字'],
  integer: ['a whole number', '整数'],
  boolean: ['true or false', '是或否'],
};

function wordsOf(keyword: string, params: Record<string, unknown>): Pick<AttributeFault, 'message' | 'messageZh'> {
  const limit = String(params['limit']);
  const [type, typeZh] = TYPES[String(params['type'])] ?? ['of another type', '其他类型'];
  const choices = Array.isArray(params['allowedValues']) ? params['allowedValues'].join(', ') : '';
  const words: Readonly<Record<string, readonly [en: string, zh: string]>> = {
    required: ['is required', '为必填项'],
    additionalProperties: ['is no field of this kind', '不是该设备类型的字段'],
    type: [`must be ${type}`, `应为${typeZh}`],
    enum: [`must be one of: ${choices}`, `应为下列之一：${choices}`],
    format: ['must be a date such as 2026-03-31', '应为日期，如 2026-03-31'],
    minimum: [`must be at least ${limit}`, `不得小于 ${limit}`],
    maximum: [`must be at most ${limit}`, `不得大于 ${limit}`],
    minLength: [`must have at least ${limit} characters`, `至少 ${limit} 个字符`],
    maxLength: [`must have at most ${limit} characters`, `至多 ${limit} 个字符`],
  };
  const [message, messageZh] = words[keyword] ?? ['is not allowed', '不符合要求'];
  return { message, messageZh };
}

function isCalendarDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
