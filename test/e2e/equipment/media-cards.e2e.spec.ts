import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { bringIn, PDF, photoOf } from '../../factories/files.js';
import {
  type CheckOutBody,
  type DeviceBody,
  deviceOf,
  devicesOf,
  type PageBody,
  type ProblemBody,
  codeOf,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { openCase, upload } from '../evidence/evidence-kit.js';

const signature = 'M0 0L9 9';

interface CardBody extends ProblemBody {
  readonly id: string;
  readonly code: string;
  readonly state: string;
  readonly generation: number;
  readonly deviceId: string | null;
  readonly checkOutId: string | null;
  readonly holder: { readonly id: string };
  readonly caseId: string | null;
  readonly fileCount: number;
  readonly missing: readonly string[];
  readonly missingCount: number;
  readonly seal: { readonly number: string; readonly photosBefore: readonly string[] } | null;
}
interface EntryBody {
  readonly event: string;
  readonly holder: { readonly id: string };
  readonly signed: boolean;
}
interface FileBody {
  readonly name: string;
  readonly received: boolean;
}
interface CardFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

describe('memory cards', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let handler: ApiClient;
  let manager: ApiClient;
  let stranger: ApiClient;
  let caseId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    [pilot, handler, manager, stranger] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'case_handler', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
    ]);
    caseId = await openCase(handler, [pilot.user.id]);
  });
  afterAll(() => app.stop());

  let counter = 0;
  async function newCard(by = pilot): Promise<CardBody> {
    counter += 1;
    const made = await by.post<CardBody>('/media-cards', { code: `TF-${counter}`, capacityBytes: 128_000_000_000 });
    expect(made.status).toBe(201);
    return made.body;
  }
  function newFiles(count: number): CardFile[] {
    return Array.from({ length: count }, (_, nth) => {
      const bytes = randomBytes(64);
      return { name: `DJI_${nth}.JPG`, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    });
  }
  const list = (id: string, files: readonly CardFile[], by = pilot) =>
    by.post<CardBody & { added: number }>(`/media-cards/${id}/manifest`, {
      files: files.map(({ name, bytes, sha256 }) => ({ name, size: bytes.length, sha256 })),
    });
  const clear = (id: string, fileCount: number, by = pilot) =>
    by.post<CardBody>(`/media-cards/${id}/clear`, { fileCount });
  const send = (client: ApiClient, { bytes, name }: CardFile, over: Record<string, unknown> = {}) =>
    upload(client, bytes, { kind: 'other', ...over }, { name });
  async function sealOf(id: string, over: Record<string, unknown> = {}, by = pilot) {
    const photo = await photoOf(by);
    const seal = { sealNumber: `S-${id}`, photosBefore: [photo], photosAfter: [photo], witness: { name: '赵见证' } };
    return by.post<CardBody>(`/media-cards/${id}/seal`, { ...seal, ...over });
  }

  it('are cleared only when the server has every file on them, by count and by bytes', async () => {
    const card = await newCard();
    const files = newFiles(3);
    expect((await list(card.id, files.slice(0, 2))).body).toEqual({ added: 2, fileCount: 2 });
    expect((await list(card.id, files)).body).toEqual({ added: 1, fileCount: 3 });
    for (const file of files.slice(0, 2)) expect((await send(pilot, file)).status).toBe(201);
    const early = await clear(card.id, 3);
    expect(codeOf(early)).toBe('409 CARD_NOT_RECEIVED');
    expect([early.body.missing, early.body.missingCount]).toEqual([['DJI_2.JPG'], 1]);
    const known = await pilot.get<PageBody<FileBody>>(`/media-cards/${card.id}/files`);
    expect(known.body.items.map(({ name, received }) => [name, received])).toEqual([
      ['DJI_0.JPG', true],
      ['DJI_1.JPG', true],
      ['DJI_2.JPG', false],
    ]);
    await send(pilot, files[2] as CardFile);
    expect(codeOf(await clear(card.id, 4))).toBe('409 CARD_COUNT_DIFFERS');
    const cleared = await clear(card.id, 3);
    expect([cleared.status, cleared.body.state]).toEqual([200, 'cleared']);
    expect(codeOf(await clear(card.id, 3))).toBe('409 CARD_STATE');
    expect(codeOf(await list(card.id, newFiles(1)))).toBe('409 CARD_STATE');
  });

  it('do not tell that somebody else has brought the same bytes in', async () => {
    const card = await newCard();
    const [file] = newFiles(1) as [CardFile];
    await list(card.id, [file]);
    await send(stranger, file);
    expect(codeOf(await clear(card.id, 1))).toBe('409 CARD_NOT_RECEIVED');
    const known = await pilot.get<PageBody<FileBody>>(`/media-cards/${card.id}/files`);
    expect(known.body.items.map(({ received }) => received)).toEqual([false]);
    const theirCase = await openCase(await app.as({ role: 'case_handler', unit: '大名县' }), [pilot.user.id]);
    await send(pilot, file, { caseId: theirCase });
    expect(codeOf(await clear(card.id, 1, manager))).toBe('200');
  });

  it('go into a device and out of it, with whoever holds it', async () => {
    const card = await newCard();
    const [drone] = await devicesOf(pilot, { kind: 'mavic-3t', unit: pilot.user.unit.id });
    const out = await pilot.post<CheckOutBody>('/check-outs', { deviceId: drone?.id });
    const inside = await pilot.post<CardBody>(`/media-cards/${card.id}/insert`, { deviceId: drone?.id });
    expect(inside.body).toMatchObject({ deviceId: drone?.id, checkOutId: out.body.id, holder: { id: pilot.user.id } });
    expect(codeOf(await manager.post(`/media-cards/${card.id}/insert`, { deviceId: drone?.id }))).toBe(
      '409 CARD_INSERTED',
    );
    expect(codeOf(await sealOf(card.id))).toBe('409 CARD_INSERTED');
    const removed = await manager.post<CardBody>(`/media-cards/${card.id}/remove`);
    expect(removed.body).toMatchObject({ deviceId: null, checkOutId: null, holder: { id: manager.user.id } });
    expect(codeOf(await manager.post(`/media-cards/${card.id}/remove`))).toBe('409 CARD_NOT_INSERTED');
    const theirs = (await devicesOf(stranger, { kind: 'water-photometer', unit: stranger.user.unit.id }))[0];
    const foreign =
      theirs ?? (await devicesOf(stranger, { kind: 'mavic-3e' })).find(({ unitId }) => unitId !== pilot.user.unit.id);
    expect(codeOf(await pilot.post(`/media-cards/${card.id}/insert`, { deviceId: foreign?.id }))).toBe('403 FORBIDDEN');
  });

  it('in a device change hands with it, from the store room to the field, on to a colleague and home', async () => {
    const card = await newCard(manager);
    const [drone] = (await devicesOf(pilot, { kind: 'mavic-3e' })) as [DeviceBody];
    const out = (await pilot.post<CheckOutBody>('/check-outs', { deviceId: drone.id })).body;
    await manager.post(`/media-cards/${card.id}/insert`, { deviceId: drone.id });
    const inside = async () => {
      const { holder, checkOutId, deviceId } = (await manager.get<CardBody>(`/media-cards/${card.id}`)).body;
      return [holder.id, checkOutId, deviceId];
    };
    expect(await inside()).toEqual([pilot.user.id, out.id, drone.id]);
    const offered = await pilot.post(`/check-outs/${out.id}/hand-over`, { toUserId: handler.user.id, signature });
    expect(offered.status).toBe(201);
    const next = (await handler.post<CheckOutBody>(`/check-outs/${out.id}/accept-hand-over`, { signature })).body;
    expect(await inside()).toEqual([handler.user.id, next.id, drone.id]);
    await manager.post(`/check-outs/${next.id}/hand-back`);
    expect(await inside()).toEqual([manager.user.id, null, drone.id]);
    const again = (await pilot.post<CheckOutBody>('/check-outs', { deviceId: drone.id })).body;
    expect(await inside()).toEqual([pilot.user.id, again.id, drone.id]);
    const { body: chain } = await pilot.get<PageBody<EntryBody>>(`/media-cards/${card.id}/chain`);
    expect(chain.items.map(({ event, holder }) => [event, holder.id])).toEqual([
      ['registered', manager.user.id],
      ['inserted', pilot.user.id],
      ['carried', handler.user.id],
      ['carried', manager.user.id],
      ['carried', pilot.user.id],
    ]);
  });

  it('put in as the device comes back are with the one who has it afterwards', async () => {
    const drone = (await devicesOf(pilot, { kind: 'mavic-3e' })).at(-1) as DeviceBody;
    for (let round = 0; round < 4; round += 1) {
      const card = await newCard(pilot);
      const out = (await pilot.post<CheckOutBody>('/check-outs', { deviceId: drone.id })).body;
      const answers = await Promise.all([
        pilot.post<CardBody>(`/media-cards/${card.id}/insert`, { deviceId: drone.id }),
        manager.post<CheckOutBody>(`/check-outs/${out.id}/hand-back`),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([expect.any(Number), 200]);
      const { body } = await pilot.get<CardBody>(`/media-cards/${card.id}`);
      expect(body.checkOutId).toBeNull();
    }
  });

  it('are sealed before a witness and handed to the handler of the case, link by link', async () => {
    const card = await newCard();
    const files = newFiles(2);
    await list(card.id, files);
    expect(codeOf(await clear(card.id, 2))).toBe('409 CARD_NOT_RECEIVED');
    expect(
      codeOf(await pilot.post(`/media-cards/${card.id}/hand-over`, { toUserId: handler.user.id, caseId, signature })),
    ).toBe('409 CARD_STATE');
    const sealed = await sealOf(card.id, { reason: 'no network' });
    expect([sealed.status, sealed.body.state]).toEqual([200, 'sealed']);
    const drone = await deviceOf(pilot, 'mavic-3t');
    expect(codeOf(await clear(card.id, 2))).toBe('409 CARD_STATE');
    expect(codeOf(await pilot.post(`/media-cards/${card.id}/insert`, { deviceId: drone.id }))).toBe('409 CARD_STATE');
    const give = (toUserId: string, over = {}) =>
      pilot.post<CardBody>(`/media-cards/${card.id}/hand-over`, { toUserId, caseId, signature, ...over });
    expect(codeOf(await give(manager.user.id))).toBe('422 CARD_RECEIVER_UNFIT');
    expect(codeOf(await give(handler.user.id, { signature: 'me' }))).toBe('422 SIGNATURE_UNREADABLE');
    expect(codeOf(await give(handler.user.id, { caseId: handler.user.id }))).toBe('404 NOT_FOUND');
    const given = await give(handler.user.id);
    expect(given.body).toMatchObject({ state: 'handed_over', holder: { id: handler.user.id }, caseId });

    const detail = await handler.get<CardBody>(`/media-cards/${card.id}`);
    expect(detail.body).toMatchObject({ fileCount: 2, seal: { number: `S-${card.id}`, reason: 'no network' } });
    const photoId = detail.body.seal?.photosBefore[0];
    expect((await handler.get(`/equipment-files/${photoId}/content`)).status).toBe(200);
    expect((await stranger.get(`/equipment-files/${photoId}/content`)).status).toBe(404);
    const chain = await handler.get<PageBody<EntryBody>>(`/media-cards/${card.id}/chain`);
    expect(chain.body.items.map(({ event, holder, signed }) => [event, holder.id, signed])).toEqual([
      ['registered', pilot.user.id, false],
      ['listed', pilot.user.id, false],
      ['sealed', pilot.user.id, false],
      ['handed_over', handler.user.id, true],
    ]);
    for (const file of files) await send(handler, file, { caseId });
    expect(codeOf(await clear(card.id, 2, handler))).toBe('200');
  });

  it('wear a seal number once in the whole installation', async () => {
    const [first, second] = [await newCard(), await newCard()];
    await sealOf(first.id, { sealNumber: 'HB-0007' });
    expect(codeOf(await sealOf(second.id, { sealNumber: 'hb-0007' }))).toBe('409 SEAL_NUMBER_USED');
    const document = (await bringIn(pilot, PDF, 'x.pdf')).body.id;
    expect(codeOf(await sealOf(second.id, { photosAfter: [document] }))).toBe('422 PHOTO_NOT_PICTURE');
    expect(codeOf(await sealOf(second.id, { photosAfter: [] }))).toBe('400 VALIDATION_FAILED');
    const witness = { userId: caseId, name: '赵见证' };
    expect(codeOf(await sealOf(second.id, { witness }))).toBe('422 WITNESS_UNKNOWN');
    expect((await pilot.get<CardBody>(`/media-cards/${second.id}`)).body.state).toBe('in_use');
  });

  it('begin anew after they were cleared', async () => {
    const card = await newCard();
    await list(card.id, newFiles(1));
    const [drone] = await devicesOf(pilot, { kind: 'mavic-3t', unit: pilot.user.unit.id });
    expect(codeOf(await clear(card.id, 1))).toBe('409 CARD_NOT_RECEIVED');
    const empty = await newCard();
    expect(codeOf(await clear(empty.id, 0))).toBe('200');
    const again = await pilot.post<CardBody>(`/media-cards/${empty.id}/insert`, { deviceId: drone?.id });
    expect(again.body).toMatchObject({ state: 'in_use', generation: 2, deviceId: drone?.id });
    await list(empty.id, newFiles(2));
    expect((await pilot.get<CardBody>(`/media-cards/${empty.id}`)).body.fileCount).toBe(2);
  });

  it('are not cleared past files that are listed at the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const card = await newCard();
      const files = newFiles(2);
      const [received, late] = files as [CardFile, CardFile];
      await list(card.id, [received]);
      await send(pilot, received);
      const [cleared, listed] = await Promise.all([clear(card.id, 1), list(card.id, [late])]);
      const outcome = `${codeOf(cleared)} | ${codeOf(listed)}`;
      expect(['200 | 409 CARD_STATE', '409 CARD_COUNT_DIFFERS | 200']).toContain(outcome);
    }
  });

  it('keep their chain and their lists from being changed, also in the database', async () => {
    for (const sql of [
      'UPDATE media_entry SET event = event',
      'DELETE FROM media_entry',
      'DELETE FROM media_file',
      'UPDATE media_seal SET seal_number = seal_number',
    ]) {
      await expect(app.get(UnitOfWork).read((tx) => tx.execute(sql))).rejects.toThrow();
    }
  });

  it.each([
    ['a digest that is none', { name: 'a', size: 1, sha256: 'abc' }],
    ['a size below nothing', { name: 'a', size: -1, sha256: 'a'.repeat(64) }],
    ['no name', { name: ' ', size: 1, sha256: 'a'.repeat(64) }],
  ])('refuse a list with %s', async (_words, file) => {
    const card = await newCard();
    expect((await pilot.post(`/media-cards/${card.id}/manifest`, { files: [file] })).status).toBe(400);
  });

  it('refuse bytes of two sizes, a code that is taken, and whoever has nothing to do with them', async () => {
    const card = await newCard();
    const [file] = newFiles(1) as [CardFile];
    await list(card.id, [file]);
    const other = { files: [{ name: file.name, size: 65, sha256: file.sha256.toUpperCase() }] };
    expect(codeOf(await pilot.post(`/media-cards/${card.id}/manifest`, other))).toBe('422 MANIFEST_CONTRADICTS');
    expect(codeOf(await pilot.post('/media-cards', { code: card.code.toLowerCase() }))).toBe('409 CARD_CODE_TAKEN');
    for (const path of ['', '/files', '/chain'])
      expect((await stranger.get(`/media-cards/${card.id}${path}`)).status).toBe(404);
    expect((await list(card.id, newFiles(1), stranger)).status).toBe(404);
    const theirs = await stranger.get<PageBody<CardBody>>('/media-cards?limit=200');
    expect(theirs.body.items).toEqual([]);
    const mine = await pilot.get<PageBody<CardBody>>(`/media-cards?q=${card.code}&mine=true`);
    expect(mine.body.items.map(({ id }) => id)).toContain(card.id);
  });
});
