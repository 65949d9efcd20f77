import { placeOf } from '../map/map-shape.rules.js';
import type { MapGeometry } from '../commands/map-geometry.js';
import { asRecord } from './event-words.rules.js';

export const LINK_KINDS = [
  'order',
  'evidence',
  'shape',
  'event',
  'person',
  'unit',
  'device',
  'request',
  'guest',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export interface Link {
  readonly kind: LinkKind;
  /** Of what is named; of an event its number. */
  readonly id: string;
}

type Fields = Readonly<Record<string, unknown>>;

const SINGLE: readonly (readonly [field: string, kind: LinkKind])[] = [
  ['orderId', 'order'],
  ['evidenceId', 'evidence'],
  ['featureId', 'shape'],
  ['requestId', 'request'],
  ['guestId', 'guest'],
  ['userId', 'person'],
  ['toUserId', 'person'],
  ['fromUserId', 'person'],
  ['holderUserId', 'person'],
  ['recipientUserId', 'person'],
  ['unitId', 'unit'],
  ['deviceId', 'device'],
  ['seq', 'event'],
  ['replyTo', 'event'],
];
const MANY: readonly (readonly [field: string, kind: LinkKind])[] = [
  ['evidenceIds', 'evidence'],
  ['mentions', 'person'],
  ['userIds', 'person'],
  ['deviceIds', 'device'],
];

/** What an event names, each once. */
export function linksOf(payload: Fields): Link[] {
  const named = { ...asRecord(payload['to']), ...payload };
  const single = SINGLE.flatMap(([field, kind]) => linkTo(kind, (named as Fields)[field]));
  const many = MANY.flatMap(([field, kind]) => {
    const values = payload[field];
    return Array.isArray(values) ? values.flatMap((value: unknown) => linkTo(kind, value)) : [];
  });
  const seen = new Set<string>();
  return [...single, ...many].filter(({ kind, id }) => !seen.has(`${kind} ${id}`) && seen.add(`${kind} ${id}`));
}

function linkTo(kind: LinkKind, value: unknown): Link[] {
  return typeof value === 'string' || typeof value === 'number' ? [{ kind, id: String(value) }] : [];
}

/** Where an event is, as far as it says so: its place, or the one that stands for its shape. */
export function placeIn(payload: Fields): { readonly lon: number; readonly lat: number } | undefined {
  const { lon, lat } = asRecord(payload['place']);
  if (typeof lon === 'number' && typeof lat === 'number') return { lon, lat };
  const geometry = payload['geometry'];
  return 'coordinates' in asRecord(geometry) ? placeOf({ geometry: geometry as MapGeometry }) : undefined;
}
