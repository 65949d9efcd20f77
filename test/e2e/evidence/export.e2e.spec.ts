import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { ExportView } from '../../../src/evidence/export/export.schemas.js';
import { TestApp } from '../../support/app.js';
import { readBag, unpack, verify } from '../../support/bag.js';
import type { ApiClient } from '../../support/client.js';
import { openCase, photo, until, upload } from './evidence-kit.js';
import { bringIn, listed, signAll, write } from './record-kit.js';

type Export = z.output<typeof ExportView>;

const TIMEOUT_MS = 300_000;

describe('an export', () => {
  let app: TestApp;
  let handler: ApiClient;
  let caseId: string;
  let itemIds: string[];
  let folder: string;
  let zip: string;
  let root: string;
  let key: string;
  let made: Export;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-'));
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    caseId = await openCase(handler);
    const first = await photo();
    const photographed = await upload(
      handler,
      first.bytes,
      { kind: 'photo', caseId, title: '排污口' },
      { name: first.name },
    );
    const noted = await upload(
      handler,
      Buffer.from('水样编号 7'),
      { kind: 'other', caseId },
      { name: '笔记 100%.txt' },
    );
    itemIds = [photographed.body.id, noted.body.id];
    await until(
      () => handler.get<{ renditions: { state: string }[] }>(`/evidence/${photographed.body.id}`),
      ({ body }) => body.renditions.every(({ state }) => state === 'ready'),
    );
    made = await ready(await ask());
    zip = join(folder, 'export.zip');
    await writeFile(zip, await bytesOf(`/exports/${made.id}/bag`));
    root = unpack(zip, join(folder, 'unpacked'));
    key = (await handler.get<{ keys: { verifier: string }[] }>('/log/keys')).body.keys[0]?.verifier ?? '';
  }, TIMEOUT_MS);
  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true });
  });

  const ask = async (more: object = {}): Promise<Export> => {
    const asked = await handler.post<Export>('/exports', { caseId, purpose: '移送法院', ...more });
    expect(asked.status).toBe(201);
    return asked.body;
  };
  const ready = async ({ id }: Export): Promise<Export> =>
    (
      await until(
        () => handler.get<Export>(`/exports/${id}`),
        ({ body }) => body.state !== 'waiting',
      )
    ).body;
  const bytesOf = async (path: string): Promise<Buffer> => {
    const answer = await fetch(`${app.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${handler.token}` },
    });
    return Buffer.from(await answer.arrayBuffer());
  };

  it('is a file with the digest that its record tells, and every exhibit in the order of the list', async () => {
    expect(made).toMatchObject({ state: 'ready', caseId, itemIds, failure: null });
    const bag = readBag(root);
    expect(
      createHash('sha256')
        .update(await bytesOf(`/exports/${made.id}/bag`))
        .digest('hex'),
    ).toBe(made.sha256);
    const index = JSON.parse(bag.get('data/export.json')?.toString('utf8') ?? '') as { exhibits: { itemId: string }[] };
    expect(index.exhibits.map(({ itemId }) => itemId)).toEqual(itemIds);
    // A percent sign would be spelled otherwise in the lists (RFC 8493, 2.1.3) than coreutils look for it.
    expect(bag.get('data/exhibits/002/original/笔记 100％.txt')?.toString('utf8')).toBe('水样编号 7');
    expect(
      createHash('sha256')
        .update(bag.get('skydocket-seal.txt') ?? '')
        .digest('hex'),
    ).toBe(made.sealSha256);
    const custody = await handler.get<{ items: { event: string }[] }>(`/evidence/${itemIds[0]}/custody`);
    expect(custody.body.items.map(({ event }) => event)).toEqual(expect.arrayContaining(['exported', 'downloaded']));
  });

  it('is proven by the program alone, packed and unpacked, with the key that the office tells', async () => {
    for (const path of [zip, root]) {
      const { code, findings } = await verify(path, '--key', key);
      expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
      expect(code).toBe(0);
      const proven = findings.filter(({ state }) => state === 'proven').map(({ claim }) => claim);
      expect(proven).toEqual(
        expect.arrayContaining([
          'BagIt 1.0',
          'seal of the export',
          'whose keys these are',
          'head of the log',
          'original bytes',
          'preserved',
        ]),
      );
      const open = findings.filter(({ state }) => state === 'not provable here').map(({ claim }) => claim);
      expect(open).toEqual(expect.arrayContaining(['independent witness', 'time of capture', 'place of capture']));
    }
  });

  it('does not pass under another key than that of the office', async () => {
    const stranger = 'skydocket.example+';
    const other = await verify(root, '--key', key.replace(/^[^+]+\+/, stranger));
    expect(other.code).toBe(2);
  });

  it('is checked by coreutils and OpenSSL as it is by us', () => {
    const bag = readBag(root);
    for (const algorithm of ['sha256', 'sha512']) {
      const input = ['manifest', 'tagmanifest']
        .map((name) => bag.get(`${name}-${algorithm}.txt`)?.toString('utf8'))
        .join('');
      expect(
        execFileSync(`${algorithm}sum`, ['-c', '--strict', '--quiet', '-'], { cwd: root, input, encoding: 'utf8' }),
      ).toBe('');
    }
    const [digest, path] = bag.get('manifest-sm3.txt')?.toString('utf8').split('\n')[0]?.split('  ') ?? [];
    expect(execFileSync('openssl', ['dgst', '-sm3', path ?? ''], { cwd: root, encoding: 'utf8' })).toContain(digest);
  });

  it('is refuted when its ZIP file is cut anywhere', async () => {
    const whole = await bytesOf(`/exports/${made.id}/bag`);
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const cut = join(folder, `cut-${share}.zip`);
      await writeFile(cut, whole);
      await truncate(cut, Math.floor(whole.length * share));
      expect((await verify(cut, '--key', key)).code).toBe(2);
    }
  });

  it('shows what was sealed as it was then, and the record of the place', async () => {
    const officer = await app.as({ role: 'field_officer', unit: '东光县' });
    const team = { handler, officer, caseId: await openCase(handler, [officer.user.id]) };
    const item = await bringIn(team, 20);
    await signAll(team, await write(team, [listed(item)]));
    const sealed = await handler.post(`/evidence/${item.id}/seal`, {
      acknowledgeWarnings: ['TECHNICAL_STANDARD', 'MEDIUM_SEALED'],
    });
    expect(sealed.status).toBe(201);
    const { id } = await ready(await ask({ caseId: team.caseId }));
    const path = join(folder, 'sealed.zip');
    await writeFile(path, await bytesOf(`/exports/${id}/bag`));
    const kept = join(folder, 'kept.txt');
    await writeFile(kept, readBag(root).get('data/log/checkpoint.txt') ?? '');
    const { code, findings } = await verify(path, '--key', key, '--checkpoint', kept);
    expect(code).toBe(0);
    const proven = findings.filter(({ state }) => state === 'proven').map(({ claim }) => claim);
    expect(proven).toEqual(expect.arrayContaining(['preserved', 'sealed', 'sealed record']));
    const names = [...readBag(unpack(path, join(folder, 'sealed'))).keys()];
    const told = names.flatMap((name) => /site-records\/[0-9a-f-]{36}(.*)/.exec(name)?.[1] ?? []);
    expect(told.sort((a, b) => (a < b ? -1 : 1))).toEqual([
      '.drawings.json',
      '.json',
      '.pdf',
      '.proofs.json',
      '.signed.json',
    ]);
  });

  it('is not read from a ZIP file that two programs would read in two ways', async () => {
    const whole = await bytesOf(`/exports/${made.id}/bag`);
    const end = whole.length - 22;
    const changed = (at: number, change: (bytes: Buffer) => void): Buffer => {
      const copy = Buffer.from(whole);
      change(copy.subarray(at));
      return copy;
    };
    const fewer = changed(end, (record) => record.writeUInt16LE(record.readUInt16LE(10) - 1, 10));
    const commented = changed(end, (record) => record.writeUInt16LE(4, 20));
    const spoken = changed(30, (name) => name.writeUInt8(name.readUInt8(0) ^ 1, 0));
    const doubtful = [
      ['bytes before it', Buffer.concat([Buffer.from('junk'), whole])],
      ['bytes after it', Buffer.concat([whole, Buffer.from('junk')])],
      ['a comment', Buffer.concat([commented, Buffer.from('junk')])],
      ['an entry that it does not count', fewer],
      ['an entry that has two names', spoken],
    ] as const;
    for (const [what, bytes] of doubtful) {
      const path = join(folder, 'doubtful.zip');
      await writeFile(path, bytes);
      expect([what, (await verify(path, '--key', key)).code]).toEqual([what, 2]);
    }
  });

  it('tells nothing of originals that changed on disk: it is not made', async () => {
    const { sha256 } = (await handler.get<{ sha256: string }>(`/evidence/${itemIds[1]}`)).body;
    const path = join(app.dataDir, 'originals', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    await chmod(path, 0o600);
    await writeFile(path, 'changed', { flag: 'r+' });
    expect(await ready(await ask())).toMatchObject({ state: 'failed', failure: 'EXPORT_ORIGINAL_CHANGED' });
  });

  it('refuses what is not on the list, nothing, and strangers', async () => {
    const empty = await openCase(handler);
    expect((await handler.post('/exports', { caseId: empty, purpose: 'x' })).body).toMatchObject({
      code: 'EXPORT_EMPTY',
    });
    const other = await handler.post('/exports', { caseId: empty, purpose: 'x', itemIds });
    expect(other.body).toMatchObject({ code: 'EXPORT_ITEM_NOT_LISTED' });
    const elsewhere = await app.as({ role: 'case_handler', unit: '献县' });
    expect((await elsewhere.post('/exports', { caseId, purpose: 'x' })).status).toBe(404);
    expect((await elsewhere.get(`/exports/${made.id}/bag`)).status).toBe(404);
    const officer = await app.as({ role: 'field_officer', unit: '东光县' });
    expect((await officer.post('/exports', { caseId, purpose: 'x' })).status).toBe(403);
  });
});
