import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RecheckRounds } from '../../../src/evidence/rechecks/recheck.rounds.js';
import { newId } from '../../../src/platform/index.js';
import { DONGGUANG, type Item, openCase, photo, upload } from './evidence-kit.js';
import { square } from './ground-kit.js';
import { KeepingOffice } from './keeping-office.js';
import { bringIn, listed, signAll, type Team, write } from './record-kit.js';

const WARNINGS = ['TECHNICAL_STANDARD', 'MEDIUM_SEALED'];

describe('what a removal leaves, and when it may be', () => {
  let office: KeepingOffice;

  beforeAll(async () => {
    office = await KeepingOffice.open();
    const { province } = office;
    const policy = { domain: 'environment', keepMonths: 60, includesSealed: true, basis: '人民检察院诉讼档案管理规定' };
    expect((await province.post('/retention/policies', policy)).status).toBe(201);
  });
  afterAll(() => office.app.stop());

  const sealed = async (caseId: string, second: number): Promise<Item> => {
    const { handler, officer } = office;
    const team: Team = { handler, officer, caseId };
    const item = await bringIn(team, second);
    await signAll(team, await write(team, [listed(item)]));
    const body = { acknowledgeWarnings: WARNINGS, reason: '证据已齐全' };
    expect((await handler.post(`/evidence/${item.id}/seal`, body)).status).toBe(201);
    return item;
  };
  const because = async (itemId: string): Promise<unknown> =>
    (await office.propose(office.handler, itemId)).body.because ?? 'due';
  const attach = async (caseId: string, itemId: string): Promise<void> => {
    const { status } = await office.handler.post(`/cases/${caseId}/evidence`, { evidenceId: itemId });
    expect(status).toBe(201);
  };
  const detach = async (caseId: string, itemId: string): Promise<void> => {
    const { status } = await office.handler.post(`/cases/${caseId}/evidence/${itemId}/detach`, {
      reason: '与本案无关',
    });
    expect(status).toBe(201);
  };

  it('of a sealed item: nothing of what was said of its bytes, and the digest of its record', async () => {
    const { handler, officer, app } = office;
    const caseId = await office.newCase();
    const item = await sealed(caseId, 1);
    const other = (await upload(officer, (await photo({ widthPixels: 320 })).bytes, { kind: 'photo', caseId })).body;
    const correction = { text: '拍摄人误记为李明', field: 'collectors' };
    expect((await handler.post(`/evidence/${item.id}/corrections`, correction)).status).toBe(201);
    const pair = { beforeItemId: item.id, afterItemId: other.id, note: '整改前后' };
    expect((await handler.post(`/cases/${caseId}/pairs`, pair)).status).toBe(201);
    const measure = async (itemIds: readonly string[]): Promise<string> => {
      const wish = { kind: 'area', caseId, title: '渗坑', itemIds, geometry: square(DONGGUANG, 0.001) };
      const { status, body } = await handler.post<{ id: string }>('/measurements', wish);
      expect(status).toBe(201);
      return body.id;
    };
    const [alone, together] = [await measure([item.id]), await measure([item.id, other.id])];
    await layerTag(item);
    const rows = async (): Promise<Record<string, number>> => {
      const tables = [
        'evidence_claim',
        'corroboration',
        'evidence_verdict',
        'evidence_footprint',
        'evidence_layer_tag',
        'evidence_correction',
      ];
      const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table} WHERE item_id = $1) AS ${table}`);
      const [found] = await office.sql<Record<string, number>>(
        `SELECT ${counts.join(', ')}, (SELECT count(*)::int FROM evidence_pair WHERE $1 IN (before_item_id, after_item_id)) AS pairs`,
        [item.id],
      );
      return found ?? {};
    };
    const before = await rows();
    expect(Object.values(before).every((count) => count > 0)).toBe(true);
    const recordSha256 = (await handler.get<Item>(`/evidence/${item.id}`)).body.seal?.recordSha256;

    await office.close(caseId);
    await office.sql(`INSERT INTO evidence_recheck (item_id, due_at, occasion) VALUES ($1, now(), 'telemetry')`, [
      item.id,
    ]);
    await office.remove(item.id);
    await app.get(RecheckRounds).run();
    expect(await rows()).toEqual(Object.fromEntries(Object.keys(before).map((table) => [table, 0])));
    expect((await handler.get(`/evidence/${item.id}`)).body).toMatchObject({
      state: 'removed',
      footprint: null,
      layers: [],
      corrections: [],
      corroboration: null,
      film: null,
      raster: null,
      captureSet: null,
    });
    const seal = await handler.get(`/evidence/${item.id}/seal`);
    expect(seal).toMatchObject({
      status: 200,
      body: { sealable: false, seal: { record: null, reason: null, recordSha256 } },
    });
    expect(await handler.get(`/measurements/${alone}`)).toMatchObject({
      body: { title: null, geometry: null, inputs: {}, items: [{ itemId: item.id, sha256: item.sha256 }] },
    });
    expect((await handler.get(`/measurements/${together}`)).body).toMatchObject({ title: '渗坑' });
    const entries = await office.sql<{ kind: string }>(`SELECT kind FROM log_entry WHERE subject_id = $1 ORDER BY id`, [
      item.id,
    ]);
    expect(entries.map(({ kind }) => kind)).toEqual(['preserved', 'sealed', 'removed']);
  });

  /** As the import of a layer would. */
  async function layerTag({ id, sha256 }: Item): Promise<void> {
    const [layerId, tagId] = [newId(), newId()];
    await office.sql(
      `INSERT INTO evidence_layer (id, code, version, name_zh, name_en, source, source_date, near_metres, format, crs,
         text_encoding, sha256, feature_count, unit_id, imported_by, in_force_from)
       SELECT $1, 'farmland', '1', '基本农田', 'farmland', 'x', '2026-01-01', 10, 'geojson', 'x', 'x', $2, 1, unit_id, id, now()
       FROM app_user WHERE id = $3`,
      [layerId, sha256, office.handler.user.id],
    );
    await office.sql(
      `INSERT INTO evidence_layer_tag (id, item_id, layer_id, revision, relation, lon, lat, tagged_at)
       VALUES ($1, $2, $3, 1, 'outside', 116, 37, now())`,
      [tagId, id, layerId],
    );
  }

  it('of bytes that another record uses: nothing of them on the tombstone', async () => {
    const { officer } = office;
    const { bytes } = await photo({ widthPixels: 321 });
    const [one, two] = [await office.newCase(), await office.newCase()];
    const first = (await upload(officer, bytes, { kind: 'photo', caseId: one })).body;
    const second = (await upload(officer, bytes, { kind: 'photo', caseId: two })).body;
    await office.sql(
      `INSERT INTO media_reading (sha256, film, raster, read_at) VALUES ($1, '{"codec": "x"}', NULL, now())`,
      [first.sha256],
    );
    await office.close(one);
    await office.remove(first.id);
    expect((await officer.get(`/evidence/${first.id}`)).body).toMatchObject({ film: null, renditions: [] });
    const readings = (): Promise<unknown[]> =>
      office.sql(`SELECT FROM media_reading WHERE sha256 = $1`, [first.sha256]);
    expect(await readings()).toHaveLength(1);
    await office.close(two);
    await office.remove(second.id);
    expect(await readings()).toEqual([]);
  });

  it('is not sealed, alone or with its case', async () => {
    const { handler } = office;
    const caseId = await office.newCase();
    const item = await office.bring(caseId);
    await office.close(caseId);
    await office.remove(item.id);
    const body = { acknowledgeWarnings: WARNINGS };
    const refused = { status: 410, body: { code: 'EVIDENCE_REMOVED' } };
    expect(await handler.post(`/evidence/${item.id}/seal`, body)).toMatchObject(refused);
    expect(await handler.post(`/cases/${caseId}/seal`, { ...body, evidenceIds: [item.id] })).toMatchObject(refused);
    const all = await handler.post(`/cases/${caseId}/seal`, body);
    expect(all).toMatchObject({ status: 200, body: { sealed: 0, refused: 0, results: [] } });
    expect(await office.sql(`SELECT FROM evidence_seal WHERE item_id = $1`, [item.id])).toEqual([]);
  });

  describe('an item that was taken off a list', () => {
    it('is kept while that case is open, or its own period runs', async () => {
      const [closed, open] = [await office.newCase(), await office.newCase()];
      const item = await office.bring(closed);
      await attach(open, item.id);
      await office.close(closed);
      expect(await because(item.id)).toBe('case_open');
      await detach(open, item.id);
      expect(await because(item.id)).toBe('case_open');
      const due = await office.commander.get<{ items: { evidence: { id: string } }[] }>('/retention/due?limit=500');
      expect(due.body.items.map(({ evidence }) => evidence.id)).not.toContain(item.id);
      await office.close(open);
      await office.sql(`UPDATE case_closure SET closed_at = now() - interval '1 year' WHERE case_id = $1`, [open]);
      expect(await because(item.id)).toBe('period_runs');
      await office.sql(`UPDATE case_closure SET closed_at = now() - interval '10 years' WHERE case_id = $1`, [open]);
      expect(await because(item.id)).toBe('due');
    });

    it('is of no case when it was the last, whatever the rule of that case', async () => {
      const caseId = await office.newCase();
      const item = await office.bring(caseId);
      await detach(caseId, item.id);
      await office.close(caseId);
      expect(await because(item.id)).toBe('no_case');
    });

    it('stays under the hold that was placed on the case before, and only that', async () => {
      const [held, other] = [await openCase(office.handler, [office.officer.user.id]), await office.newCase()];
      const [before, after] = [await office.bring(held), await office.bring(held)];
      for (const { id } of [before, after]) await attach(other, id);
      await detach(held, before.id);
      const hold = await office.handler.post<{ id: string }>('/legal-holds', { caseId: held, reason: '再审申请' });
      expect(hold.status).toBe(201);
      await detach(held, after.id);
      for (const caseId of [held, other]) await office.close(caseId);
      expect(await because(after.id)).toBe('held');
      expect(await because(before.id)).toBe('due');
      const release = await office.commander.post(`/legal-holds/${hold.body.id}/release`, { reason: '再审程序终结' });
      expect(release.status).toBe(200);
      expect(await because(after.id)).toBe('due');
    });

    it('and proposed for removal is kept when it comes onto an open case meanwhile', async () => {
      const [closed, open] = [await office.newCase(), await office.newCase()];
      const item = await office.bring(closed);
      await office.close(closed);
      const proposed = await office.propose(office.handler, item.id);
      expect(proposed.status).toBe(201);
      await attach(open, item.id);
      await detach(open, item.id);
      expect(await office.confirm(office.commander, proposed.body.id)).toMatchObject({
        status: 409,
        body: { code: 'REMOVAL_NOT_DUE', because: 'case_open' },
      });
    });
  });
});
