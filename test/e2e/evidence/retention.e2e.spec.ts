import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { DueView, HoldView, PolicyView } from '../../../src/evidence/retention/retention.schemas.js';
import { newId, OriginalRemovals } from '../../../src/platform/index.js';
import type { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { type CustodyEvent, type Item, type PageOf, photo, until, upload } from './evidence-kit.js';
import { type Coded, HOUR_MS, KeepingOffice, type Removal } from './keeping-office.js';

type Hold = z.output<typeof HoldView>;

describe('keeping evidence, and letting it go', () => {
  let office: KeepingOffice;
  let app: TestApp;
  let officer: ApiClient;
  let handler: ApiClient;
  let commander: ApiClient;
  let province: ApiClient;

  beforeAll(async () => {
    office = await KeepingOffice.open();
    ({ app, officer, handler, commander, province } = office);
  });
  afterAll(() => app.stop());

  const sql = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> => office.sql<Row>(text, values);
  const place = (sha256: string): string => office.place(sha256);
  const bring = (caseId: string): Promise<Item> => office.bring(caseId);
  const newCase = (): Promise<string> => office.newCase();
  const close = (caseId: string): Promise<void> => office.close(caseId);
  const propose = (client: ApiClient, itemId: string): Promise<Coded<Removal>> => office.propose(client, itemId);
  const confirm = (client: ApiClient, id: string): Promise<Coded<Removal>> => office.confirm(client, id);
  const hold = (client: ApiClient, on: object): Promise<Coded<Hold>> =>
    client.post('/legal-holds', { reason: '再审申请', ...on });
  const custody = async (id: string): Promise<string[]> => {
    const { body } = await officer.get<PageOf<CustodyEvent>>(`/evidence/${id}/custody?limit=500`);
    return body.items.map(({ event }) => event);
  };
  const due = async (client: ApiClient): Promise<string[]> => {
    const { body } = await client.get<PageOf<z.output<typeof DueView>>>('/retention/due?limit=500');
    return body.items.map(({ evidence }) => evidence.id);
  };
  describe('without a policy', () => {
    it('nothing is ever due', async () => {
      const caseId = await newCase();
      const item = await bring(caseId);
      await close(caseId);
      expect(await due(commander)).not.toContain(item.id);
      expect(await propose(handler, item.id)).toMatchObject({
        status: 409,
        body: { code: 'REMOVAL_NOT_DUE', because: 'no_policy' },
      });
    });
  });

  describe('a policy', () => {
    const wish = { domain: 'environment', keepMonths: 60, basis: '人民检察院诉讼档案管理规定' };
    const make = (client: ApiClient, over: object = {}): Promise<Coded<z.output<typeof PolicyView>>> =>
      client.post('/retention/policies', { ...wish, ...over });

    it.each([
      ['no months', { keepMonths: 0 }],
      ['a part of a month', { keepMonths: 1.5 }],
      ['no basis', { basis: ' ' }],
      ['a field nobody knows', { deleteNow: true }],
      ['a year beyond reason', { validFrom: '9999-01-01T00:00:00Z' }],
    ])('with %s is refused', async (_, over) => expect((await make(province, over)).status).toBe(400));

    it('is made by the first unit, once a domain, and ended', async () => {
      expect((await make(commander)).status).toBe(403);
      expect((await make(handler)).status).toBe(403);
      const made = await make(province);
      expect(made).toMatchObject({
        status: 201,
        body: { domain: 'environment', keepMonths: 60, includesSealed: false },
      });
      expect(await make(province)).toMatchObject({ status: 409, body: { code: 'POLICY_IN_FORCE' } });
      const end = (id: string): Promise<Coded<unknown>> => province.post(`/retention/policies/${id}/end`, {});
      expect((await end(made.body.id)).status).toBe(200);
      expect(await end(made.body.id)).toMatchObject({ status: 409, body: { code: 'POLICY_ENDED' } });
      expect((await end(newId())).status).toBe(404);
      const both = await Promise.all([make(province), make(province)]);
      expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    });
  });

  describe('an item that is due', () => {
    it('is removed by two persons, and leaves a tombstone', async () => {
      const caseId = await newCase();
      const { bytes, name } = await photo();
      const item = (await upload(officer, bytes, { kind: 'photo', caseId, title: '排污口' }, { name })).body;
      const thumbnail = (): Promise<Answer<unknown>> => officer.get(`/evidence/${item.id}/renditions/thumbnail`);
      await until(thumbnail, ({ status }) => status === 200);
      await sql(
        `INSERT INTO track_hold (id, device_id, during, reason, held_at)
         SELECT $1, id, tstzrange(now() - interval '1 hour', now()), $2, now() FROM device LIMIT 1`,
        [newId(), `evidence:${item.id}`],
      );
      expect(await due(commander)).not.toContain(item.id);
      await close(caseId);
      expect(await due(commander)).toContain(item.id);

      const proposed = await propose(handler, item.id);
      expect(proposed).toMatchObject({ status: 201, body: { state: 'proposed', item: { sha256: item.sha256 } } });
      expect(await propose(commander, item.id)).toMatchObject({
        status: 409,
        body: { code: 'REMOVAL_PROPOSED_ALREADY' },
      });
      expect((await confirm(handler, proposed.body.id)).status).toBe(403);
      const confirmed = await confirm(commander, proposed.body.id);
      expect(confirmed).toMatchObject({
        status: 200,
        body: { state: 'confirmed', decidedBy: { id: commander.user.id }, proposedBy: { id: handler.user.id } },
      });

      const { body: stone } = await officer.get<Item>(`/evidence/${item.id}`);
      expect(stone).toMatchObject({
        state: 'removed',
        kind: 'photo',
        sha256: item.sha256,
        sm3: item.sm3,
        title: null,
        fileName: '-',
        position: null,
        capturedAt: null,
        place: null,
        flags: [],
        renditions: [],
        corroboration: null,
        claims: { positions: [], times: [] },
        camera: { make: null, droneSerial: null },
      });
      expect(await custody(item.id)).toEqual(expect.arrayContaining(['received', 'removal_proposed', 'removed']));
      for (const path of ['original', 'renditions/thumbnail'])
        expect(await officer.get(`/evidence/${item.id}/${path}`)).toMatchObject({
          status: 410,
          body: { code: 'EVIDENCE_REMOVED' },
        });
      for (const path of ['check', 'corroboration', 'links'])
        expect((await officer.post(`/evidence/${item.id}/${path}`, {})).status).toBe(410);
      expect((await hold(handler, { itemId: item.id })).status).toBe(410);
      expect((await confirm(commander, proposed.body.id)).status).toBe(410);
      expect((await propose(handler, item.id)).status).toBe(410);
      expect(await due(commander)).not.toContain(item.id);
      expect(await sql(`SELECT FROM track_hold WHERE reason = $1`, [`evidence:${item.id}`])).toEqual([]);
      const { body } = await commander.get<PageOf<Removal>>(`/removals?itemId=${item.id}`);
      expect(body.items.map(({ state }) => state)).toEqual(['confirmed']);

      const [entry] = await sql<{ leaf: Buffer }>(
        `SELECT leaf FROM log_entry WHERE kind = 'removed' AND subject_id = $1`,
        [item.id],
      );
      expect(JSON.parse(String(entry?.leaf))).toMatchObject({
        kind: 'removed',
        content: { sha256: item.sha256, policyId: confirmed.body.policyId, bytes: 'leave' },
        hidden: { confirmedBy: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });

      await app.get(OriginalRemovals).run();
      expect(existsSync(place(item.sha256))).toBe(true);
      await office.later(2 * HOUR_MS, () => app.get(OriginalRemovals).run());
      expect(existsSync(place(item.sha256))).toBe(false);
      const folder = join(app.dataDir, 'work', 'renditions', item.sha256.slice(0, 2));
      await until(
        async () => existsSync(join(folder, `${item.sha256}.preview`)),
        (isThere) => !isThere,
      );
    });

    it('is not confirmed by whoever proposed it, whatever the role, not even in the database', async () => {
      const caseId = await newCase();
      const item = await bring(caseId);
      await close(caseId);
      const { id } = (await propose(commander, item.id)).body;
      expect(await confirm(commander, id)).toMatchObject({ status: 403, body: { code: 'REMOVAL_SAME_PERSON' } });
      await expect(
        sql(
          `UPDATE evidence_removal SET state = 'confirmed', decided_by = proposed_by, decided_at = now() WHERE id = $1`,
          [id],
        ),
      ).rejects.toMatchObject({ driverError: { constraint: 'evidence_removal_two_persons_check' } });
      expect((await confirm(province, id)).status).toBe(200);
    });

    it('is removed once, however many confirm at once', async () => {
      const caseId = await newCase();
      const item = await bring(caseId);
      await close(caseId);
      const { id } = (await propose(handler, item.id)).body;
      const answers = await Promise.all([confirm(commander, id), confirm(province, id), confirm(commander, id)]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect((await custody(item.id)).filter((event) => event === 'removed')).toHaveLength(1);
    });

    it('stays when the proposal is taken back, and may be proposed again', async () => {
      const caseId = await newCase();
      const item = await bring(caseId);
      await close(caseId);
      const { id } = (await propose(handler, item.id)).body;
      const withdraw = (): Promise<Coded<Removal>> =>
        handler.post(`/removals/${id}/withdrawal`, { reason: '案件复查' });
      expect(await withdraw()).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
      expect(await withdraw()).toMatchObject({ status: 409, body: { code: 'REMOVAL_DECIDED' } });
      expect(await confirm(commander, id)).toMatchObject({ status: 409, body: { code: 'REMOVAL_DECIDED' } });
      expect((await propose(handler, item.id)).status).toBe(201);
    });

    it('stays when its case is reopened before the confirmation', async () => {
      const caseId = await newCase();
      const item = await bring(caseId);
      await close(caseId);
      const { id } = (await propose(handler, item.id)).body;
      await sql(`UPDATE case_file SET stage = 'follow_up' WHERE id = $1`, [caseId]);
      expect(await confirm(commander, id)).toMatchObject({
        status: 409,
        body: { code: 'REMOVAL_NOT_DUE', because: 'case_open' },
      });
    });

    it('is nobody’s elsewhere', async () => {
      const caseId = await newCase();
      const item = await bring(caseId);
      await close(caseId);
      const stranger = await app.as({ role: 'commander', unit: '献县' });
      expect(await due(stranger)).not.toContain(item.id);
      expect((await propose(stranger, item.id)).status).toBe(404);
      const { id } = (await propose(handler, item.id)).body;
      expect((await confirm(stranger, id)).status).toBe(404);
      expect((await confirm(commander, newId())).status).toBe(404);
      expect((await propose(officer, item.id)).status).toBe(403);
      const { body } = await stranger.get<PageOf<Removal>>(`/removals?itemId=${item.id}`);
      expect(body.items).toEqual([]);
    });
  });

  describe('a legal hold', () => {
    it.each([
      ['on nothing', {}],
      ['on both', { caseId: newId(), itemId: newId() }],
      ['without a reason', { itemId: newId(), reason: '' }],
      ['until no time', { itemId: newId(), until: 'tomorrow' }],
    ])('%s is refused', async (_, on) => expect((await hold(handler, on)).status).toBe(400));

    it('that would be over already is refused', async () => {
      const item = await bring(await newCase());
      expect(await hold(handler, { itemId: item.id, until: '2020-01-01T00:00:00Z' })).toMatchObject({
        status: 422,
        body: { code: 'HOLD_ENDS_IN_THE_PAST' },
      });
      expect((await hold(handler, { itemId: newId() })).status).toBe(404);
      expect((await hold(officer, { itemId: item.id })).status).toBe(403);
    });

    it('on the case or the item wins over every rule, until it is released with a reason', async () => {
      const caseId = await newCase();
      const item = await bring(caseId);
      await close(caseId);
      const { id } = (await propose(handler, item.id)).body;
      const holds = [await hold(handler, { caseId }), await hold(handler, { itemId: item.id })];
      expect(holds.map(({ status }) => status)).toEqual([201, 201]);
      expect(await due(commander)).not.toContain(item.id);
      for (const { body } of holds) {
        expect(await confirm(commander, id)).toMatchObject({
          status: 409,
          body: { code: 'REMOVAL_NOT_DUE', because: 'held' },
        });
        const release = (reason: string): Promise<Coded<Hold>> =>
          commander.post(`/legal-holds/${body.id}/release`, { reason });
        expect((await release('')).status).toBe(400);
        expect(await release('再审程序终结')).toMatchObject({ status: 200, body: { state: 'released' } });
        expect(await release('again')).toMatchObject({ status: 409, body: { code: 'HOLD_RELEASED' } });
      }
      const { body } = await handler.get<PageOf<Hold>>(`/legal-holds?itemId=${item.id}`);
      expect(body.items.map(({ state }) => state)).toEqual(['released', 'released']);
      expect(await custody(item.id)).toEqual(expect.arrayContaining(['held', 'released']));
      expect((await confirm(commander, id)).status).toBe(200);
    });

    it('ends by its own date', async () => {
      const caseId = await newCase();
      const item = await bring(caseId);
      await close(caseId);
      const until = new Date(Date.now() + 1_500).toISOString();
      expect((await hold(handler, { itemId: item.id, until })).body.state).toBe('in_force');
      expect(await due(commander)).not.toContain(item.id);
      await new Promise((over) => setTimeout(over, 1_600));
      expect(await due(commander)).toContain(item.id);
    });

    it('and a confirmation at the same moment: the item is held or gone, never both', async () => {
      for (let round = 0; round < 6; round += 1) {
        const caseId = await newCase();
        const item = await bring(caseId);
        await close(caseId);
        const { id } = (await propose(handler, item.id)).body;
        const on = round % 2 === 0 ? { itemId: item.id } : { caseId };
        const [held, gone] = await Promise.all([hold(handler, on), confirm(commander, id)]);
        const events = await custody(item.id);
        expect([events.includes('held'), events.includes('removed')].filter(Boolean)).toHaveLength(1);
        expect([200, 409]).toContain(gone.status);
        expect([201, 410]).toContain(held.status);
      }
    });

    it('is never changed in the database', async () => {
      await expect(sql(`UPDATE legal_hold SET reason = 'x'`)).rejects.toMatchObject({ driverError: { code: '42501' } });
      await expect(sql(`DELETE FROM legal_hold_release`)).rejects.toMatchObject({ driverError: { code: '42501' } });
    });
  });

  it('what was read out of the bytes is deleted for a tombstone only', async () => {
    const { bytes } = await photo();
    const item = (await upload(officer, bytes, { kind: 'photo' })).body;
    await expect(sql(`DELETE FROM evidence_claim WHERE item_id = $1`, [item.id])).rejects.toMatchObject({
      driverError: { code: '42501' },
    });
    await expect(sql(`DELETE FROM corroboration WHERE item_id = $1`, [item.id])).rejects.toMatchObject({
      driverError: { code: '42501' },
    });
  });
});
