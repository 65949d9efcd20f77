import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, URL-safe. Stored only as SHA-256: they cannot be guessed, so no slow hash is needed. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
