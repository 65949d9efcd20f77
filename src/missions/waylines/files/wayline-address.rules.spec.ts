import { describe, expect, it } from '@jest/globals';
import { readAddress, type WaylineAddress, writtenAddress, type WrittenAddress } from './wayline-address.rules.js';

const KEY = Buffer.alloc(32, 7);
const now = new Date('2026-11-28T01:00:00Z');
const address: WaylineAddress = {
  waylineId: '019ac000-0000-7000-8000-000000000001',
  holder: { kind: 'device', id: '019ac000-0000-7000-8000-000000000002', hands: 'unit.case' },
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  until: new Date('2026-11-28T01:05:00Z'),
};

function parsed(written: string): WrittenAddress {
  const { searchParams: said } = new URL(written, 'http://x');
  const part = (name: string) => said.get(name) ?? '';
  return { for: part('for'), md5: part('md5'), until: Number(part('until')), signature: part('signature') };
}

describe('addresses of wayline files', () => {
  const written = parsed(writtenAddress(KEY, address));
  const read = (change: Partial<WrittenAddress> = {}, id = address.waylineId, at = now, key = KEY) =>
    readAddress(key, id, { ...written, ...change }, at);

  it('are read as they were written, until their time is over', () => {
    expect(read()).toEqual(address);
    expect(read({}, address.waylineId, new Date('2026-11-28T01:04:59.999Z'))).toEqual(address);
    expect(read({}, address.waylineId, new Date('2026-11-28T01:05:00Z'))).toBeUndefined();
  });

  it.each([
    ['another holder', { for: 'device-019ac000-0000-7000-8000-000000000003@unit.case' }],
    ['other hands', { for: 'device-019ac000-0000-7000-8000-000000000002@unit.' }],
    ['another kind of holder', { for: 'user-019ac000-0000-7000-8000-000000000002@unit.case' }],
    ['other bytes', { md5: 'd41d8cd98f00b204e9800998ecf8427f' }],
    ['a later end', { until: written.until + 1 }],
    ['half a signature', { signature: written.signature.slice(0, 20) }],
    ['no signature', { signature: '' }],
  ])('with %s are none', (_what, change) => {
    expect(read(change)).toBeUndefined();
  });

  it('open no other wayline, and nothing of another installation', () => {
    expect(read({}, '019ac000-0000-7000-8000-000000000009')).toBeUndefined();
    expect(read({}, address.waylineId, now, Buffer.alloc(32, 8))).toBeUndefined();
  });
});
