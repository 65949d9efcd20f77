import { Injectable } from '@nestjs/common';
import { Clock, Installation, KeyRing, type Tx } from '../../platform/index.js';
import { type Checkpoint, checkpointText } from './checkpoint.rules.js';
import { type KeyRow, LogRepository } from './log.repository.js';
import { keyIdOf, noteText, publicKeyOf, SIGNATURE_TYPES, signEd25519, type Verifier } from './signed-note.rules.js';

/** The private half of the key that signs is not here: it was lost, or belongs to another data folder. */
export class LogKeyLost extends Error {
  override readonly name = 'LogKeyLost';
}

/** The keys that sign the log. Public halves are kept in the database for ever, private ones in the sealed key file. */
@Injectable()
export class LogKeys {
  constructor(
    private readonly keyRing: KeyRing,
    private readonly repository: LogRepository,
    private readonly installation: Installation,
    private readonly clock: Clock,
  ) {}

  /** The name of the log, which all its checkpoints begin with; undefined before the first start is through. */
  async origin(tx: Tx): Promise<string | undefined> {
    const id = await this.installation.id(tx);
    return id && `skydocket/${id}`;
  }

  /** The key that signs now; the first one is made where there is none. Only for whoever holds the pen. */
  async current(tx: Tx, origin: string): Promise<KeyRow> {
    return (await this.repository.keys(tx)).at(-1) ?? this.add(tx, origin, 1);
  }

  /**
   * Those who sign the head that follows one signed by key `before`: the present key, and once, as the hand-over, also the
   * one before it, where its private half was not lost. Only for whoever holds the pen.
   */
  async signers(tx: Tx, origin: string, before: number | undefined): Promise<KeyRow[]> {
    const current = await this.current(tx, origin);
    if (before === undefined || before === current.number) return [current];
    const old = (await this.repository.keys(tx)).find(({ number }) => number === before);
    return old && this.has(old) ? [current, old] : [current];
  }

  async add(tx: Tx, origin: string, number: number): Promise<KeyRow> {
    const publicKey = publicKeyOf(this.keyRing.key(ringName(number)));
    const keyId = keyIdOf(origin, SIGNATURE_TYPES.ed25519, publicKey);
    const key: KeyRow = { number, name: origin, keyId, publicKey, usedFrom: this.clock.now() };
    await this.repository.insertKey(tx, key);
    return key;
  }

  has(key: KeyRow): boolean {
    return this.seedOf(key) !== undefined;
  }

  /** @throws LogKeyLost */
  sign(checkpoint: Checkpoint, keys: readonly KeyRow[]): string {
    return this.signText(checkpointText(checkpoint), keys);
  }

  /** Another statement of the installation; its first line must be none that a checkpoint can begin with. @throws LogKeyLost */
  signText(text: string, keys: readonly KeyRow[]): string {
    const signatures = keys.map((key) => {
      const { name, keyId } = key;
      const seed = this.seedOf(key);
      if (!seed) throw new LogKeyLost(`the private half of key ${keyId} of the log is not in the key file`);
      return { name, keyId, signature: signEd25519(seed, Buffer.from(text, 'utf8')) };
    });
    return noteText({ text, signatures });
  }

  /** Undefined where the key file has none of that number, or one of another log. */
  private seedOf({ number, publicKey }: KeyRow): Buffer | undefined {
    const seed = this.keyRing.find(ringName(number));
    return seed && publicKeyOf(seed).equals(publicKey) ? seed : undefined;
  }
}

function ringName(number: number): string {
  return `log.${number}`;
}

export function verifierOf({ name, keyId, publicKey }: KeyRow): Verifier {
  return { name, keyId, publicKey, type: SIGNATURE_TYPES.ed25519 };
}
