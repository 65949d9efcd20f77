import { describe, expect, it } from '@jest/globals';
import { DELIVERY_FAULTS } from './reach.codes.js';
import { faultOfStatus, isFinal, routeOf, signatureOf } from './reach.rules.js';

const both = { mobile: '13800000000', email: 'a@example.org' };
const all = { message: true, email: true };

describe('the way to a person', () => {
  it.each([
    ['message', both, all, 'message'],
    ['email', both, all, 'email'],
    ['message', { ...both, mobile: null }, all, 'email'],
    ['email', { ...both, email: null }, all, 'message'],
    ['message', both, { message: false, email: true }, 'email'],
    ['message', both, { message: false, email: false }, undefined],
    ['message', { mobile: null, email: null }, all, undefined],
    ['message', undefined, all, undefined],
    ['in_page', both, all, undefined],
  ] as const)('wanted by %s, with %j where there is %j: %s', (wanted, contact, carried, way) => {
    expect(routeOf(wanted, contact, carried)).toBe(way);
  });
});

describe('a try', () => {
  it.each([
    [200, undefined],
    [202, undefined],
    [307, 'TRY_AGAIN'],
    [400, 'REFUSED'],
    [404, 'REFUSED'],
    [408, 'TRY_AGAIN'],
    [425, 'TRY_AGAIN'],
    [429, 'TRY_AGAIN'],
    [500, 'TRY_AGAIN'],
  ] as const)('that is answered %d means %s', (status, fault) => {
    expect(faultOfStatus(status)).toBe(fault);
  });

  it('is the last where another would be the same', () => {
    expect(DELIVERY_FAULTS.filter(isFinal)).toEqual(['NO_CONTACT', 'REFUSED', 'TOO_LATE', 'GIVEN_UP']);
  });
});

describe('a signature', () => {
  const at = new Date('2026-03-01T10:00:00.900Z');

  it('differs with the secret, the body and the time, and names the time', () => {
    const signature = signatureOf('secret', '{}', at);
    expect(signature).toMatch(/^t=1772359200,v1=[0-9a-f]{64}$/);
    const others = [
      signatureOf('another', '{}', at),
      signatureOf('secret', '{ }', at),
      signatureOf('secret', '{}', new Date(at.getTime() + 1_000)),
    ];
    expect(new Set([signature, ...others]).size).toBe(4);
  });
});
