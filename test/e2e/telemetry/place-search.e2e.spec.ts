import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { connectedAs, deviceOf, endClients, type PoolDevice, rowsOf, send } from './telemetry-kit.js';

interface Inside {
  readonly items: {
    readonly deviceId: string;
    readonly stays: {
      readonly firstInside: string;
      readonly lastInside: string;
      readonly enteredAfter: string | null;
      readonly leftBefore: string | null;
      readonly samples: number;
      readonly longestSilenceSeconds: number;
    }[];
  }[];
  readonly nextCursor: string | null;
  readonly removed: unknown[];
}

/** An L: its box has a corner that is not part of it. */
const AREA = {
  type: 'Polygon',
  coordinates: [
    [
      [116.5, 37.8],
      [116.52, 37.8],
      [116.52, 37.81],
      [116.51, 37.81],
      [116.51, 37.82],
      [116.5, 37.82],
      [116.5, 37.8],
    ],
  ],
};
const IN = { lon: 116.505, lat: 37.805 };
const NEAR = { lon: 116.515, lat: 37.815 };
const AWAY = { lon: 116.6, lat: 37.8 };

describe('the search by place and time', () => {
  let app: TestApp;
  let officer: ApiClient;
  let meter: PoolDevice;
  let drone: PoolDevice;
  const begin = Date.now() - 3 * 3_600_000;
  const at = (second: number) => new Date(begin + second * 1000).toISOString();
  const during = { from: new Date(begin - 3_600_000).toISOString(), to: new Date(begin + 3_600_000).toISOString() };

  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    drone = await deviceOf(app, 'mavic-3t', '东光县');
    meter = await deviceOf(app, 'water-photometer', '东光县');
    const line = await connectedAs(app, drone.id);
    const places: [number, { lon: number; lat: number }][] = [
      [0, AWAY],
      [10, NEAR],
      [12, IN],
      [14, IN],
      [40, IN],
      [42, NEAR],
      [44, AWAY],
      [200, IN],
      [300, AWAY],
    ];
    for (const [second, place] of places)
      await send(line, `skydocket/v1/${drone.assetCode}/telemetry`, { at: at(second), ...place });
  });
  afterEach(endClients);
  afterAll(() => app.stop());

  const search = (client: ApiClient, body: unknown, query = '') =>
    client.post<Inside & { code: string }>(`/positions/inside${query}`, body);

  it('answers with stays as far as frames prove them', async () => {
    const { status, body } = await search(officer, { polygon: AREA, during });
    expect(status).toBe(200);
    expect(body.items).toEqual([
      {
        deviceId: drone.id,
        assetCode: drone.assetCode,
        stays: [
          {
            firstInside: at(12),
            lastInside: at(40),
            enteredAfter: at(10),
            leftBefore: at(42),
            samples: 3,
            longestSilenceSeconds: 26,
          },
          {
            firstInside: at(200),
            lastInside: at(200),
            enteredAfter: null,
            leftBefore: null,
            samples: 1,
            longestSilenceSeconds: 0,
          },
        ],
        recorded: [],
      },
    ]);
    expect(body).toMatchObject({ nextCursor: null, removed: [] });
  });

  it('finds nobody in the corner of the box, at another time, or for who may not follow the device', async () => {
    const corner = {
      type: 'Polygon',
      coordinates: [
        [
          [116.512, 37.812],
          [116.514, 37.812],
          [116.514, 37.814],
          [116.512, 37.812],
        ],
      ],
    };
    const before = { from: new Date(begin - 7_200_000).toISOString(), to: at(0) };
    const stranger = await app.as({ role: 'field_officer', unit: '大名县' });
    const answers = await Promise.all([
      search(officer, { polygon: corner, during }),
      search(officer, { polygon: AREA, during: before }),
      search(stranger, { polygon: AREA, during }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.items])).toEqual([
      [200, []],
      [200, []],
      [200, []],
    ]);
  });

  it('reads no more of files than it may, wherever their points lie', async () => {
    const first = Date.parse('2021-03-01T02:00:00Z');
    await rowsOf(
      app,
      `WITH track AS (
         INSERT INTO recorded_track (id, kind, state, device_id, said_by, day, brought_by, parser, points, first_at,
           last_at, box, received_at, finished_at)
         SELECT gen_random_uuid(), 'exif', 'read', $1, 'declared', date '1999-01-01', '{}', 'test', 500001, $2::timestamptz,
           $2::timestamptz + interval '500 seconds', box(point(116.4, 37.7), point(116.6, 37.9)), now(), now()
         RETURNING id)
       INSERT INTO recorded_point (track_id, at, line, segment, lon, lat, fix)
       SELECT id, $2::timestamptz + n * interval '1 ms', n, 1, 116.4, 37.7, 'unknown' FROM track,
         generate_series(0, 500000) AS n`,
      [drone.id, new Date(first)],
    );
    const reading = async (ms: number) => {
      const period = { from: new Date(first).toISOString(), to: new Date(first + ms).toISOString() };
      const { status, body } = await search(officer, { polygon: AREA, during: period });
      return [status, body.code];
    };
    expect(await reading(500_000)).toEqual([200, undefined]);
    expect(await reading(500_001)).toEqual([422, 'SEARCH_TOO_WIDE']);
  });

  it('goes on from page to page by device', async () => {
    const line = await connectedAs(app, meter.id);
    await send(line, `skydocket/v1/${meter.assetCode}/telemetry`, { at: at(20), ...IN });
    const first = await search(officer, { polygon: AREA, during }, '?limit=1');
    const rest = await search(officer, { polygon: AREA, during }, `?limit=1&cursor=${first.body.nextCursor}`);
    const expected = [drone.id, meter.id].sort();
    expect([...first.body.items, ...rest.body.items].map(({ deviceId }) => deviceId)).toEqual(expected);
    expect(rest.body.nextCursor).toBeNull();
  });

  it.each([
    [
      'a crossing outline',
      {
        polygon: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 1],
              [1, 0],
              [0, 1],
              [0, 0],
            ],
          ],
        },
      },
      400,
      'VALIDATION_FAILED',
    ],
    ['no end', { during: { from: during.from } }, 400, 'VALIDATION_FAILED'],
    [
      'two months',
      { during: { from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' } },
      422,
      'TRACK_PERIOD_TOO_LONG',
    ],
    [
      'half the world',
      {
        polygon: {
          type: 'Polygon',
          coordinates: [
            [
              [0, -80],
              [90, -80],
              [90, 80],
              [0, 80],
              [0, -80],
            ],
          ],
        },
        during: { from: '2026-01-01T00:00:00Z', to: '2026-01-31T00:00:00Z' },
      },
      422,
      'SEARCH_TOO_WIDE',
    ],
  ])('refuses %s', async (_, change, status, code) => {
    const answer = await search(officer, { polygon: AREA, during, ...change });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});
