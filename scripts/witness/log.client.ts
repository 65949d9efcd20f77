import { type Checkpoint, isSignedBy, parseCheckpoint, parseNote, type Verifier } from '../../src/evidence/index.js';
import { WitnessRefusal } from './witness.refusal.js';

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 1_000_000;

/** A head of the log, with the text that its signatures are over. */
export interface SignedHead extends Checkpoint {
  readonly text: string;
}

/** The log as a witness sees it: over HTTP, and believed in nothing that is not signed or proven. */
export class LogClient {
  private readonly base: string;

  constructor(url: string) {
    this.base = url.replace(/\/+$/, '');
  }

  async keys(): Promise<{ verifier: string; fingerprint: string; usedUntil: string | null }[]> {
    const { keys } = JSON.parse(await this.ask('/keys')) as { keys: Awaited<ReturnType<LogClient['keys']>> };
    return keys;
  }

  /** @throws WitnessRefusal unless `key` signed it */
  async head(key: Verifier): Promise<SignedHead> {
    const note = parseNote(await this.ask('/checkpoint'));
    const checkpoint = note && parseCheckpoint(note.text);
    if (!note || !checkpoint || checkpoint.origin !== key.name)
      throw new WitnessRefusal('NOT_A_CHECKPOINT', 'what the log gave is no checkpoint of it');
    if (!isSignedBy(note, key))
      throw new WitnessRefusal('SIGNATURE', 'the checkpoint is not signed by the key this witness knows');
    return { ...checkpoint, text: note.text };
  }

  async growth(from: number, to: number): Promise<Buffer[]> {
    const { proof } = JSON.parse(await this.ask(`/consistency?from=${from}&to=${to}`)) as { proof: string[] };
    return proof.map((hash) => Buffer.from(hash, 'base64'));
  }

  async post(size: number, cosignature: string): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    await this.ask('/cosignatures', { method: 'POST', headers, body: JSON.stringify({ size, cosignature }) });
  }

  private async ask(path: string, init: RequestInit = {}): Promise<string> {
    const address = `${this.base}${path}`;
    const answer = await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await answer.text();
    if (!answer.ok || text.length > LONGEST_ANSWER)
      throw new WitnessRefusal('NO_ANSWER', `${address}: ${answer.status} ${text.slice(0, 300)}`);
    return text;
  }
}
