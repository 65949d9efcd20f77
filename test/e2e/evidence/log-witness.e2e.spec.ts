import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeWitnessKey, witnessOnce } from '../../../scripts/witness/witness.js';
import { LogJournal } from '../../../src/evidence/log/log.journal.js';
import { LogSequencer } from '../../../src/evidence/log/log.sequencer.js';
import { parseNote, signatureLine } from '../../../src/evidence/log/signed-note.rules.js';
import { cosign, parseWitness, parseWitnessKey } from '../../../src/evidence/log/witnesses/cosignature.rules.js';
import { newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';

interface Status {
  readonly size: number;
  readonly independentWitness: { state: string; size: number | null; witnesses: { name: string }[] };
}

describe('a witness of the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skydocket-witness-'));
  const keyFile = join(folder, 'key');
  const stateFile = join(folder, 'state');
  const NAME = 'witness.example/cangzhou';
  let app: TestApp;
  let log: string;

  beforeAll(async () => {
    const verifier = makeWitnessKey(NAME, keyFile);
    app = await TestApp.start({ seeded: false, env: { SKYDOCKET_LOG_WITNESSES: verifier } });
    log = `${app.url}/api/v1/log`;
    await grow();
  });
  afterAll(async () => {
    await app.stop();
    rmSync(folder, { recursive: true });
  });

  const grow = async (): Promise<void> => {
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => app.get(LogJournal).enter(tx, { kind: 'sealed', subjectId: newId(), content: {} }));
    await app.get(LogSequencer).catchUp();
  };
  const status = async (): Promise<Status> => (await (await fetch(log)).json()) as Status;
  const look = (over: { log?: string; logKey?: string; stateFile?: string } = {}): Promise<string> =>
    witnessOnce({ log, keyFile, stateFile, logKey: undefined, ...over }, new Date());
  const post = async (body: unknown): Promise<{ status: number; code: string; reason: string }> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${log}/cosignatures`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, ...((await answer.json()) as { code: string; reason: string }) };
  };

  it('is said to be missing where there is none', async () => {
    expect((await status()).independentWitness).toMatchObject({
      state: 'none',
      size: null,
      witnesses: [],
      words: { en: 'no independent witness', zh: '无独立见证' },
    });
  });

  it('signs what it sees, and again what that grew into', async () => {
    expect(await look()).toContain(`${NAME} signed skydocket/`);
    await grow();
    await look();
    const { size, independentWitness } = await status();
    expect(independentWitness).toMatchObject({ state: 'cosigned', size, witnesses: [{ name: NAME }] });
    const note = parseNote(await (await fetch(`${log}/checkpoint`)).text());
    expect(note?.signatures.map(({ name }) => name)).toContain(NAME);
    expect(parseWitness(makeWitnessKey('other', join(folder, 'other')))).not.toBeNull();
  });

  it('may say the same twice', async () => {
    await look();
    expect((await status()).independentWitness.witnesses).toHaveLength(1);
  });

  it.each([
    ['SHRUNK', (state: { size: number }) => ({ ...state, size: state.size + 5 })],
    ['SPLIT_VIEW', (state: object) => ({ ...state, root: Buffer.alloc(32).toString('base64') })],
    [
      'INCONSISTENT',
      (state: { size: number }) => ({ ...state, size: state.size - 1, root: Buffer.alloc(32).toString('base64') }),
    ],
    [
      'OTHER_LOG',
      (state: object) => ({
        ...state,
        logKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
      }),
    ],
  ])('refuses by name: %s', async (code, change) => {
    const state = JSON.parse(readFileSync(stateFile, 'utf8')) as { size: number; logKey: string };
    const forged = join(folder, code);
    writeFileSync(forged, JSON.stringify(change(state)));
    await expect(look({ stateFile: forged, logKey: state.logKey })).rejects.toThrow(code);
  });

  it('refuses a head that the key it knows has not signed', async () => {
    const honest = await (await fetch(`${log}/checkpoint`)).text();
    const { size } = await status();
    const liar = await serve(honest.replace(`\n${size}\n`, `\n${size + 1}\n`));
    await expect(look({ log: liar.url })).rejects.toThrow('SIGNATURE');
    liar.server.close();
  });

  it.each([
    ['UNREADABLE', () => 'nonsense'],
    ['WITNESS_UNKNOWN', (text: string) => lineOf('stranger', text, new Date())],
    ['SIGNATURE_WRONG', (text: string) => lineOf(NAME, `${text}x`, new Date())],
    ['CLOCK_AHEAD', (text: string) => lineOf(NAME, text, new Date(Date.now() + 3_600_000))],
  ])('has no say where its signature is %s', async (reason, line) => {
    const note = parseNote(await (await fetch(`${log}/checkpoint`)).text());
    const { size } = await status();
    expect(await post({ size, cosignature: line(note?.text ?? '') })).toMatchObject({
      status: 422,
      code: 'LOG_COSIGNATURE_REFUSED',
      reason,
    });
  });

  it('signs only what was a checkpoint', async () => {
    expect(await post({ size: 999, cosignature: 'x' })).toMatchObject({ status: 404, code: 'LOG_CHECKPOINT_UNKNOWN' });
    expect(await post({ size: -1, cosignature: 'x' })).toMatchObject({ status: 400 });
    expect(await post({ size: 1 })).toMatchObject({ status: 400 });
  });

  /** Signed with the witness's own key, whatever the name. */
  function lineOf(name: string, text: string, at: Date): string {
    const seed = parseWitnessKey(readFileSync(keyFile, 'utf8'))?.seed ?? Buffer.alloc(32);
    return signatureLine(cosign({ name, seed }, text, at)).trimEnd();
  }

  async function serve(note: string): Promise<{ url: string; server: Server }> {
    const server = createServer((_, response) => response.end(note));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
  }
});
