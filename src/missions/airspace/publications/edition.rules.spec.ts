import { describe, expect, it } from '@jest/globals';
import type { ZoneDraft } from '../zone-file/zone-draft.js';
import { digestOf, editionChange, isFlownAlike } from './edition.rules.js';

const publication = { authority: '某市' };
const draft = (code: string, change: Partial<ZoneDraft> = {}): ZoneDraft => ({
  code,
  name: code,
  rule: 'prohibited',
  geometry: { type: 'Polygon', coordinates: [] },
  band: { lowerMetres: 0, upperMetres: 120 },
  vertical: null,
  applicability: [],
  contact: null,
  notes: [],
  ...change,
});
const inForce = (given: ZoneDraft, version = 1) => ({
  id: `${given.code}-${version}`,
  code: given.code,
  originId: `${given.code}-1`,
  version,
  digest: digestOf(given, publication),
});

describe('editionChange', () => {
  it('adds, changes, ends and keeps zones by their codes', () => {
    const before = ['kept', 'changed', 'gone'].map((code) => inForce(draft(code)));
    const next = [draft('kept'), draft('changed', { rule: 'conditional' }), draft('new')];
    const change = editionChange(next, before, publication);
    expect(change.added.map(({ code }) => code)).toEqual(['new']);
    expect(change.changed.map(({ before: zone }) => zone.id)).toEqual(['changed-1']);
    expect(change.ended.map(({ id }) => id)).toEqual(['gone-1']);
    expect(change.unchanged).toBe(1);
  });

  it('sees a change of authority in zones that name none', () => {
    const zone = draft('a');
    expect(editionChange([zone], [inForce(zone)], { authority: '另一市' }).changed).toHaveLength(1);
    const named = draft('b', { authority: '某局' });
    const known = { ...inForce(named), digest: digestOf(named, publication) };
    expect(editionChange([named], [known], { authority: '另一市' }).unchanged).toBe(1);
  });
});

describe('isFlownAlike', () => {
  const zone = draft('a', { applicability: [{ from: '2026-01-01T00:00:00Z', windows: [] }] });

  it.each([
    ['contact', { contact: { name: '值班室', phone: '12345' } }],
    ['name', { name: '另名' }],
    ['notes', { notes: ['FEET_CONVERTED'] }],
    ['order of members', { band: { upperMetres: 120, lowerMetres: 0 } }],
  ] as [string, Partial<ZoneDraft>][])('is so whatever the %s', (_, change) => {
    expect(isFlownAlike(zone, { ...zone, ...change })).toBe(true);
  });

  it.each([
    ['rule', { rule: 'conditional' }],
    ['outline', { geometry: { type: 'Polygon', coordinates: [[[1, 1]]] } }],
    ['band', { band: { lowerMetres: 0 } }],
    ['hours', { applicability: [] }],
  ] as [string, Partial<ZoneDraft>][])('is not so with another %s', (_, change) => {
    expect(isFlownAlike(zone, { ...zone, ...change })).toBe(false);
  });
});
