import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStockTake, itemsOf, type ScanBody, type StockTakeBody } from '../../factories/stock-takes.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

const times = <T>(count: number, work: (nth: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, nth) => work(nth)));

/** Many phones in one store room; over HTTP, on a real server. */
describe('counting at the same moment', () => {
  let app: TestApp;
  let manager: ApiClient;
  let people: ApiClient[];
  beforeAll(async () => {
    app = await TestApp.start();
    const roles = ['equipment_manager', 'field_officer', 'tester', 'pilot'];
    people = await Promise.all(roles.map((role) => app.as({ role, unit: '东光县' })));
    manager = people[0] as ApiClient;
  });
  afterAll(() => app.stop());

  const begin = (more: Record<string, unknown> = {}) =>
    beginStockTake(manager, { assigneeIds: people.map(({ user }) => user.id), ...more });
  const scan = (nth: number, id: string, body: unknown) =>
    (people[nth % people.length] as ApiClient).post<ScanBody>(`/stock-takes/${id}/scans`, body);

  it('gives one device to the first of 40 scans and tells the others who it was', async () => {
    const { id } = await begin();
    const [device] = await itemsOf(manager, id);
    const answers = await times(40, (nth) => scan(nth, id, { code: device?.assetCode }));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const results = answers.map(({ body }) => body.result);
    expect(results.filter((result) => result === 'found')).toHaveLength(1);
    expect(results.filter((result) => result === 'already')).toHaveLength(39);
    expect(new Set(answers.map(({ body }) => body.scan.id)).size).toBe(1);
  });

  it('gives an unknown code to the first of 20 scans', async () => {
    const { id } = await begin();
    const answers = await times(20, (nth) => scan(nth, id, { code: nth % 2 === 0 ? 'OLD-7' : 'old-7' }));
    expect(answers.filter(({ body }) => body.result === 'unexpected')).toHaveLength(1);
    expect(answers.filter(({ body }) => body.result === 'already')).toHaveLength(19);
  });

  it('counts everything once when four phones walk the same shelves from different ends', async () => {
    const { id, counts } = await begin();
    const items = await itemsOf(manager, id);
    const answers = await times(4, async (nth) => {
      const route = nth % 2 === 0 ? items : items.toReversed();
      const results: string[] = [];
      for (const { deviceId } of route) results.push((await scan(nth, id, { deviceId })).body.result);
      return results;
    });
    expect(answers.flat().filter((result) => result === 'found')).toHaveLength(counts.expected);
    expect(answers.flat().filter((result) => result === 'already')).toHaveLength(counts.expected * 3);
    const after = await manager.get<StockTakeBody>(`/stock-takes/${id}`);
    expect(after.body.counts).toMatchObject({ found: counts.expected, pending: 0 });
  });

  it('takes a scan before the close or refuses it after, never in between', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, counts } = await begin({ kind: 'mavic-3t', parts: false });
      const [device] = await itemsOf(manager, id);
      const signatures = [{ role: 'counter', name: '李喆', drawing: 'M0 0L9 9' }];
      const closing = (missing: number) =>
        manager.post<StockTakeBody>(`/stock-takes/${id}/close`, { missing, signatures });
      const [scanned, closed] = await Promise.all([
        scan(1, id, { deviceId: device?.deviceId }),
        closing(counts.expected),
      ]);
      const took = scanned.status === 200;
      expect([scanned.status, closed.status]).toEqual(took ? [200, 409] : [409, 200]);
      expect(took ? closed.body.code : scanned.body.code).toBe(took ? 'STOCK_TAKE_MOVED' : 'STOCK_TAKE_ENDED');
      const { body } = await manager.get<StockTakeBody>(`/stock-takes/${id}`);
      expect([body.state, body.counts.found]).toEqual(took ? ['open', 1] : ['closed', 0]);
    }
  });

  it('ends once when two sign at the same moment', async () => {
    const { id, counts } = await begin();
    const signatures = [{ role: 'counter', name: '李喆', drawing: 'M0 0L9 9' }];
    const answers = await times(6, () =>
      manager.post<StockTakeBody>(`/stock-takes/${id}/close`, { missing: counts.pending, signatures }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'STOCK_TAKE_ENDED')).toHaveLength(5);
  });
});
