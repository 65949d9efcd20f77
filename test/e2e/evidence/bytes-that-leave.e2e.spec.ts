import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SweepWorker } from '../../../src/evidence/sweep/sweep.worker.js';
import { ORIGINALS, OriginalRemovals, OriginalsService } from '../../../src/platform/index.js';
import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { upload } from './evidence-kit.js';
import { HOUR_MS, KeepingOffice } from './keeping-office.js';

describe('bytes', () => {
  let office: KeepingOffice;
  let app: TestApp;
  let officer: ApiClient;

  beforeAll(async () => {
    office = await KeepingOffice.open();
    ({ app, officer } = office);
    const policy = { domain: 'environment', keepMonths: 60, basis: '人民检察院诉讼档案管理规定' };
    expect((await office.province.post('/retention/policies', policy)).status).toBe(201);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => app.stop());

  it('that another record uses stay, and go with the last one', async () => {
    const [one, two] = [await office.newCase(), await office.newCase()];
    const [first, second] = [
      await office.bring(one, 'the same in two cases'),
      await office.bring(two, 'the same in two cases'),
    ];
    await office.close(one);
    await office.remove(first.id);
    await office.later(2 * HOUR_MS, () => app.get(OriginalRemovals).run());
    expect((await officer.get(`/evidence/${second.id}/original`)).status).toBe(200);
    await office.close(two);
    await office.remove(second.id);
    await office.later(2 * HOUR_MS, () => app.get(OriginalRemovals).run());
    expect(existsSync(office.place(first.sha256))).toBe(false);
  });

  it('that come again before they have gone stay; that come afterwards are there anew', async () => {
    const text = 'removed and brought again';
    const remains = async (): Promise<boolean> => {
      const caseId = await office.newCase();
      const item = await office.bring(caseId, text);
      await office.close(caseId);
      await office.remove(item.id);
      return existsSync(office.place(item.sha256));
    };
    expect(await remains()).toBe(true);
    const again = await office.bring(await office.newCase(), text);
    await office.later(2 * HOUR_MS, () => app.get(OriginalRemovals).run());
    expect(existsSync(office.place(again.sha256))).toBe(true);

    const lone = `${text} later`;
    const caseId = await office.newCase();
    const { id, sha256 } = await office.bring(caseId, lone);
    await office.close(caseId);
    await office.remove(id);
    await office.later(2 * HOUR_MS, () => app.get(OriginalRemovals).run());
    expect(existsSync(office.place(sha256))).toBe(false);
    const anew = await office.bring(await office.newCase(), lone);
    await office.later(4 * HOUR_MS, () => app.get(OriginalRemovals).run());
    expect((await officer.get(`/evidence/${anew.id}/original`)).status).toBe(200);
  });

  it('whose removal and new intake meet are there for every record that stands', async () => {
    for (let round = 0; round < 12; round += 1) {
      const text = `meeting ${round}`;
      const caseId = await office.newCase();
      const { id, sha256 } = await office.bring(caseId, text);
      await office.close(caseId);
      await office.remove(id);
      const target = await office.newCase();
      await office.sql(`UPDATE original_removal SET not_before = now() - interval '1 minute' WHERE sha256 = $1`, [
        sha256,
      ]);
      const [brought] = await Promise.all([
        upload(officer, Buffer.from(text), { kind: 'document', caseId: target }),
        new Promise((begin) => setTimeout(begin, round * 10)).then(() => app.get(OriginalRemovals).run()),
      ]);
      expect([201, 503]).toContain(brought.status);
      await office.later(4 * HOUR_MS, () => app.get(OriginalRemovals).run());
      expect(existsSync(office.place(sha256))).toBe(brought.status === 201);
    }
  });

  it('that began to leave after they were kept are not counted on: the record is refused', async () => {
    const caseId = await office.newCase();
    const { id, sha256 } = await office.bring(caseId, 'kept, then gone, then recorded');
    await office.close(caseId);
    await office.remove(id);
    const originals = app.get(OriginalsService);
    const keep = originals.keep.bind(originals);
    jest.spyOn(originals, 'keep').mockImplementationOnce(async (path, digests) => {
      await keep(path, digests);
      await office.later(3 * HOUR_MS, () => app.get(OriginalRemovals).run());
    });
    const again = await upload(officer, Buffer.from('kept, then gone, then recorded'), { kind: 'document' });
    expect(again).toMatchObject({ status: 503, body: { code: 'ORIGINAL_LEAVING' } });
    expect(existsSync(office.place(sha256))).toBe(false);
    expect((await upload(officer, Buffer.from('kept, then gone, then recorded'), { kind: 'document' })).status).toBe(
      201,
    );
    expect(existsSync(office.place(sha256))).toBe(true);
  });

  it('whose store fails go at the next run; the sweep tells of neither', async () => {
    const caseId = await office.newCase();
    const { id, sha256 } = await office.bring(caseId);
    await office.close(caseId);
    await office.remove(id);
    const store = app.get<{ remove(digest: string): Promise<void> }>(ORIGINALS);
    jest.spyOn(store, 'remove').mockRejectedValueOnce(new Error('away'));
    await expect(office.later(2 * HOUR_MS, () => app.get(OriginalRemovals).run())).rejects.toThrow(
      'could not be removed',
    );
    expect(existsSync(office.place(sha256))).toBe(true);
    await app.get(SweepWorker).run();
    await office.later(2 * HOUR_MS, () => app.get(OriginalRemovals).run());
    expect(existsSync(office.place(sha256))).toBe(false);
    await app.get(SweepWorker).run();
    expect(await office.sql(`SELECT kind FROM integrity_finding WHERE sha256 = $1`, [sha256])).toEqual([]);
  });
});
