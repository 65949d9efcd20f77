import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { z } from 'zod';
import { ExhibitFiles } from '../../../src/evidence/export/exhibit.files.js';
import { ExportBuilder } from '../../../src/evidence/export/export.builder.js';
import { EXPORT_QUOTA } from '../../../src/evidence/export/export.room.js';
import type { ExportView } from '../../../src/evidence/export/export.schemas.js';
import { ExportStore } from '../../../src/evidence/export/export.store.js';
import {
  type BlobStore,
  EXPORTS,
  newId,
  UploadErrors,
  UploadReceiver,
  WORK_FOLDER,
} from '../../../src/platform/index.js';
import { TriedBag, failures, readBag, unpack, verify } from '../../support/bag.js';
import type { Answer } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { type Item, until } from './evidence-kit.js';
import { type Coded, KeepingOffice } from './keeping-office.js';

type Export = z.output<typeof ExportView>;

describe('exports', () => {
  let office: KeepingOffice;
  let folder: string;
  let key: string;

  beforeAll(async () => {
    office = await KeepingOffice.open();
    folder = await mkdtemp(join(tmpdir(), 'export-room-'));
    key = (await office.handler.get<{ keys: { verifier: string }[] }>('/log/keys')).body.keys[0]?.verifier ?? '';
  });
  afterAll(async () => {
    await office.app.stop();
    await rm(folder, { recursive: true });
  });

  const ask = (caseId: string, client = office.handler): Promise<Coded<Export>> =>
    client.post('/exports', { caseId, purpose: '移送法院' });
  const made = async (caseId: string): Promise<Export> => {
    const { id } = (await ask(caseId)).body;
    const { body } = await until(
      () => office.handler.get<Export>(`/exports/${id}`),
      ({ body: { state } }) => state !== 'waiting',
    );
    return body;
  };
  const fetched = (id: string, { token } = office.handler): Promise<Response> =>
    fetch(`${office.app.url}/api/v1/exports/${id}/bag`, { headers: { authorization: `Bearer ${token}` } });
  const unpacked = async ({ id }: Export): Promise<{ root: string; files: ReadonlyMap<string, Buffer> }> => {
    const path = join(folder, `${id}.zip`);
    await writeFile(path, Buffer.from(await (await fetched(id)).arrayBuffer()));
    const root = unpack(path, join(folder, id));
    return { root, files: readBag(root) };
  };
  const json = (files: ReadonlyMap<string, Buffer>, path: string): unknown =>
    JSON.parse(files.get(path)?.toString('utf8') ?? 'null');
  /** As many more of the same. */
  const copy = async (id: string, state: 'waiting' | 'ready', count: number): Promise<void> => {
    const file = state === 'ready' ? 'sha256, seal_sha256, size_bytes, expires_at' : 'NULL, NULL, NULL, NULL';
    await office.app.database.execute(
      `INSERT INTO evidence_export (id, case_id, unit_id, requested_by, requester, requested_at, purpose, item_ids, state,
         finished_at, sha256, seal_sha256, size_bytes, expires_at)
       SELECT gen_random_uuid(), case_id, unit_id, requested_by, requester, requested_at, 'copy', item_ids, '${state}',
         ${state === 'ready' ? 'finished_at' : 'NULL'}, ${file}
       FROM evidence_export, generate_series(1, ${count}) WHERE id = '${id}'`,
    );
  };
  const forgetCopies = (): Promise<unknown> =>
    office.app.database.execute(`DELETE FROM evidence_export WHERE purpose = 'copy'`);
  const stored = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const sha256 of office.app.get<BlobStore>(EXPORTS).list()) found.push(sha256);
    return found;
  };

  it('hold the record and the proofs of what was removed by rule, and all else as ever', async () => {
    await office.province.post('/retention/policies', { domain: 'environment', keepMonths: 60, basis: '档案管理规定' });
    const caseId = await office.newCase();
    const [gone, stays]: [Item, Item] = [await office.bring(caseId), await office.bring(caseId)];
    await office.close(caseId);
    await office.remove(gone.id);
    const whole = await made(caseId);
    expect(whole).toMatchObject({ state: 'ready', itemIds: [gone.id, stays.id] });
    const { root, files } = await unpacked(whole);
    const { exhibits, removed } = json(files, 'data/export.json') as Record<'exhibits' | 'removed', object[]>;
    expect(exhibits).toMatchObject([{ number: '002', itemId: stays.id, sha256: stays.sha256 }]);
    expect(removed).toMatchObject([
      {
        number: '001',
        itemId: gone.id,
        sha256: gone.sha256,
        state: 'removed',
        proofs: 'data/exhibits/001/proofs.json',
      },
    ]);
    const proofs = json(files, 'data/exhibits/001/proofs.json') as { entries: { kind: string }[] };
    expect(proofs.entries.map(({ kind }) => kind)).toEqual(['preserved', 'removed']);
    expect([...files.keys()].filter((path) => path.startsWith('data/exhibits/001/'))).toEqual(
      expect.not.arrayContaining([expect.stringContaining('original')]),
    );
    const { code, findings } = await verify(root, '--key', key);
    expect([code, failures(findings)]).toEqual([0, []]);
    const ofGone = findings.filter(({ subject }) => subject.startsWith('data/exhibits/001/'));
    expect(ofGone.map(({ claim, state }) => [claim, state])).toEqual(
      expect.arrayContaining([
        ['original bytes', 'not provable here'],
        ['preserved', 'proven'],
        ['removed', 'proven'],
      ]),
    );
    const tried = await TriedBag.open(root, { keys: [key] });
    const without = (kind: string): Buffer =>
      Buffer.from(JSON.stringify({ ...proofs, entries: proofs.entries.filter((entry) => entry.kind !== kind) }));
    const claims = async (path: string, bytes: Buffer): Promise<string[]> => {
      const found = await tried.findings(new Map([[path, bytes]]));
      return found.filter(({ state }) => state === 'failed').map(({ claim }) => claim);
    };
    for (const kind of ['preserved', 'removed'])
      expect(await claims('data/exhibits/001/proofs.json', without(kind))).toContain(kind);
    expect(await claims('data/exhibits/001/original/a.jpg', Buffer.from('back again'))).toContain('original bytes');
    const record = json(files, 'data/exhibits/001/record.json') as object;
    const revived = Buffer.from(JSON.stringify({ ...record, state: 'received' }));
    expect(await claims('data/exhibits/001/record.json', revived)).toContain('removed');
    const page = files.get('index.html')?.toString('utf8') ?? '';
    expect(page).toContain('已依规定删除');
  });

  it('are packed anew where an item is removed while they are packed, and its bytes are left nowhere', async () => {
    const caseId = await office.newCase();
    const item = await office.bring(caseId);
    await office.close(caseId);
    const builder = office.app.get(ExportBuilder);
    const build = builder.build.bind(builder);
    const spy = jest.spyOn(builder, 'build').mockImplementationOnce(async (...order) => {
      const built = await build(...order);
      await office.remove(item.id);
      return built;
    });
    const before = await stored();
    const { id } = (await ask(caseId)).body;
    await eventually(async () => {
      expect((await office.handler.get<Export>(`/exports/${id}`)).body.state).toBe('ready');
    }, 30_000);
    expect(spy).toHaveBeenCalledTimes(2);
    spy.mockRestore();
    const { body: whole } = await office.handler.get<Export>(`/exports/${id}`);
    expect(new Set(await stored())).toEqual(new Set([...before, whole.sha256]));
    const { files } = await unpacked(whole);
    expect(json(files, 'data/export.json')).toMatchObject({ exhibits: [], removed: [{ itemId: item.id }] });
  });

  it('are packed anew where an item is removed before its turn, whose place the sheets of others show', async () => {
    const caseId = await office.newCase();
    const [, goes]: [Item, Item] = [await office.bring(caseId), await office.bring(caseId)];
    await office.close(caseId);
    const files = office.app.get(ExhibitFiles);
    const places = files.places.bind(files);
    const spy = jest.spyOn(files, 'places').mockImplementationOnce(async (...asked) => {
      const found = await places(...asked);
      await office.remove(goes.id);
      return found;
    });
    const whole = await made(caseId);
    expect(spy).toHaveBeenCalledTimes(2);
    spy.mockRestore();
    const { exhibits, removed } = json((await unpacked(whole)).files, 'data/export.json') as Record<string, unknown[]>;
    expect([exhibits?.length, removed]).toMatchObject([1, [{ itemId: goes.id }]]);
  });

  it('leave nothing in the workshop that a process which died began', async () => {
    const workshop = join(office.app.get<string>(WORK_FOLDER), 'exports');
    const [old, young] = [join(workshop, 'old.part'), join(workshop, 'young.part')];
    for (const path of [old, young]) await writeFile(path, 'half an export');
    const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(old, hoursAgo, hoursAgo);
    await office.app.get(ExportStore).clearWorkshop();
    expect(await readdir(workshop)).toEqual(['young.part']);
    await rm(young);
  });

  it('hold all of a long custody, the measurements of the case, and link every file that is for people', async () => {
    const caseId = await office.newCase();
    const { id } = await office.bring(caseId);
    const ring = [
      [116.5, 37.8],
      [116.51, 37.8],
      [116.51, 37.81],
      [116.5, 37.8],
    ];
    const geometry = { type: 'Polygon', coordinates: [ring] };
    const measured = await office.handler.post<{ id: string }>('/measurements', { kind: 'area', caseId, geometry });
    expect(measured.status).toBe(201);
    await office.app.database.execute(
      `INSERT INTO evidence_custody_event (id, item_id, event, at, actor_kind, actor_id, actor, details)
       SELECT gen_random_uuid(), '${id}', 'shared', now(), 'system', 'system', '{"name": "系统"}', '{}'
       FROM generate_series(1, 2500)`,
    );
    const { files } = await unpacked(await made(caseId));
    const events = json(files, 'data/exhibits/001/custody.json') as { id: string; event: string }[];
    expect(events.filter(({ event }) => event === 'shared')).toHaveLength(2_500);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    expect(events.at(-1)).toMatchObject({ event: 'exported' });
    expect(json(files, 'data/measurements.json')).toMatchObject([{ id: measured.body.id, kind: 'area' }]);
    expect(json(files, 'data/maps/measurements.geojson')).toMatchObject({
      features: [{ id: measured.body.id, geometry }],
    });
    const page = files.get('index.html')?.toString('utf8') ?? '';
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => decodeURIComponent(href));
    expect(links.filter((path) => !files.has(path))).toEqual([]);
    const shown = [...files.keys()].filter((path) => /^data\/(documents|maps|log|exhibits)\//.test(path));
    expect(shown.filter((path) => !links.includes(path) && !path.endsWith('preview.jpg'))).toEqual([]);
  });

  it('wait only so many at a time, however many are asked for at once', async () => {
    const caseId = await office.newCase();
    await office.bring(caseId);
    const whole = await made(caseId);
    await copy(whole.id, 'waiting', EXPORT_QUOTA.waiting.person - 1);
    const answers = await Promise.all([ask(caseId), ask(caseId), ask(caseId)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.body).toMatchObject({ code: 'EXPORT_TOO_MANY_WAITING' });
    await forgetCopies();
  });

  it('are kept only so many, until one is discarded', async () => {
    const caseId = await office.newCase();
    await office.bring(caseId);
    const whole = await made(caseId);
    const has = await office.sql<{ n: number }>(
      `SELECT count(*)::integer AS n FROM evidence_export WHERE state = 'ready' AND requested_by = $1`,
      [office.handler.user.id],
    );
    await copy(whole.id, 'ready', EXPORT_QUOTA.kept.person - (has[0]?.n ?? 0));
    expect(await ask(caseId)).toMatchObject({ status: 429, body: { code: 'EXPORT_TOO_MANY_KEPT' } });
    expect(await stored()).toContain(whole.sha256);

    const discard = (client = office.handler): Promise<Answer<Export>> => client.post(`/exports/${whole.id}/discard`);
    const colleague = await office.app.as({ role: 'case_handler', unit: '献县' });
    expect((await discard(colleague)).status).toBe(404);
    expect(await discard()).toMatchObject({ status: 200, body: { state: 'expired', sha256: whole.sha256 } });
    expect(await stored()).not.toContain(whole.sha256);
    expect((await fetched(whole.id)).status).toBe(410);
    expect(await discard()).toMatchObject({ status: 200, body: { state: 'expired' } });
    expect((await ask(caseId)).status).toBe(201);
    await forgetCopies();
    expect((await office.handler.post(`/exports/${newId()}/discard`)).status).toBe(404);
  });

  it('are refused where the disk is near its floor, before anything is written down', async () => {
    const caseId = await office.newCase();
    const { id } = await office.bring(caseId);
    const floor = jest.spyOn(office.app.get(UploadReceiver), 'keepFloor');
    floor.mockRejectedValue(UploadErrors.UPLOAD_DISK_FULL());
    expect(await ask(caseId)).toMatchObject({ status: 507, body: { code: 'EXPORT_DISK_FULL' } });
    expect(floor).toHaveBeenCalledWith(expect.any(Number));
    floor.mockRestore();
    const events = await office.sql(`SELECT 1 FROM evidence_custody_event WHERE item_id = $1 AND event = 'exported'`, [
      id,
    ]);
    expect(events).toEqual([]);
  });
});
