import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BoundaryImport, FirstAdministrator, Places, UnitTree } from '../../../src/identity/index.js';
import { createLogger, loadConfig, newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { createApp } from '../../../src/app.setup.js';
import { TestApp } from '../../support/app.js';

const SQUARE = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { adcode: '130923', name: '东光县', level: 'county' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [116, 37],
            [117, 37],
            [117, 38],
            [116, 38],
            [116, 37],
          ],
        ],
      },
    },
  ],
};

/** A second process on the same database does what `skydocket init` and `import-boundaries` do. */
describe('units and boundaries written by another process', () => {
  let running: TestApp;
  let other: Awaited<ReturnType<typeof createApp>>;
  beforeAll(async () => {
    running = await TestApp.start({ seeded: false });
    const config = loadConfig({
      SKYDOCKET_MODE: 'production',
      SKYDOCKET_DATA_DIR: running.dataDir,
      SKYDOCKET_MQTT_PORT: '0',
    });
    other = await createApp({ config, databaseUrl: running.database.url, logger: createLogger('silent') });
  });
  afterAll(async () => {
    await other.close();
    await running.stop();
  });

  it('the first administrator logs in to the running service', async () => {
    const link = await other.get(FirstAdministrator, { strict: false }).create('first.admin', '河北省人民检察院');
    const password = 'a-long-enough-password';
    const post = (path: string, body: object) =>
      fetch(`${running.url}/api/v1/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post('password', { link, password })).status).toBe(204);
    const answer = await post('login', { username: 'first.admin', password });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ user: { unit: { name: '河北省人民检察院' } } });
  });

  it('an unknown unit asks the database at most once a second', async () => {
    const tree = running.get(UnitTree);
    const refresh = jest.spyOn(tree, 'refresh');
    for (let count = 0; count < 20; count += 1) expect(await tree.lookUp(newId())).toBeUndefined();
    expect(refresh.mock.calls.length).toBeLessThanOrEqual(2);
    refresh.mockRestore();
  });

  it('imported boundaries are known after a refresh', async () => {
    const places = running.get(Places);
    await other.get(BoundaryImport, { strict: false }).importGeoJson(SYSTEM, SQUARE, 'square.geojson');
    expect(places.of({ lon: 116.5, lat: 37.5 }).state).toBe('unknown');
    await places.refresh();
    expect(places.of({ lon: 116.5, lat: 37.5 }).state).toBe('known');
  });

  it('what rolls back is never answered', async () => {
    const tree = running.get(UnitTree);
    const id = newId();
    const work = running.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(`INSERT INTO unit (id, tier, name, created_at) VALUES ($1, 'province', 'rolled back', now())`, [
        id,
      ]);
      await tree.reload(tx);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(tree.find(id)).toBeUndefined();
  });
});
