import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { hoursAhead, type Looked, square, startCrew } from '../missions/mission-kit.js';

interface FlightsPage {
  readonly numberMatched: number;
  readonly features: readonly {
    readonly id: string;
    readonly geometry: { readonly type: string; readonly coordinates: readonly unknown[] };
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

describe('flights for programs of maps', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let flightId: string;
  const during = hoursAhead(25, 26);

  beforeAll(async () => {
    const crew = await startCrew(hoursAhead(24, 36), '沧州市人民检察院');
    ({ app, pilot } = crew);
    const planned = await pilot.post<Looked & { id: string }>('/flights', {
      deviceId: crew.deviceId,
      pilotId: pilot.user.id,
      purpose: '河道排污口巡查',
      during,
      volumes: [{ geometry: square(116.3, 37.5, 0.02), lowerMetres: 30, upperMetres: 120 }],
    });
    flightId = planned.body.id;
  });
  afterAll(() => app.stop());

  const page = async (query: string, who = pilot): Promise<FlightsPage> =>
    (await who.get<FlightsPage>(`//ogc/collections/flights/items?${query}`)).body;

  it('are their airspace, with its heights and their period', async () => {
    const { numberMatched, features } = await page('');
    expect([numberMatched, features[0]?.id, features[0]?.geometry.type]).toEqual([1, flightId, 'MultiPolygon']);
    expect(features[0]?.properties).toMatchObject({ lowerMetres: 30, upperMetres: 120, ...during });
    expect((await pilot.get(`//ogc/collections/flights/items/${flightId}`)).status).toBe(200);
  });

  it.each([
    ['a box around it', () => 'bbox=116,37,117,38', 1],
    ['a box elsewhere', () => 'bbox=110,37,111,38', 0],
    ['a time within', () => `datetime=${during.from}`, 1],
    ['the time before', () => `datetime=../${new Date(Date.parse(during.from) - 60_000).toISOString()}`, 0],
    ['the time after', () => `datetime=${new Date(Date.parse(during.to) + 60_000).toISOString()}/..`, 0],
  ])('are found by %s', async (_, query, count) => {
    expect((await page(query())).numberMatched).toBe(count);
  });

  it('are not there for strangers', async () => {
    const stranger = await app.as({ role: 'case_handler', unit: '献县' });
    expect((await page('', stranger)).features.map(({ id }) => id)).not.toContain(flightId);
    expect((await stranger.get(`//ogc/collections/flights/items/${flightId}`)).status).toBe(404);
  });
});
