import { describe, expect, it } from '@jest/globals';
import { type LinkClaim, readLink, writtenLink, type WrittenLink } from './link.rules.js';

const key = Buffer.alloc(32, 7);
const now = new Date('2026-11-28T08:00:00Z');
const claim: LinkClaim = {
  itemId: '01890a5d-ac96-774b-bcce-b302099a8057',
  what: 'original',
  userId: '01890a5d-ac96-774b-bcce-b302099a8058',
  until: new Date('2026-11-28T08:05:00Z'),
};

function written(): WrittenLink {
  const query = new URL(writtenLink(key, claim), 'http://here').searchParams;
  return {
    for: query.get('for') ?? '',
    until: Number(query.get('until')),
    signature: query.get('signature') ?? '',
  };
}

describe('an address', () => {
  it('opens what it was made for', () => expect(readLink(key, claim, written(), now)).toEqual(claim));

  it.each<[string, Partial<WrittenLink>]>([
    ['for another person', { for: '01890a5d-ac96-774b-bcce-b302099a8059' }],
    ['for longer', { until: claim.until.getTime() / 1000 + 1 }],
    ['with another signature', { signature: Buffer.alloc(32, 1).toString('base64url') }],
    ['with half a signature', { signature: 'abcd' }],
    ['without one', { signature: '' }],
  ])('changed to be %s opens nothing', (_, change) =>
    expect(readLink(key, claim, { ...written(), ...change }, now)).toBeUndefined(),
  );

  it.each<[string, Partial<LinkClaim>]>([
    ['another item', { itemId: '01890a5d-ac96-774b-bcce-b302099a8050' }],
    ['another file', { what: 'preview' }],
  ])('opens not %s', (_, change) => expect(readLink(key, { ...claim, ...change }, written(), now)).toBeUndefined());

  it('is too old after five minutes', () => {
    expect(readLink(key, claim, written(), new Date('2026-11-28T08:04:59Z'))).toEqual(claim);
    expect(readLink(key, claim, written(), claim.until)).toBeUndefined();
  });

  it('of another installation opens nothing', () =>
    expect(readLink(Buffer.alloc(32, 8), claim, written(), now)).toBeUndefined());
});
