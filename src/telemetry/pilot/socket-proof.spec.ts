import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Clock, KeyRing } from '../../platform/index.js';
import { SocketProof } from './socket-proof.js';

class StoppedClock extends Clock {
  at = new Date('2026-03-01T08:00:00Z');
  override now(): Date {
    return this.at;
  }
}

describe('a token that proves that sockets come through', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skydocket-proof-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new StoppedClock();
  const keys = KeyRing.open(folder, 'a master key of more than 32 characters');
  const proof = new SocketProof(clock, keys);

  it('is good on every instance, for half a minute', () => {
    const token = proof.token();
    expect(new SocketProof(clock, keys).takes(token)).toBe(true);
    clock.at = new Date(clock.at.getTime() + 30_001);
    expect(proof.takes(token)).toBe(false);
  });

  it('is taken once, and another of the same moment too', () => {
    const [one, other] = [proof.token(), proof.token()];
    expect([one, one, other, other].map((token) => proof.takes(token))).toEqual([true, false, true, false]);
  });

  it('is nobody else’s to make', () => {
    const token = proof.token();
    const later = token.replace(/\d{13}/, (until) => String(Number(until) + 1));
    for (const other of [later, `${token}x`, token.slice(0, -1), 'test.', '', token.replace('test', 'best')])
      expect(proof.takes(other)).toBe(false);
  });
});
