import { createHash, createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  fingerprintOf,
  isSignedBy,
  keyIdOf,
  noteText,
  parseNote,
  parseVerifier,
  pemOf,
  publicKeyOf,
  SIGNATURE_TYPES,
  signEd25519,
  type Verifier,
  verifierText,
} from './signed-note.rules.js';

/** The example of the Go documentation of signed notes: public facts. */
const NEUMANN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const NEUMANN_NOTE = [
  'If you think cryptography is the answer to your problem,',
  "then you don't know what your problem is.",
  '',
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
  '',
].join('\n');

const SEED = Buffer.alloc(32, 7);
const NAME = 'log.example/one';

function ownVerifier(): Verifier {
  const publicKey = publicKeyOf(SEED);
  return {
    name: NAME,
    publicKey,
    type: SIGNATURE_TYPES.ed25519,
    keyId: keyIdOf(NAME, SIGNATURE_TYPES.ed25519, publicKey),
  };
}

function signed(text: string): string {
  const { name, keyId } = ownVerifier();
  return noteText({ text, signatures: [{ name, keyId, signature: signEd25519(SEED, Buffer.from(text)) }] });
}

function isGood(note: string, verifier: Verifier): boolean {
  const parsed = parseNote(note);
  return parsed !== null && isSignedBy(parsed, verifier);
}

describe('a signed note', () => {
  it('is verified as the public example is', () => {
    const verifier = parseVerifier(NEUMANN);
    expect(verifier).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3' });
    expect(verifier && isGood(NEUMANN_NOTE, verifier)).toBe(true);
    expect(verifier && isGood(NEUMANN_NOTE.replace('answer', 'Answer'), verifier)).toBe(false);
    expect(verifier && verifierText(verifier)).toBe(NEUMANN);
  });

  it('carries our own signature, and that of nobody else', () => {
    const note = signed('one\ntwo\n');
    expect(isGood(note, ownVerifier())).toBe(true);
    expect(isGood(note.replace('two', 'too'), ownVerifier())).toBe(false);
    expect(isGood(note, { ...ownVerifier(), name: 'log.example/two' })).toBe(false);
    const other = publicKeyOf(Buffer.alloc(32, 8));
    expect(isGood(note, { ...ownVerifier(), publicKey: other })).toBe(false);
  });

  it('may have an empty line in its text, and several signatures', () => {
    const two = `${signed('one\n\ntwo\n')}— someone.else AAAAAQID\n`;
    expect(parseNote(two)?.signatures).toHaveLength(2);
    expect(isGood(two, ownVerifier())).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['text\n', 'no signature'],
    ['text\n\n', 'no line of a signature'],
    ['text\n\n— name AAAAAQID', 'no line feed at the end'],
    ['text\n\n- name AAAAAQID\n', 'a hyphen for the dash'],
    ['text\n\n— na+me AAAAAQID\n', 'a plus in the name'],
    ['text\n\n— name AAAAAQI\n', 'base64 that is cut'],
    ['text\n\n— name AAAAAQIDBB==\n', 'base64 with stray bits'],
    ['text\n\n— name AAAA\n', 'no signature behind the key id'],
    ['te\u0000xt\n\n— name AAAAAQID\n', 'a control character'],
    [`text\n\n${'— name AAAAAQID\n'.repeat(101)}`, 'too many signatures'],
    [`${'x'.repeat(100_000)}\n\n— name AAAAAQID\n`, 'too long'],
  ])('is not %j', (note) => {
    expect(parseNote(note)).toBeNull();
  });
});

describe('a verifier key', () => {
  it.each([
    '',
    'PeterNeumann',
    NEUMANN.replace('c74f20a3', 'c74f20a4'),
    NEUMANN.replace('PeterNeumann', 'PeterNewman'),
    NEUMANN.replace('ARpc', 'BRpc'),
    NEUMANN.replace('ARpc', 'Rpc'),
    `${NEUMANN}AAAA`,
    NEUMANN.replace('+c74', ' +c74'),
  ])('is not %j', (text) => {
    expect(parseVerifier(text)).toBeNull();
  });

  it('has the fingerprint of its SubjectPublicKeyInfo', () => {
    const der = createPublicKey(pemOf(publicKeyOf(SEED))).export({ format: 'der', type: 'spki' });
    expect(fingerprintOf(publicKeyOf(SEED))).toBe(createHash('sha256').update(der).digest('hex'));
  });
});
