import {
  keyIdOf,
  type NoteSignature,
  parseVerifier,
  publicKeyOf,
  SIGNATURE_TYPES,
  signEd25519,
  type Verifier,
  verifyEd25519,
} from '../signed-note.rules.js';

/** C2SP tlog-cosignature, version 1: a witness has seen this checkpoint, and that it grew out of all it saw before. */

const SIGNATURE_BYTES = 72;
const SECRET = /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;

export interface WitnessKey {
  readonly name: string;
  readonly seed: Buffer;
}

/** Null for what is no public key of a witness. */
export function parseWitness(text: string): Verifier | null {
  const verifier = parseVerifier(text);
  return verifier?.type === SIGNATURE_TYPES.cosignature ? verifier : null;
}

export function witnessOf({ name, seed }: WitnessKey): Verifier {
  const publicKey = publicKeyOf(seed);
  const type = SIGNATURE_TYPES.cosignature;
  return { name, publicKey, type, keyId: keyIdOf(name, type, publicKey) };
}

/** As it is kept in the witness's file. */
export function witnessKeyText(key: WitnessKey): string {
  const { name, keyId, type } = witnessOf(key);
  return `PRIVATE+KEY+${name}+${keyId}+${Buffer.concat([Uint8Array.of(type), key.seed]).toString('base64')}`;
}

export function parseWitnessKey(text: string): WitnessKey | null {
  const [, name, keyId, encoded] = SECRET.exec(text.trim()) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (!name || bytes.length !== 33 || bytes[0] !== SIGNATURE_TYPES.cosignature) return null;
  const key = { name, seed: bytes.subarray(1) };
  return witnessOf(key).keyId === keyId ? key : null;
}

/** `text` is the checkpoint's, without signatures. */
export function cosign(key: WitnessKey, text: string, at: Date): NoteSignature {
  const seconds = Math.floor(at.getTime() / 1_000);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = Buffer.concat([time, signEd25519(key.seed, messageOf(seconds, text))]);
  const { name, keyId } = witnessOf(key);
  return { name, keyId, signature };
}

/** When the witness signed; null where it did not. */
export function cosignedAt(witness: Verifier, text: string, { name, keyId, signature }: NoteSignature): Date | null {
  if (name !== witness.name || keyId !== witness.keyId || signature.length !== SIGNATURE_BYTES) return null;
  const seconds = Number(signature.readBigUInt64BE(0));
  const isGood = verifyEd25519(witness.publicKey, messageOf(seconds, text), signature.subarray(8));
  const at = new Date(seconds * 1_000);
  return isGood && !Number.isNaN(at.getTime()) ? at : null;
}

function messageOf(seconds: number, text: string): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`, 'utf8');
}
