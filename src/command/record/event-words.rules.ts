import { chinaTimeOf } from '../../platform/index.js';
import {
  EVENT_TEMPLATES,
  KIND_WORDS,
  MAP_KIND_WORDS,
  REQUEST_KIND_WORDS,
  ROLE_WORDS,
  SOME_UNIT,
  SOMEBODY,
  type Template,
  type Words,
} from './record.words.js';

/** Names of people and units by their ids. */
export type Names = ReadonlyMap<string, string>;

export interface Told {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const NOTHING: Words = { zh: '', en: '' };
const SLOTS = /\[([^\]]*)\]|\{(\w+)\}/g;
const SLOT = /\{(\w+)\}/g;
const LANGUAGES = ['zh', 'en'] as const;

/** An event in words. What people wrote stands in it as they wrote it: text, never markup. */
export function wordsOf(event: Told, names: Names): Words {
  const template = EVENT_TEMPLATES[event.type];
  return template
    ? filled(template, event, names)
    : { zh: `其他事项（${event.type}）`, en: `another event (${event.type})` };
}

function filled([zh, en]: Template, event: Told, names: Names): Words {
  const known = new Map<string, Words>();
  const valueOf = (name: string): Words => {
    const value = known.get(name) ?? fieldOf(name, event, names);
    known.set(name, value);
    return value;
  };
  const [inChinese, inEnglish] = [zh, en].map((text, index) => written(text, LANGUAGES[index] ?? 'zh', valueOf));
  return { zh: inChinese ?? '', en: inEnglish ?? '' };
}

/** One pass over the template alone, so that braces in somebody's words are only words. */
function written(template: string, language: keyof Words, valueOf: (name: string) => Words): string {
  return template.replaceAll(SLOTS, (_, optional: string | undefined, name: string | undefined) => {
    if (optional === undefined) return valueOf(name ?? '')[language];
    const fields = [...optional.matchAll(SLOT)].map(([, field]) => valueOf(field ?? '')[language]);
    if (fields.some((field) => field === '')) return '';
    let next = 0;
    return optional.replaceAll(SLOT, () => fields[next++] ?? '');
  });
}

type Field = (payload: Told['payload'], names: Names) => Words;

const same = (text: string): Words => ({ zh: text, en: text });
const texted = (value: unknown): Words =>
  typeof value === 'string' || typeof value === 'number' ? same(String(value)) : NOTHING;
const coded =
  (field: string, words: Readonly<Record<string, Words>>): Field =>
  (payload) => {
    const code = payload[field];
    return typeof code === 'string' ? (words[code] ?? same(code)) : NOTHING;
  };
const instant =
  (field: string): Field =>
  ({ [field]: value }) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? same(chinaTimeOf(new Date(value))) : NOTHING;
const counted =
  (field: string): Field =>
  ({ [field]: value }) =>
    Array.isArray(value) && value.length > 0 ? same(String(value.length)) : NOTHING;
/** A person by their name in the payload, or as the record or the directory knows them. */
const person =
  (field: string, named = ''): Field =>
  (payload, names) => {
    const [id, name] = [payload[field], payload[named]];
    if (typeof name === 'string' && name !== '') return same(name);
    return typeof id === 'string' ? nameOr(names.get(id), SOMEBODY) : NOTHING;
  };

function nameOr(name: string | undefined, otherwise: Words): Words {
  return name === undefined || name === '' ? otherwise : same(name);
}

/** Fields whose words are more than their value. */
const FIELDS: Readonly<Record<string, Field>> = {
  sessionKind: coded('kind', KIND_WORDS),
  mapKind: (payload, names) => orIf(coded('kind', MAP_KIND_WORDS)(payload, names), { zh: '图形', en: 'shape' }),
  requestKind: coded('kind', REQUEST_KIND_WORDS),
  role: coded('role', ROLE_WORDS),
  formerRole: coded('formerRole', ROLE_WORDS),
  scheduledFor: instant('scheduledFor'),
  expiresAt: instant('expiresAt'),
  untilAt: instant('untilAt'),
  lastSeenAt: instant('lastSeenAt'),
  ackDueAt: instant('ackDueAt'),
  doneDueAt: instant('doneDueAt'),
  happenedAt: instant('happenedAt'),
  openOrders: counted('openOrders'),
  evidenceIds: counted('evidenceIds'),
  delivered: counted('delivered'),
  seen: counted('seen'),
  items: counted('items'),
  assetCodes: counted('assetCodes'),
  userId: person('userId', 'name'),
  toUserId: person('toUserId', 'toName'),
  fromUserId: person('fromUserId'),
  holderUserId: person('holderUserId'),
  unitId: ({ unitId }, names) => (typeof unitId === 'string' ? nameOr(names.get(unitId), SOME_UNIT) : NOTHING),
  invitee: (payload, names) => addressee(payload, names),
  to: ({ to, recipientUserId }, names) => addressee({ ...asRecord(to), recipientUserId }, names),
  photographer: (payload, names) =>
    'deviceId' in payload ? { zh: '无人机', en: 'a drone' } : person('userId')(payload, names),
  said: ({ said }) => texted(asRecord(said)['text']),
  consent: ({ accept }) => (accept === false ? { zh: '拒绝', en: 'refused' } : { zh: '同意', en: 'agreed' }),
};

function fieldOf(name: string, { payload }: Told, names: Names): Words {
  const field = FIELDS[name];
  return field ? field(payload, names) : texted(payload[name]);
}

function addressee(to: Readonly<Record<string, unknown>>, names: Names): Words {
  if (typeof to['role'] === 'string' && !('userId' in to || 'unitId' in to))
    return coded('role', ROLE_WORDS)(to, names);
  if (typeof to['unitId'] === 'string') return nameOr(names.get(to['unitId']), SOME_UNIT);
  if (typeof to['deviceId'] !== 'string') return orIf(person('userId', 'name')(to, names), SOMEBODY);
  const holder = person('recipientUserId')(to, names);
  return holder.zh === ''
    ? { zh: '设备', en: 'a device' }
    : { zh: `设备（持有人${holder.zh}）`, en: `a device (held by ${holder.en})` };
}

function orIf(words: Words, otherwise: Words): Words {
  return words.zh === '' ? otherwise : words;
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
