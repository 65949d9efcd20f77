import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MeasurementJournal } from '../../../src/evidence/measurements/measurement.journal.js';
import { DONGGUANG, type Item, photo, upload } from './evidence-kit.js';
import { square } from './ground-kit.js';
import { KeepingOffice } from './keeping-office.js';

const GONE = { status: 410, body: { code: 'EVIDENCE_REMOVED' } };

describe('what is written of an item while another removes it', () => {
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
});
