import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** The signed note of C2SP: text that ends with a line feed, an empty line, and lines of signatures. */

export interface NoteSignature {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly keyId: string;
  readonly signature: Buffer;
}

export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Who may have signed: a public key, and the kind of signature it gives. */
export interface Verifier {
  readonly name: string;
  readonly keyId: string;
  readonly type: number;
  readonly publicKey: Buffer;
}

export const SIGNATURE_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;

const MOST_SIGNATURES = 100;
const LONGEST_NOTE = 100_000;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const VERIFIER = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u;
/** ASN.1 wrappings of raw Ed25519 keys (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export function keyIdOf(name: string, type: number, publicKey: Uint8Array): string {
  const hash = createHash('sha256').update(`${name}\n`, 'utf8').update(Uint8Array.of(type)).update(publicKey);
  return hash.digest('hex').slice(0, 8);
}

export function verifierText({ name, keyId, type, publicKey }: Verifier): string {
  return `${name}+${keyId}+${Buffer.concat([Uint8Array.of(type), publicKey]).toString('base64')}`;
}

/** Reads `name+id+key`; null where it is none, of another kind, or its id is not that of its key. */
export function parseVerifier(text: string): Verifier | null {
  const [, name, keyId, encoded] = VERIFIER.exec(text) ?? [];
  if (!name || !keyId || !encoded) return null;
  const bytes = strictBase64(encoded);
  const type = bytes?.[0];
  if (bytes?.length !== 33 || type === undefined || !isKnownType(type)) return null;
  const publicKey = bytes.subarray(1);
  return keyIdOf(name, type, publicKey) === keyId ? { name, keyId, type, publicKey } : null;
}

export function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

export function publicKeyOf(seed: Uint8Array): Buffer {
  return createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}

/** SHA-256 of the public key as a SubjectPublicKeyInfo: `openssl pkey -pubin -outform DER | sha256sum`. */
export function fingerprintOf(publicKey: Uint8Array): string {
  return createHash('sha256').update(SPKI).update(publicKey).digest('hex');
}

export function pemOf(publicKey: Uint8Array): string {
  return keyObjectOf(publicKey).export({ format: 'pem', type: 'spki' }).toString();
}

export function signEd25519(seed: Uint8Array, message: Uint8Array): Buffer {
  return sign(null, message, privateKeyOf(seed));
}

export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, message, keyObjectOf(publicKey), signature);
}

export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`;
}

export function noteText({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}

/** Null for what is no signed note. Nothing is verified. */
export function parseNote(note: string): SignedNote | null {
  const split = note.lastIndexOf('\n\n');
  if (note.length > LONGEST_NOTE || split < 0 || !note.endsWith('\n')) return null;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (hasControl(text) || lines.length > MOST_SIGNATURES) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (!signature) return null;
    signatures.push(signature);
  }
  return { text, signatures };
}

export function parseSignatureLine(line: string): NoteSignature | null {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = encoded === undefined ? null : strictBase64(encoded);
  if (!name || !bytes || bytes.length < 5) return null;
  return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
}

/** Whether the note carries a good plain signature of `verifier`. */
export function isSignedBy(note: SignedNote, verifier: Verifier): boolean {
  const mine = note.signatures.filter(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId);
  return mine.some(({ signature }) => verifyEd25519(verifier.publicKey, Buffer.from(note.text, 'utf8'), signature));
}

function keyObjectOf(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
}

function isKnownType(type: number): boolean {
  return type === SIGNATURE_TYPES.ed25519 || type === SIGNATURE_TYPES.cosignature;
}

/** Node reads base64 leniently; a signature has one spelling. */
function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text.replaceAll('\n', ''));
}
