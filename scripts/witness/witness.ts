import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import {
  cosign,
  parseVerifier,
  parseWitnessKey,
  provesGrowth,
  signatureLine,
  type Verifier,
  verifierText,
  type WitnessKey,
  witnessKeyText,
  witnessOf,
} from '../../src/evidence/index.js';
import { LogClient, type SignedHead } from './log.client.js';
import { WitnessRefusal } from './witness.refusal.js';

/** What a witness remembers of the log: the key it trusts, and the largest head it signed. */
interface Memory {
  readonly logKey: string;
  readonly size: number;
  readonly root: string;
}

export interface WitnessOptions {
  readonly log: string;
  readonly keyFile: string;
  readonly stateFile: string;
  /** The log's public key, as its people read it out; where absent, the first one that is met. */
  readonly logKey: string | undefined;
}

/** A new key in a file that only its owner reads; the public half to hand to the log's operator. */
export function makeWitnessKey(name: string, file: string): string {
  if (!/^[^\s+]{1,100}$/u.test(name)) throw new Error('--name is one word without + of at most 100 characters');
  const key: WitnessKey = { name, seed: randomBytes(32) };
  writeFileSync(file, `${witnessKeyText(key)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return verifierText(witnessOf(key));
}

/**
 * Looks at the log once, and signs its head if it is what the last one grew into.
 * @throws WitnessRefusal naming what is wrong
 */
export async function witnessOnce(options: WitnessOptions, now: Date): Promise<string> {
  const key = parseWitnessKey(readFileSync(options.keyFile, 'utf8'));
  if (!key) throw new Error(`${options.keyFile} holds no key of a witness`);
  const log = new LogClient(options.log);
  const memory = recall(options.stateFile);
  const logKey = await trustedKey(log, options, memory);
  const head = await log.head(logKey);
  if (memory) await requireGrowth(log, memory, head);
  // Remembered before it is signed: what was signed is never forgotten.
  remember(options.stateFile, {
    logKey: verifierText(logKey),
    size: head.size,
    root: head.root.toString('base64'),
  });
  await log.post(head.size, signatureLine(cosign(key, head.text, now)).trimEnd());
  return `${key.name} signed ${head.origin} at ${head.size} entries, root ${head.root.toString('hex')}`;
}

async function trustedKey(log: LogClient, options: WitnessOptions, memory: Memory | undefined): Promise<Verifier> {
  const told = options.logKey ?? memory?.logKey ?? (await log.keys()).find(({ usedUntil }) => !usedUntil)?.verifier;
  const key = parseVerifier(told ?? '');
  if (!key) throw new WitnessRefusal('SIGNATURE', 'there is no key of the log to trust: give it with --log-key');
  const known = memory && parseVerifier(memory.logKey);
  if (known && known.name !== key.name)
    throw new WitnessRefusal('OTHER_LOG', `this witness watches ${known.name}, not ${key.name}`);
  return key;
}

async function requireGrowth(log: LogClient, memory: Memory, head: SignedHead): Promise<void> {
  const before = { size: memory.size, root: Buffer.from(memory.root, 'base64') };
  if (head.size < before.size)
    throw new WitnessRefusal('SHRUNK', `the log had ${before.size} entries and now shows ${head.size}`);
  if (head.size === before.size && !head.root.equals(before.root))
    throw new WitnessRefusal('SPLIT_VIEW', `the log shows a second root for ${head.size} entries`);
  const proof = head.size === before.size ? [] : await log.growth(before.size, head.size);
  if (!provesGrowth(before, head, proof))
    throw new WitnessRefusal(
      'INCONSISTENT',
      `the head of ${head.size} entries did not grow out of that of ${before.size}`,
    );
}

function recall(file: string): Memory | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Memory) : undefined;
}

function remember(file: string, memory: Memory): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(memory)}\n`, { mode: 0o600, flush: true });
  const handle = openSync(`${file}.new`, 'r');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.new`, file);
}
