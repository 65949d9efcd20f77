import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bringIn, PDF, PNG } from '../../factories/files.js';
import type { PageBody } from '../../factories/pool.js';
import { newDevice, register } from '../../factories/register.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

interface Document {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly title: string | null;
  readonly file: { readonly id: string; readonly mediaType: string };
}

describe('photos and papers of a device', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  let stranger: ApiClient;
  let deviceId: string;
  beforeAll(async () => {
    app = await TestApp.start({ env: { SKYDOCKET_FREE_DISK_FLOOR_MB: '0' } });
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    stranger = await app.as({ role: 'field_officer', unit: '大名县' });
    deviceId = (await register(manager, newDevice())).body.id;
  });
  afterAll(() => app.stop());

  const attach = (client: ApiClient, body: unknown, id = deviceId): Promise<Answer<Document>> =>
    client.post(`/devices/${id}/documents`, body);
  const listed = async (client: ApiClient, query = ''): Promise<PageBody<Document>> =>
    (await client.get<PageBody<Document>>(`/devices/${deviceId}/documents${query}`)).body;
  const paper = async (word: string) =>
    (await bringIn(manager, Buffer.concat([PDF, Buffer.from(word)]), 'a.pdf')).body.id;

  it('are attached by the owner’s manager and shown as far as they are the reader’s business', async () => {
    const photoId = (await bringIn(manager, PNG, '机身.png')).body.id;
    const photo = await attach(manager, { fileId: photoId, kind: 'photo', title: '机身左侧' });
    expect([photo.status, photo.body]).toMatchObject([
      201,
      { kind: 'photo', title: '机身左侧', file: { id: photoId, mediaType: 'image/png' } },
    ]);
    const fileIds: Record<string, string> = { photo: photoId };
    for (const kind of ['insurance', 'invoice', 'manual']) {
      fileIds[kind] = await paper(kind);
      expect((await attach(manager, { fileId: fileIds[kind], kind })).status).toBe(201);
    }
    const kinds = async (client: ApiClient) => (await listed(client)).items.map(({ kind }) => kind);
    expect(await kinds(officer)).toEqual(['manual', 'invoice', 'insurance', 'photo']);
    expect(await kinds(stranger)).toEqual(['manual', 'photo']);
    const opens = async (client: ApiClient) =>
      Promise.all(
        ['photo', 'manual', 'insurance', 'invoice'].map(
          async (kind) => (await client.get(`/equipment-files/${fileIds[kind]}/content`)).status,
        ),
      );
    expect(await opens(stranger)).toEqual([200, 200, 404, 404]);
    const out = await stranger.post<{ id: string }>('/check-outs', { deviceId });
    expect(out.status).toBe(201);
    expect(await kinds(stranger)).toEqual(['manual', 'insurance', 'photo']);
    expect(await opens(stranger)).toEqual([200, 200, 200, 404]);
    await stranger.post(`/check-outs/${out.body.id}/hand-back`, {});
    expect(await opens(stranger)).toEqual([200, 200, 404, 404]);
  });

  it('come page by page, newest first', async () => {
    const first = await listed(manager, '?limit=3');
    expect(first.items).toHaveLength(3);
    const rest = await listed(manager, `?limit=3&cursor=${first.nextCursor}`);
    expect([rest.items.map(({ kind }) => kind), rest.nextCursor]).toEqual([['photo'], null]);
  });

  it('are attached once, also by many at once, and may come back after they were taken off', async () => {
    const fileId = await paper('raced');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => attach(manager, { fileId, kind: 'certificate' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'DOCUMENT_ATTACHED')).toHaveLength(5);
    const document = answers.find(({ status }) => status === 201)?.body;
    expect((await manager.delete(`/devices/${deviceId}/documents/${document?.id}`)).status).toBe(204);
    expect((await stranger.get(`/equipment-files/${fileId}/content`)).status).toBe(404);
    const again = await manager.delete<{ code: string }>(`/devices/${deviceId}/documents/${document?.id}`);
    expect([again.status, again.body.code]).toEqual([404, 'DOCUMENT_NOT_FOUND']);
    expect((await attach(manager, { fileId, kind: 'certificate' })).status).toBe(201);
  });

  it('are refused to others, and for files that are not theirs', async () => {
    const fileId = await paper('own');
    expect((await attach(officer, { fileId, kind: 'photo' })).status).toBe(403);
    const foreign = (await bringIn(stranger, Buffer.concat([PDF, Buffer.from('foreign')]), 'a.pdf')).body.id;
    const stolen = await attach(manager, { fileId: foreign, kind: 'photo' });
    expect([stolen.status, stolen.body.code]).toEqual([422, 'FILE_UNKNOWN']);
    expect((await manager.get(`/equipment-files/${foreign}/content`)).status).toBe(404);
    const nothing = await attach(manager, { fileId: manager.user.id, kind: 'photo' });
    expect(nothing.body.code).toBe('FILE_UNKNOWN');
    expect((await attach(manager, { fileId, kind: 'photo' }, manager.user.id)).body.code).toBe('DEVICE_NOT_FOUND');
    expect((await attach(manager, { fileId, kind: 'hologram' })).status).toBe(400);
  });
});
