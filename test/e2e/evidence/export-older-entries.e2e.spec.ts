import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hide } from '../../../src/evidence/log/leaf.rules.js';
import { LogRepository } from '../../../src/evidence/log/log.repository.js';
import { LogSequencer } from '../../../src/evidence/log/log.sequencer.js';
import { canonicalJson, newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { readBag, unpack, verify } from '../../support/bag.js';
import type { ApiClient } from '../../support/client.js';
import { type Item, openCase, until, upload } from './evidence-kit.js';

interface Entry {
  readonly kind: string;
  readonly leaf: string;
  readonly salt?: string;
  readonly salts: Readonly<Record<string, string>>;
  readonly disclosed: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 120_000;

let app: TestApp;
let handler: ApiClient;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'older-'));
  app = await TestApp.start();
  handler = await app.as({ role: 'case_handler', unit: '东光县' });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

/** An entry as intakes wrote it when one salt hid all values and the place stood in clear. */
async function enterOlder({ id, sha256, sm3, fileName }: Item, caseId: string): Promise<void> {
  const [entryId, salt, enteredAt] = [newId(), randomBytes(32), new Date()];
  const hidden = { actor: handler.user.id, fileName, caseId };
  const leaf = canonicalJson({
    version: 1,
    id: entryId,
    kind: 'preserved',
    subjectId: id,
    content: { sha256, sm3, position: { lon: 116.5, lat: 37.9 } },
    hidden: Object.fromEntries(Object.entries(hidden).map(([name, value]) => [name, hide(salt, name, value)])),
    enteredAt: enteredAt.toISOString(),
  });
  const entry = { id: entryId, kind: 'preserved', subjectId: id, salt, leaf: Buffer.from(leaf), enteredAt } as const;
  await app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(LogRepository).insertEntry(tx, entry));
  await app.get(LogSequencer).catchUp();
}

it(
  'entries of both versions are opened to who knows what they hide, and the program proves them',
  async () => {
    const caseId = await openCase(handler);
    const { body: item } = await upload(
      handler,
      Buffer.from('水样编号 9'),
      { kind: 'other', caseId },
      { name: 'a.txt' },
    );
    await enterOlder(item, caseId);
    const { id } = (await handler.post<{ id: string }>('/exports', { caseId, purpose: '移送法院' })).body;
    const made = await until(
      () => handler.get<{ state: string }>(`/exports/${id}`),
      ({ body }) => body.state !== 'waiting',
    );
    expect(made.body.state).toBe('ready');
    const answer = await fetch(`${app.url}/api/v1/exports/${id}/bag`, {
      headers: { authorization: `Bearer ${handler.token}` },
    });
    const zip = join(folder, 'export.zip');
    await writeFile(zip, Buffer.from(await answer.arrayBuffer()));

    const bag = readBag(unpack(zip, join(folder, 'unpacked')));
    const proofs = JSON.parse(String(bag.get('data/exhibits/001/proofs.json'))) as { entries: Entry[] };
    const byVersion = new Map(
      proofs.entries.map((entry) => {
        const { version } = JSON.parse(String(Buffer.from(entry.leaf, 'base64'))) as { version: number };
        return [version, entry] as const;
      }),
    );
    const values = { actor: handler.user.id, fileName: 'a.txt', caseId };
    expect(byVersion.get(1)).toMatchObject({ disclosed: values, salt: expect.any(String) });
    expect(byVersion.get(2)?.disclosed).toEqual({ ...values, position: '' });
    expect(byVersion.get(2)?.salt).toBeUndefined();
    expect(new Set(Object.values(byVersion.get(2)?.salts ?? {})).size).toBe(4);

    const key = (await handler.get<{ keys: { verifier: string }[] }>('/log/keys')).body.keys[0]?.verifier ?? '';
    const { code, findings } = await verify(zip, '--key', key);
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(findings.filter(({ state, claim }) => state === 'proven' && claim === 'preserved')).toHaveLength(2);
    expect(code).toBe(0);
  },
  TIMEOUT_MS,
);
