import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../platform/index.js';
import { leafOf, saltOf } from './leaf.rules.js';
import { openingsOf } from './openings.rules.js';

const salt = Buffer.alloc(32, 7);
const hidden = { actor: 'a-person', fileName: '张三.jpg', caseId: 'a-case' };
const ids = { id: 'x', kind: 'preserved', subjectId: 'y', content: {} } as const;
const leaf = leafOf({ ...ids, hidden, enteredAt: new Date(0) }, salt);
/** As they were entered when all values of an entry shared its salt. */
const older = Buffer.from(
  canonicalJson({
    ...ids,
    version: 1,
    enteredAt: new Date(0).toISOString(),
    hidden: Object.fromEntries(
      Object.entries(hidden).map(([name, value]) => [
        name,
        createHash('sha256').update(salt).update(`${name}\0${value}`).digest('hex'),
      ]),
    ),
  }),
);
const all = { actor: ['a-person'], fileName: ['张三.jpg'], caseId: ['', 'a-case'] };

describe('hidden values of an entry', () => {
  it('are opened one by one to who knows them', () => {
    const { salt: given, openings } = openingsOf({ leaf, salt }, { ...all, caseId: ['', 'another'] });
    expect(given).toBeNull();
    expect(openings).toEqual({
      actor: { salt: saltOf(salt, 'actor'), value: 'a-person' },
      fileName: { salt: saltOf(salt, 'fileName'), value: '张三.jpg' },
    });
  });

  it('are not guessed from what another was opened with', () => {
    const { openings } = openingsOf({ leaf, salt }, { actor: ['a-person'] });
    const stolen = openings['actor']?.salt ?? Buffer.alloc(0);
    expect(openingsOf({ leaf, salt: stolen }, all).openings).toEqual({});
    expect(JSON.stringify(openings)).not.toContain(salt.toString('base64'));
  });

  it('of an older entry are opened all at once, or none', () => {
    expect(openingsOf({ leaf: older, salt }, { ...all, caseId: ['another'] })).toEqual({ salt: null, openings: {} });
    const { salt: given, openings } = openingsOf({ leaf: older, salt }, all);
    expect(given).toEqual(salt);
    expect(Object.values(openings).map(({ value }) => value)).toEqual(['a-person', 'a-case', '张三.jpg']);
  });

  it('of an entry without any are none', () => {
    const bare = leafOf({ ...ids, enteredAt: new Date(0) }, salt);
    expect(openingsOf({ leaf: bare, salt }, all)).toEqual({ salt: null, openings: {} });
  });

  it('that nobody thought of stay hidden', () => {
    const more = leafOf({ ...ids, hidden: { ...hidden, phone: '1' }, enteredAt: new Date(0) }, salt);
    expect(Object.keys(openingsOf({ leaf: more, salt }, all).openings)).toEqual(['actor', 'caseId', 'fileName']);
  });
});
