import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import type { Config } from '../config/index.js';
import { BrokerDoor } from './broker.door.js';

const SECRET = 'a-secret-of-the-broker';

function door(SKYDOCKET_BROKER_SECRET?: string) {
  let now = 0;
  const broker = new BrokerDoor({ now: () => new Date(now) }, { SKYDOCKET_BROKER_SECRET } as Config);
  const enter = (from: string, headers: Record<string, string> = {}): string => {
    const request = { ip: from, socket: { remoteAddress: from }, get: (name: string) => headers[name] };
    try {
      broker.enter(request as unknown as Request);
      return 'entered';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return { enter, pass: (milliseconds: number) => void (now += milliseconds) };
}

describe('the door of an external broker', () => {
  it('is open on this machine alone where there is no secret, and not through a proxy', () => {
    const { enter } = door();
    expect(enter('127.0.0.1')).toBe('entered');
    expect(enter('::1')).toBe('entered');
    expect(enter('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).toBe('FORBIDDEN');
    expect(enter('10.0.0.7')).toBe('FORBIDDEN');
    expect(enter('10.0.0.7', { authorization: 'Bearer undefined' })).toBe('FORBIDDEN');
  });

  it('asks for the secret from everywhere where there is one', () => {
    const { enter } = door(SECRET);
    expect(enter('10.0.0.7', { authorization: `Bearer ${SECRET}` })).toBe('entered');
    for (const authorization of ['', SECRET, `Bearer ${SECRET}x`, `Bearer ${SECRET.slice(1)}`])
      expect(enter('127.0.0.1', { authorization })).toBe('FORBIDDEN');
  });

  it('tires of strangers, and never of the broker beside them', () => {
    const { enter, pass } = door(SECRET);
    for (let times = 0; times < 20; times += 1) expect(enter('10.0.0.7')).toBe('FORBIDDEN');
    expect(enter('10.0.0.7')).toBe('RATE_LIMITED');
    expect(enter('10.0.0.8')).toBe('FORBIDDEN');
    expect(enter('10.0.0.7', { authorization: `Bearer ${SECRET}` })).toBe('entered');
    pass(60_000);
    expect(enter('10.0.0.7')).toBe('FORBIDDEN');
  });
});
