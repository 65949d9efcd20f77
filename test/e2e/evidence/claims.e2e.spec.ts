import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { FootprintRepository } from '../../../src/evidence/footprint/footprint.repository.js';
import { RecheckRounds } from '../../../src/evidence/rechecks/recheck.rounds.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { LateTracks } from '../../../src/telemetry/alarms/late-tracks.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Crew, crewOf, endClients, lineOf, rowsOf, send } from '../telemetry/telemetry-kit.js';
import { type Corroboration, DONGGUANG, type Item, photo, type Reply, until, upload } from './evidence-kit.js';

const FAR = { lon: DONGGUANG.lon + 0.02, lat: DONGGUANG.lat };

describe('what is claimed of a picture', () => {
  let app: TestApp;
  let crew: Crew;
  let pilot: ApiClient;
  let stranger: ApiClient;
  let line: Awaited<ReturnType<typeof lineOf>>;

  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    stranger = await app.as({ role: 'pilot', unit: '献县' });
    line = await lineOf(app, crew);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  const secondsAgo = (seconds: number): Date => new Date(Math.floor(Date.now() / 1000 - seconds) * 1000);
  const checkOf = ({ checks }: Corroboration, name: string) => checks.find(({ check }) => check === name);

  /** A picture of a camera that wrote no position. */
  async function silent(takenAt: Date): Promise<Buffer> {
    const local = new Date(takenAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    return sharp({ create: { width: 64, height: 48, channels: 3, background: '#6a8' } })
      .jpeg()
      .withExif({ IFD0: { Make: 'DJI', Model: 'FC6310' }, IFD2: { DateTimeOriginal: local.replaceAll('-', ':') } })
      .toBuffer();
  }

  /** Frames over the device's own line, as if the aircraft had flown out of reach and came back. */
  async function report(at: Date, { lon, lat }: { lon: number; lat: number }): Promise<void> {
    for (const second of [-2, -1, 0, 1, 2]) {
      const timestamp = at.getTime() + second * 1000;
      const data = { mode_code: 0, latitude: lat, longitude: lon, height: 80, elevation: 80, attitude_head: 30 };
      const payload = { tid: `t${timestamp}`, bid: 'b', gateway: crew.gatewaySerial, timestamp, data };
      await send(line, `thing/product/${crew.aircraftSerial}/osd`, payload);
    }
    await until(
      async () => {
        await app.get(LateTracks).run();
        return rowsOf(app, `SELECT 1 FROM late_track`);
      },
      (waiting) => waiting.length === 0,
    );
  }

  /** Rounds as the clock runs them, with the wait taken off. */
  async function recheck(itemId: string): Promise<void> {
    await until(
      () => rowsOf<{ occasion: string }>(app, `SELECT occasion FROM evidence_recheck WHERE item_id = $1`, [itemId]),
      (rows) => rows.some(({ occasion }) => occasion === 'telemetry'),
    );
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => tx.execute(`UPDATE evidence_recheck SET due_at = now() - interval '1 s'`));
    await Promise.all([app.get(RecheckRounds).run(), app.get(RecheckRounds).run()]);
  }

  const corroboration = async (id: string): Promise<Corroboration> =>
    (await pilot.get<Corroboration>(`/evidence/${id}/corroboration`)).body;
  const state = (client: ApiClient, id: string, body: unknown): Promise<Reply> =>
    client.post(`/evidence/${id}/position-claims`, body);

  it('is checked again when the track comes late, every run is kept, and a change is told', async () => {
    const takenAt = secondsAgo(1_800);
    const { bytes } = await photo({ takenAt, droneSerial: crew.aircraftSerial });
    const { body: item } = await upload(pilot, bytes, { kind: 'photo' });
    const before = await corroboration(item.id);
    expect(before.occasion).toBe('intake');
    expect(checkOf(before, 'TRACK_POSITION')).toMatchObject({ verdict: 'unknown', reason: 'NO_TRACK' });
    await report(takenAt, FAR);
    await recheck(item.id);
    const after = await corroboration(item.id);
    expect(after).toMatchObject({ occasion: 'telemetry', verdict: 'inconsistent' });
    const track = checkOf(after, 'TRACK_POSITION');
    expect(track).toMatchObject({ verdict: 'inconsistent', independence: 'same_receiver' });
    expect(track?.independenceWords.zh).toContain('接收机');
    expect(track?.numbers['distanceMetres']).toBeGreaterThan(1_000);
    const runs = await rowsOf(app, `SELECT 1 FROM corroboration WHERE item_id = $1`, [item.id]);
    expect(runs).toHaveLength(2);
    const news = await rowsOf<{ payload: { checks: { check: string }[] } }>(
      app,
      `SELECT payload FROM outbox WHERE type = 'evidence.corroboration_changed' AND payload ->> 'itemId' = $1`,
      [item.id],
    );
    expect(news).toHaveLength(1);
    expect(news[0]?.payload.checks.map(({ check }) => check)).toContain('TRACK_POSITION');
    const told = await until(
      async () => JSON.stringify((await pilot.get('/me/notices?limit=50')).body),
      (notices) => notices.includes(item.id),
    );
    expect(told).toContain('EVIDENCE_CONTRADICTED');
  });

  it('tells a stranger by nothing that the device it names was heard of', async () => {
    const takenAt = secondsAgo(2_700);
    const { bytes } = await photo({ takenAt, droneSerial: crew.aircraftSerial });
    const { body: item } = await upload(stranger, bytes, { kind: 'photo' });
    const pages = ['', '/corroboration', '/custody', '/chain'].map((page) => `/evidence/${item.id}${page}`);
    const seen = async (): Promise<unknown[]> =>
      Promise.all(pages.map(async (page) => (await stranger.get<Record<string, unknown>>(page)).body));
    await until(
      () => stranger.get<{ log: unknown[]; renditions: { state: string }[] }>(`/evidence/${item.id}`),
      ({ body: { log, renditions } }) => log.length === 1 && renditions.every(({ state }) => state === 'ready'),
    );
    await seen();
    const before = await seen();
    await report(takenAt, FAR);
    await recheck(item.id);
    const province = await app.as({ role: 'commander' });
    const { body: run } = await province.get<Corroboration>(`/evidence/${item.id}/corroboration`);
    expect(run).toMatchObject({ occasion: 'telemetry', verdict: 'inconsistent' });
    const views = await rowsOf(
      app,
      `SELECT 1 FROM evidence_custody_event WHERE item_id = $1 AND event <> 'viewed' AND details ->> 'occasion' = 'telemetry'`,
      [item.id],
    );
    expect(views).toEqual([]);
    await until(
      () =>
        rowsOf(
          app,
          `SELECT 1 FROM outbox WHERE type = 'evidence.corroboration_changed' AND payload ->> 'itemId' = $1
             AND delivered_at IS NOT NULL`,
          [item.id],
        ),
      (delivered) => delivered.length === 1,
    );
    expect(JSON.stringify((await stranger.get('/me/notices?limit=50')).body)).not.toContain(item.id);
    const withoutViews = (page: unknown): unknown =>
      JSON.parse(
        JSON.stringify(page, (name, value: unknown) =>
          (name === 'custody' || name === 'items') && Array.isArray(value)
            ? value.filter(({ event }: { event: string }) => event !== 'viewed')
            : value,
        ),
      );
    expect((await seen()).map(withoutViews)).toEqual(before.map(withoutViews));
  });

  it('waits once, however often its track is said to be filled', async () => {
    const takenAt = secondsAgo(3_600);
    const { bytes } = await photo({ takenAt, droneSerial: crew.aircraftSerial });
    const { body: item } = await upload(pilot, bytes, { kind: 'photo' });
    await report(takenAt, DONGGUANG);
    await report(new Date(takenAt.getTime() + 20_000), DONGGUANG);
    await until(
      () => rowsOf(app, `SELECT 1 FROM outbox WHERE type = 'telemetry.track_filled' AND delivered_at IS NULL`),
      (rows) => rows.length === 0,
    );
    const waiting = await rowsOf(app, `SELECT 1 FROM evidence_recheck WHERE item_id = $1`, [item.id]);
    expect(waiting).toHaveLength(1);
    await recheck(item.id);
    expect(checkOf(await corroboration(item.id), 'TRACK_POSITION')).toMatchObject({ verdict: 'consistent' });
    expect(await rowsOf(app, `SELECT 1 FROM evidence_recheck WHERE item_id = $1`, [item.id])).toEqual([]);
  });

  it('has the place of its device’s track where the file has none, and never for those who had no say in the device', async () => {
    const takenAt = secondsAgo(5_400);
    await report(takenAt, DONGGUANG);
    const bytes = await silent(takenAt);
    const { body: own } = await upload(pilot, bytes, { kind: 'photo', deviceId: crew.aircraft.id });
    expect(own).toMatchObject({ positionSource: 'telemetry', position: DONGGUANG, place: { county: '东光县' } });
    expect(own.claims.positions).toMatchObject([
      { source: 'telemetry', trust: 'low', chosen: { code: 'TRACK_OF_DEVICE' } },
    ]);
    expect(checkOf(await corroboration(own.id), 'TRACK_POSITION')).toMatchObject({
      verdict: 'unknown',
      reason: 'POSITION_FROM_TRACK',
    });
    const { body: foreign } = await upload(stranger, bytes, { kind: 'photo', deviceId: crew.aircraft.id });
    expect(foreign).toMatchObject({ position: null, positionSource: null });
    expect(foreign.claims.positions).toEqual([]);
  });

  it('may be said by a person, beside what the file says or over it, with nothing lost', async () => {
    const { bytes } = await photo({ takenAt: secondsAgo(90_000) });
    const { body: item } = await upload(pilot, bytes, { kind: 'photo' });
    const beside = await state(pilot, item.id, { ...FAR, reason: '现场辨认' });
    expect(beside).toMatchObject({ status: 201, body: { positionSource: 'exif_gps' } });
    expect(beside.body.flags).toContain('POSITIONS_DISAGREE');
    const over = await state(pilot, item.id, { ...FAR, reason: '接收机尚未定位', overrules: true });
    expect(over.body).toMatchObject({ positionSource: 'manual', position: FAR });
    expect(over.body.flags).toContain('POSITION_BY_HAND');
    const { positions } = over.body.claims;
    expect(positions.map(({ source, chosen }) => [source, chosen?.code ?? null])).toEqual([
      ['exif_gps', null],
      ['xmp_dji', null],
      ['manual', null],
      ['manual', 'PERSON_OVERRULES_FILE'],
    ]);
    expect(positions.at(-1)).toMatchObject({ statement: '接收机尚未定位', trust: 'low' });
    expect((await corroboration(item.id)).occasion).toBe('claim');
    const [footprint, ...none] = await rowsOf<{ supersededAt: Date | null }>(
      app,
      `SELECT superseded_at AS "supersededAt" FROM evidence_footprint WHERE item_id = $1 ORDER BY id DESC`,
      [item.id],
    );
    expect(footprint?.supersededAt).toBeNull();
    expect(none).toHaveLength(1);
    expect(over.body.footprint).toMatchObject({ outcome: 'computed', details: { terrain: 'flat' } });
  });

  it('takes two words said at once one after the other, and nothing after sealing', async () => {
    const { bytes } = await photo({ takenAt: secondsAgo(91_000) });
    const { body: item } = await upload(pilot, bytes, { kind: 'photo' });
    const answers = await Promise.all(
      [FAR, DONGGUANG, FAR].map((place) => state(pilot, item.id, { ...place, reason: '辨认', overrules: true })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const { body } = await pilot.get<Item>(`/evidence/${item.id}`);
    const chosen = body.claims.positions.filter((claim) => claim.chosen !== null);
    expect(chosen).toHaveLength(1);
    expect({ lon: chosen[0]?.lon, lat: chosen[0]?.lat }).toEqual(body.position);
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => tx.execute(`UPDATE evidence_item SET state = 'sealed' WHERE id = $1`, [item.id]));
    const late = await state(pilot, item.id, { ...FAR, reason: '辨认' });
    expect(late).toMatchObject({ status: 409, body: { code: 'CLAIM_AFTER_SEAL' } });
  });

  it.each([
    ['no reason', { ...FAR }],
    ['an empty reason', { ...FAR, reason: '  ' }],
    ['a place that is none', { lon: 0, lat: 0, reason: '辨认' }],
    ['a place off the globe', { lon: 181, lat: 37, reason: '辨认' }],
    ['a number that is text', { lon: '116', lat: 37, reason: '辨认' }],
    ['a field nobody knows', { ...FAR, reason: '辨认', trust: 'high' }],
    ['a reason too long', { ...FAR, reason: '辨'.repeat(501) }],
  ])('is refused with %s', async (_, body) => {
    const { bytes } = await photo({ takenAt: secondsAgo(92_000) });
    const { body: item } = await upload(pilot, bytes, { kind: 'photo' });
    expect((await state(pilot, item.id, body)).status).toBe(400);
    expect((await state(stranger, item.id, { ...FAR, reason: '辨认' })).status).toBe(404);
  });

  it('keeps each footprint, one of which stands, also when two are computed at once', async () => {
    const { bytes } = await photo({ takenAt: secondsAgo(93_000) });
    const { body: item } = await upload(pilot, bytes, { kind: 'photo' });
    const footprint = { itemId: item.id, outcome: 'no_height', geometry: null, details: {} } as const;
    const save = () =>
      app
        .get(UnitOfWork)
        .run(SYSTEM, (tx) => app.get(FootprintRepository).save(tx, { ...footprint, computedAt: new Date() }));
    await Promise.all([save(), save(), save()]);
    const rows = await rowsOf<{ standing: boolean }>(
      app,
      `SELECT superseded_at IS NULL AS standing FROM evidence_footprint WHERE item_id = $1`,
      [item.id],
    );
    expect(rows).toHaveLength(4);
    expect(rows.filter(({ standing }) => standing)).toHaveLength(1);
    for (const change of [`SET outcome = 'no_position'`, `SET superseded_at = now()`]) {
      const past = `UPDATE evidence_footprint ${change} WHERE item_id = $1 AND superseded_at IS NOT NULL`;
      await expect(app.get(UnitOfWork).run(SYSTEM, (tx) => tx.execute(past, [item.id]))).rejects.toThrow(
        'never changed',
      );
    }
  });
});
