import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { MeasurementJournal } from '../../../src/evidence/measurements/measurement.journal.js';
import { DONGGUANG, type Item, photo, until, upload } from './evidence-kit.js';
import { square } from './ground-kit.js';
import { KeepingOffice } from './keeping-office.js';

const GONE = { status: 410, body: { code: 'EVIDENCE_REMOVED' } };

describe('what is written of an item while another seals or removes it', () => {
  let office: KeepingOffice;

  beforeAll(async () => {
    office = await KeepingOffice.open();
    const policy = { domain: 'environment', keepMonths: 60, includesSealed: true, basis: '人民检察院诉讼档案管理规定' };
    expect((await office.province.post('/retention/policies', policy)).status).toBe(201);
  });
  afterAll(() => office.app.stop());

  const area = (itemIds: readonly string[]): Record<string, unknown> => ({
    kind: 'area',
    title: '渗坑',
    itemIds,
    geometry: square(DONGGUANG, 0.001),
  });
  const measured = (itemId: string): Promise<unknown[]> =>
    office.sql(`SELECT FROM measurement WHERE items @> jsonb_build_array(jsonb_build_object('itemId', $1::text))`, [
      itemId,
    ]);

  it('measures nothing off a tombstone, and reads no surface of one whose bytes are there still', async () => {
    const { officer } = office;
    const caseId = await office.newCase();
    const [gone, kept] = [await office.bring(caseId), await office.bring(caseId)];
    await office.close(caseId);
    await office.remove(gone.id);
    expect(await officer.post('/measurements', area([gone.id]))).toMatchObject(GONE);
    expect(await officer.post('/measurements', area([kept.id, gone.id]))).toMatchObject(GONE);
    const volume = { ...area([]), kind: 'volume', upperItemId: gone.id, baseMetres: 0 };
    expect(await officer.post('/measurements', volume)).toMatchObject(GONE);
    expect(await measured(gone.id)).toEqual([]);
    const views = await office.sql(
      `SELECT FROM evidence_custody_event WHERE item_id = $1 AND details ->> 'of' = 'measurement'`,
      [gone.id],
    );
    expect(views).toEqual([]);
  });

  it('keeps no figure of what was removed while it was measured', async () => {
    const { officer, app } = office;
    const caseId = await office.newCase();
    const item = await office.bring(caseId);
    await office.close(caseId);
    const journal = app.get(MeasurementJournal);
    const work = journal.work.bind(journal);
    const slow = jest.spyOn(journal, 'work').mockImplementationOnce(async (...asked) => {
      await office.remove(item.id);
      return work(...asked);
    });
    expect(await officer.post('/measurements', area([item.id]))).toMatchObject(GONE);
    expect(slow).toHaveBeenCalledTimes(1);
    slow.mockRestore();
    expect(await measured(item.id)).toEqual([]);
  });

  it('pairs nothing with a tombstone', async () => {
    const { officer, handler } = office;
    const caseId = await office.newCase();
    const bring = async (widthPixels: number): Promise<Item> =>
      (await upload(officer, (await photo({ widthPixels })).bytes, { kind: 'photo', caseId })).body;
    const [before, after] = [await bring(330), await bring(331)];
    await office.close(caseId);
    await office.remove(before.id);
    await office.sql(`UPDATE case_file SET stage = 'filed' WHERE id = $1`, [caseId]);
    const pair = { beforeItemId: before.id, afterItemId: after.id, note: '整改前后' };
    expect(await handler.post(`/cases/${caseId}/pairs`, pair)).toMatchObject(GONE);
  });

  it('keeps the subtitles of a film that is sealed meanwhile, and says nothing more of the film', async () => {
    const { officer, app } = office;
    const stem = 'DJI_20260601100000_0001_V';
    const bytes = Buffer.from('\0\0\0\u0018ftypisom\0\0\0\0isommp42', 'latin1');
    const film = await upload(officer, bytes, { kind: 'video' }, { name: `${stem}.MP4` });
    expect(film.status).toBe(201);
    const subtitles = Buffer.from(
      '1\n00:00:00,000 --> 00:00:00,033\n2026-06-01 10:00:01.500\n[latitude: 37.8862] [longitude: 116.5424] [rel_alt: 80.0 abs_alt: 95.0]\n\n',
    );
    const other = new Client({ connectionString: app.database.url });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query(`UPDATE evidence_item SET state = 'sealed' WHERE id = $1`, [film.body.id]);
      const coming = upload(officer, subtitles, { kind: 'track' }, { name: `${stem}.SRT` });
      const waiting = (): Promise<unknown[]> =>
        office.sql(
          `SELECT FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR SHARE'`,
        );
      await until(waiting, (found) => found.length > 0);
      await other.query('COMMIT');
      const kept = await coming;
      expect(kept.status).toBe(201);
      const claims = `SELECT DISTINCT source FROM evidence_claim WHERE source = 'subtitles' AND item_id = $1`;
      expect(await office.sql(claims, [kept.body.id])).toEqual([{ source: 'subtitles' }]);
      expect(await office.sql(claims, [film.body.id])).toEqual([]);
    } finally {
      await other.end();
    }
  });
});
