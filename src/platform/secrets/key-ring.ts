import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.js';

const FILE = 'keys.sealed';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface SealedFile {
  readonly version: 1;
  readonly salt: string;
  readonly nonce: string;
  readonly tag: string;
  readonly sealed: string;
}

/** Thrown at start when the key file cannot be opened; the message says what to do. */
export class KeyRingError extends StartError {
  override readonly name = 'KeyRingError';
}

/**
 * The installation's keys, each 32 random bytes by name, in one file sealed with AES-256-GCM
 * (`secrets/keys.sealed`, mode 0600). The master key is `SKYDOCKET_KEY` or `secrets/master.key`.
 */
export class KeyRing {
  private constructor(
    private readonly folder: string,
    private readonly master: Buffer,
    private readonly keys: Map<string, Buffer>,
  ) {}

  static open(dataDir: string, masterSecret: string | undefined): KeyRing {
    const folder = join(dataDir, 'secrets');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const secret = masterSecret ?? readOrMakeMaster(join(folder, 'master.key'));
    const file = join(folder, FILE);
    if (!existsSync(file)) {
      const ring = new KeyRing(folder, Buffer.from(secret), new Map());
      ring.save();
      return ring;
    }
    return new KeyRing(folder, Buffer.from(secret), unseal(readFileSync(file, 'utf8'), secret, file));
  }

  /** The key of that name, if it was ever made. Another instance on the same data folder may have made it since. */
  find(name: string): Buffer | undefined {
    if (!this.keys.has(name)) this.readAgain();
    return this.keys.get(name);
  }

  /** The key of that name; made and saved the first time it is asked for. */
  key(name: string): Buffer {
    const known = this.find(name);
    if (known) return known;
    const made = randomBytes(32);
    this.keys.set(name, made);
    this.save();
    return made;
  }

  /** Text that only this installation can read again, for keeping elsewhere. Sealed with the key of that name. */
  seal(name: string, text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(name), nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws KeyRingError when it was sealed with another key, or changed since */
  unseal(name: string, sealed: Buffer): string {
    const [nonce, tag] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key(name), nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(tag);
      const plain = [decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
      return Buffer.concat(plain).toString('utf8');
    } catch (cause) {
      throw new KeyRingError(`What was sealed with the key ${name} cannot be read with the present one.`, { cause });
    }
  }

  private readAgain(): void {
    const file = join(this.folder, FILE);
    const kept = unseal(readFileSync(file, 'utf8'), this.master.toString(), file);
    for (const [name, key] of kept) if (!this.keys.has(name)) this.keys.set(name, key);
  }

  private save(): void {
    const salt = randomBytes(16);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', derive(this.master, salt), nonce);
    const plain = JSON.stringify(
      Object.fromEntries([...this.keys].map(([name, value]) => [name, value.toString('base64')])),
    );
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const content: SealedFile = {
      version: 1,
      salt: salt.toString('base64'),
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      sealed: sealed.toString('base64'),
    };
    writePrivate(join(this.folder, FILE), JSON.stringify(content));
  }
}

function readOrMakeMaster(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(32).toString('base64url');
  writePrivate(file, secret);
  return secret;
}

/** Writes beside and renames, so that a crash leaves the old file or the new one. */
function writePrivate(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

function derive(master: Buffer, salt: Buffer): Buffer {
  return scryptSync(master, salt, 32, { N: 2 ** 14, r: 8, p: 1 });
}

function unseal(content: string, secret: string, file: string): Map<string, Buffer> {
  try {
    const { salt, nonce, tag, sealed } = JSON.parse(content) as SealedFile;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      derive(Buffer.from(secret), Buffer.from(salt, 'base64')),
      Buffer.from(nonce, 'base64'),
    );
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    const plain = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]).toString('utf8');
    const entries = Object.entries(JSON.parse(plain) as Record<string, string>);
    return new Map(entries.map(([name, value]) => [name, Buffer.from(value, 'base64')]));
  } catch (cause) {
    throw new KeyRingError(
      `${file} cannot be opened with the given master key. Restore secrets/master.key or set SKYDOCKET_KEY to the key it was sealed with.`,
      { cause },
    );
  }
}
