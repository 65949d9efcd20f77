import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyRing, KeyRingError } from './key-ring.js';

describe('KeyRing', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('gives the same key by name after it is opened again', () => {
    const key = KeyRing.open(dataDir, undefined).key('access-token');
    expect(key).toHaveLength(32);
    expect(KeyRing.open(dataDir, undefined).key('access-token')).toEqual(key);
    expect(KeyRing.open(dataDir, undefined).key('other')).not.toEqual(key);
  });

  it('finds what another instance made since, makes nothing by looking, and loses nothing by making', () => {
    const [one, two] = [KeyRing.open(dataDir, undefined), KeyRing.open(dataDir, undefined)];
    expect(two.find('log.1')).toBeUndefined();
    const made = one.key('log.1');
    expect(two.find('log.1')).toEqual(made);
    two.key('other');
    expect(KeyRing.open(dataDir, undefined).find('log.1')).toEqual(made);
  });

  it('keeps keys sealed and private on disk', () => {
    const key = KeyRing.open(dataDir, undefined).key('access-token');
    const file = join(dataDir, 'secrets', 'keys.sealed');
    expect(readFileSync(file, 'utf8')).not.toContain(key.toString('base64'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'secrets', 'master.key')).mode & 0o777).toBe(0o600);
  });

  it('seals text that only its own key opens, each time differently', () => {
    const ring = KeyRing.open(dataDir, undefined);
    const sealed = ring.seal('a', '许可');
    expect(sealed.includes(Buffer.from('许可'))).toBe(false);
    expect(ring.seal('a', '许可')).not.toEqual(sealed);
    expect(KeyRing.open(dataDir, undefined).unseal('a', sealed)).toBe('许可');
    expect(() => ring.unseal('b', sealed)).toThrow(KeyRingError);
    const changed = Buffer.from(sealed.map((byte, index) => (index === sealed.length - 1 ? byte ^ 1 : byte)));
    expect(() => ring.unseal('a', changed)).toThrow(KeyRingError);
    expect(() => ring.unseal('a', Buffer.alloc(3))).toThrow(KeyRingError);
  });

  it('refuses another master key and says what to do', () => {
    KeyRing.open(dataDir, 'a'.repeat(32)).key('access-token');
    expect(() => KeyRing.open(dataDir, 'b'.repeat(32))).toThrow(KeyRingError);
  });
});
