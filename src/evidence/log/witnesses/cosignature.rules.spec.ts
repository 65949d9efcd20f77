import { sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { privateKeyOf, verifierText } from '../signed-note.rules.js';
import { cosign, cosignedAt, parseWitness, parseWitnessKey, witnessKeyText, witnessOf } from './cosignature.rules.js';

const KEY = { name: 'witness.example/one', seed: Buffer.alloc(32, 5) };
const TEXT = 'log.example/one\n3\nnZ0=\n';
const AT = new Date('2026-03-01T00:00:00Z');

describe('a cosignature', () => {
  it('is a time and a signature over it and the checkpoint', () => {
    const signature = cosign(KEY, TEXT, AT);
    const message = Buffer.from(`cosignature/v1\ntime 1772323200\n${TEXT}`);
    expect(signature.signature.subarray(8)).toEqual(sign(null, message, privateKeyOf(KEY.seed)));
    expect(cosignedAt(witnessOf(KEY), TEXT, signature)).toEqual(AT);
  });

  it('is nobody else’s, of no other text and of no other time', () => {
    const signature = cosign(KEY, TEXT, AT);
    const later = Buffer.from(signature.signature);
    later.writeUInt8(later.readUInt8(7) + 1, 7);
    expect(cosignedAt(witnessOf(KEY), TEXT.replace('3', '4'), signature)).toBeNull();
    expect(cosignedAt(witnessOf({ ...KEY, name: 'witness.example/two' }), TEXT, signature)).toBeNull();
    expect(cosignedAt(witnessOf({ ...KEY, seed: Buffer.alloc(32, 6) }), TEXT, signature)).toBeNull();
    expect(cosignedAt(witnessOf(KEY), TEXT, { ...signature, signature: later })).toBeNull();
    expect(cosignedAt(witnessOf(KEY), TEXT, { ...signature, signature: later.subarray(8) })).toBeNull();
  });

  it('comes from a key that is kept as text', () => {
    expect(parseWitnessKey(`${witnessKeyText(KEY)}\n`)).toEqual(KEY);
    expect(parseWitnessKey(witnessKeyText(KEY).replace('one', 'two'))).toBeNull();
    expect(parseWitnessKey('PRIVATE+KEY+x')).toBeNull();
    expect(parseWitness(verifierText(witnessOf(KEY)))).toEqual(witnessOf(KEY));
    // Of the kind that signs plain notes.
    expect(parseWitness('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')).toBeNull();
  });
});
