import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FlightHoldJobs } from '../../../src/missions/flights/flying/flight-hold.jobs.js';
import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { rowsOf } from '../telemetry/telemetry-kit.js';
import { hoursAhead, square, startCrew } from './mission-kit.js';

interface FlightBody {
  readonly id: string;
  readonly code?: string;
  readonly state: string;
  readonly version: number;
  readonly heldUntil: string | null;
  readonly authority: string | null;
  readonly deviceId: string | null;
  readonly volumes: readonly { readonly upperMetres: number }[];
  readonly during: { readonly from: string; readonly to: string };
  readonly missing?: readonly string[];
  readonly conflicts?: readonly { readonly flightId?: string }[];
  readonly alternatives?: readonly unknown[];
  readonly assessment: { readonly findings: readonly unknown[] } | null;
  readonly decisions?: readonly {
    readonly fromState: string;
    readonly toState: string;
    readonly actorId: string | null;
  }[];
}

const BOOKED = hoursAhead(24, 40);
const FLOWN = hoursAhead(25, 26);

describe('drafts, and plans that change', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let commander: ApiClient;
  let deviceId: string;
  let row = 0;

  beforeAll(async () => {
    ({ app, pilot, commander, deviceId } = await startCrew(BOOKED, '东光县'));
  });
  afterAll(() => app.stop());

  /** Each test flies in a stretch of air of its own. */
  const freshAir = () => [
    { geometry: square(116.3, 37.3 + 0.03 * (row += 1), 0.01), lowerMetres: 20, upperMetres: 100 },
  ];
  const bare = () => ({ purpose: '河道巡查', during: FLOWN });
  const whole = (over: Record<string, unknown> = {}) => ({
    ...bare(),
    deviceId,
    pilotId: pilot.user.id,
    volumes: freshAir(),
    ...over,
  });
  const post = async (path: string, body: unknown = {}, who = pilot) => {
    const answer = await who.post<FlightBody>(`/flights${path}`, body);
    return { status: answer.status, ...answer.body };
  };
  const put = async (id: string, body: unknown, who = pilot) => {
    const answer = await who.send<FlightBody>('PUT', `/flights/${id}`, body);
    return { status: answer.status, ...answer.body };
  };
  const read = async (id: string) => (await pilot.get<FlightBody>(`/flights/${id}`)).body;
  const steps = async (id: string) =>
    (await read(id)).decisions?.map(({ fromState, toState }) => `${fromState} ${toState}`);
  const draft = (body: unknown = bare()) => post('/drafts', body);
  const filed = async (over: Record<string, unknown> = {}) => {
    const plan = whole(over);
    const answer = await post('', plan);
    expect([answer.status, answer.code]).toEqual([201, undefined]);
    return { plan, ...answer };
  };

  it('saves what is there, says what is missing, and files what is complete', async () => {
    const saved = await draft();
    expect(saved).toMatchObject({
      status: 201,
      state: 'draft',
      version: 1,
      deviceId: null,
      volumes: [],
      heldUntil: null,
    });
    const { id } = saved;
    expect(await post(`/${id}/check`)).toMatchObject({
      status: 422,
      code: 'FLIGHT_INCOMPLETE',
      missing: ['deviceId', 'pilotId', 'volumes'],
    });
    const plan = whole();
    expect(await put(id, { ...plan, version: 1 })).toMatchObject({ status: 200, state: 'draft', version: 2, deviceId });
    const checked = await post(`/${id}/check`, { version: 2 });
    expect(checked).toMatchObject({ status: 200, state: 'checked', version: 3 });
    expect(checked.assessment?.findings.length).toBeGreaterThan(0);
    expect(new Date(checked.heldUntil ?? '').getTime()).toBeGreaterThan(Date.now() + 29 * 60_000);
    expect(await post(`/${id}/apply`)).toMatchObject({ status: 200, state: 'applied', heldUntil: null });
    expect(await post(`/${id}/apply`)).toMatchObject({ status: 409, code: 'FLIGHT_STATE_CONFLICT' });
    expect(await steps(id)).toEqual(['draft checked', 'checked applied']);
    expect((await commander.post(`/flights/${id}/approve`, {})).status).toBe(200);
  });

  it('applies for a draft at once, by way of its check', async () => {
    const { id } = await draft(whole());
    expect(await post(`/${id}/apply`)).toMatchObject({ status: 200, state: 'applied', version: 2 });
    expect(await steps(id)).toEqual(['draft checked', 'checked applied']);
  });

  it.each([
    ['FLIGHT_IN_THE_PAST', { during: hoursAhead(-3, -2) }],
    ['FLIGHT_BAND_UPSIDE_DOWN', { volumes: [{ geometry: square(116.3, 37, 0.01), lowerMetres: 90, upperMetres: 20 }] }],
    ['FLIGHT_PILOT_UNKNOWN', { pilotId: '01900000-0000-7000-8000-000000000000' }],
    ['FLIGHT_DEVICE_UNKNOWN', { deviceId: '01900000-0000-7000-8000-000000000000' }],
  ])('refuses what a draft says wrongly: %s', async (code, over) => {
    const before = await rowsOf<{ count: number }>(app, `SELECT count(*)::int AS count FROM flight`);
    expect(await draft({ ...bare(), ...over })).toMatchObject({ status: 422, code });
    expect(await rowsOf(app, `SELECT count(*)::int AS count FROM flight`)).toEqual(before);
    const { id, version } = await draft();
    expect(await put(id, { ...bare(), ...over, version })).toMatchObject({ status: 422, code });
    expect(await read(id)).toMatchObject({ state: 'draft', version });
  });

  it('shows a draft to whoever reads the flights of the unit, and to nobody above or beside; and gives it up', async () => {
    const { id } = await draft();
    const listed = async (who: ApiClient) =>
      (await who.get<{ items: FlightBody[] }>('/flights?limit=100')).body.items.some((item) => item.id === id);
    const stranger = await app.as({ role: 'pilot', unit: '大名县' });
    const above = await app.as({ role: 'commander', unit: '沧州' });
    const seen = [pilot, commander, above, stranger].map((who) => listed(who));
    expect(await Promise.all(seen)).toEqual([true, true, false, false]);
    expect((await above.get(`/flights/${id}`)).status).toBe(404);
    expect(await put(id, { ...bare(), version: 1 }, above)).toMatchObject({ status: 404 });
    expect((await stranger.get(`/flights/${id}`)).status).toBe(404);
    expect(await put(id, { ...bare(), version: 1 }, stranger)).toMatchObject({ status: 404 });
    for (const step of ['check', 'apply', 'cancel'])
      expect(await post(`/${id}/${step}`, {}, stranger)).toMatchObject({ status: 404 });
    expect(await post(`/${id}/cancel`, { reason: '不再需要' })).toMatchObject({ status: 200, state: 'cancelled' });
    expect(await Promise.all([pilot, above].map((who) => listed(who)))).toEqual([true, false]);
    expect((await above.get(`/flights/${id}`)).status).toBe(404);
    expect(await post(`/${id}/check`)).toMatchObject({ status: 409, code: 'FLIGHT_STATE_CONFLICT' });
    expect(await put(id, { ...whole(), version: 2 })).toMatchObject({ status: 409, code: 'FLIGHT_STATE_CONFLICT' });
  });

  it('shows a plan to the units above from its check on', async () => {
    const { id } = await draft(whole());
    const above = await app.as({ role: 'commander', unit: '沧州' });
    expect((await above.get(`/flights/${id}`)).status).toBe(404);
    expect(await post(`/${id}/check`)).toMatchObject({ status: 200, state: 'checked' });
    expect((await above.get<FlightBody>(`/flights/${id}`)).body).toMatchObject({ id, state: 'checked' });
  });

  it('gives a flight without volumes as a feature without a place', async () => {
    const { id } = await draft();
    const { body } = await pilot.get<{ features: { id: string; geometry: unknown; properties: object }[] }>(
      '/flights?f=geojson&state=draft&limit=100',
    );
    const feature = body.features.find((one) => one.id === id);
    expect(feature).toMatchObject({ geometry: null, properties: { lowerMetres: null, upperMetres: null } });
  });

  it('holds the air of a check against others, tells them what else is free, and gives it back when forgotten', async () => {
    const volumes = freshAir();
    const { id } = await draft(whole({ volumes }));
    const rival = await draft(whole({ volumes }));
    expect(await post(`/${id}/check`)).toMatchObject({ status: 200, state: 'checked' });
    const refused = await post(`/${rival.id}/check`);
    expect(refused).toMatchObject({ status: 409, code: 'AIRSPACE_CONFLICT', conflicts: [{ flightId: id }] });
    expect(refused.alternatives?.length).toBeGreaterThan(0);
    expect(await read(rival.id)).toMatchObject({ state: 'draft', version: 1 });
    expect(await post(`/${id}/check`)).toMatchObject({ status: 200, state: 'checked', version: 3 });

    await app.get(FlightHoldJobs).run();
    expect(await read(id)).toMatchObject({ state: 'checked' });
    await rowsOf(app, `UPDATE flight SET held_until = now() - interval '1 second' WHERE id = $1 RETURNING id`, [id]);
    await Promise.all([app.get(FlightHoldJobs).run(), app.get(FlightHoldJobs).run()]);
    expect(await read(id)).toMatchObject({ state: 'draft', heldUntil: null });
    expect((await read(id)).decisions?.at(-1)).toMatchObject({ fromState: 'checked', toState: 'draft', actorId: null });
    expect((await steps(id))?.filter((step) => step === 'checked draft')).toHaveLength(1);
    expect(await post(`/${rival.id}/apply`)).toMatchObject({ status: 200, state: 'applied' });
  });

  it('decides a changed plan anew, keeps the history, and gives the old air back only then', async () => {
    const { id, plan } = await filed();
    const answer = { authority: '空管单位', approvalNumber: 'K-1' };
    expect((await commander.post(`/flights/${id}/approve`, answer)).status).toBe(200);
    const volumes = freshAir();
    const moved = { ...plan, volumes, during: hoursAhead(27, 28), reason: '改期', version: 2 };
    expect(await put(id, moved)).toMatchObject({ status: 200, state: 'applied', version: 3, authority: null });
    expect(await steps(id)).toEqual(['draft checked', 'checked applied', 'applied approved', 'approved applied']);
    expect((await read(id)).volumes).toEqual(volumes);
    expect(await post('', plan)).toMatchObject({ status: 201 });
    expect(await post('', { ...plan, volumes, during: hoursAhead(27, 28) })).toMatchObject({
      code: 'AIRSPACE_CONFLICT',
      conflicts: [{ flightId: id }],
    });
    expect(await put(id, { ...moved, version: 2 })).toMatchObject({ status: 409, code: 'FLIGHT_CHANGED' });
    expect(await post(`/${id}/approve`, { version: 2 }, commander)).toMatchObject({
      status: 409,
      code: 'FLIGHT_CHANGED',
    });
    expect(await post(`/${id}/approve`, { version: 3 }, commander)).toMatchObject({ status: 200, state: 'approved' });
  });

  it('leaves the old plan as it was where the new one is refused', async () => {
    const rival = await filed();
    const { id, plan } = await filed();
    expect((await commander.post(`/flights/${id}/approve`, {})).status).toBe(200);
    const before = await read(id);
    const refused = await put(id, { ...plan, volumes: rival.plan.volumes, version: 2 });
    expect(refused).toMatchObject({ status: 409, code: 'AIRSPACE_CONFLICT', conflicts: [{ flightId: rival.id }] });
    expect(refused.alternatives?.length).toBeGreaterThan(0);
    expect(await put(id, { ...plan, during: hoursAhead(60, 61), version: 2 })).toMatchObject({
      code: 'FLIGHT_DEVICE_NOT_BOOKED',
    });
    expect(await put(id, { ...plan, deviceId: undefined, version: 2 })).toMatchObject({ code: 'FLIGHT_INCOMPLETE' });
    expect(await read(id)).toEqual(before);
    expect(await post('', plan)).toMatchObject({ code: 'AIRSPACE_CONFLICT', conflicts: [{ flightId: id }] });
  });

  it('is not changed after take-off', async () => {
    const { id, plan } = await filed();
    expect((await commander.post(`/flights/${id}/approve`, {})).status).toBe(200);
    expect((await pilot.post(`/flights/${id}/clear`, {})).status).toBe(200);
    expect((await pilot.post(`/flights/${id}/take-off`, {})).status).toBe(200);
    const { version } = await read(id);
    expect(await put(id, { ...plan, version })).toMatchObject({ status: 409, code: 'FLIGHT_STATE_CONFLICT' });
    expect((await pilot.post(`/flights/${id}/land`, {})).status).toBe(200);
  });

  it('takes one of ten changes at once, and none of a plan that was approved meanwhile', async () => {
    const { id, plan } = await filed();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => put(id, { ...plan, volumes: freshAir(), version: 1 })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'FLIGHT_CHANGED')).toHaveLength(9);
    for (let nth = 0; nth < 6; nth += 1) {
      const { version } = await read(id);
      const [changed, approved] = await Promise.all([
        put(id, { ...plan, volumes: freshAir(), version }),
        post(`/${id}/approve`, { version }, commander),
      ]);
      expect([changed.status, approved.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
      expect((await read(id)).state).toBe(changed.status === 200 ? 'applied' : 'approved');
    }
  });

  it('lets a change or a rival plan have the air, never both', async () => {
    for (let nth = 0; nth < 6; nth += 1) {
      const { id, plan } = await filed();
      const volumes = freshAir();
      const [changed, ...rivals] = await Promise.all([
        put(id, { ...plan, volumes, version: 1 }),
        ...Array.from({ length: 3 }, () => post('', { ...plan, volumes })),
      ]);
      const won = [changed.status === 200, ...rivals.map(({ status }) => status === 201)];
      expect(won.filter(Boolean)).toHaveLength(1);
      const kept = changed.status === 200 ? volumes : plan.volumes;
      expect((await read(id)).volumes).toEqual(kept);
    }
  });

  it('is blocked anew where the flight that goes first comes over it again', async () => {
    const [here, there] = [freshAir(), freshAir()];
    const { id, plan } = await filed({ volumes: here });
    const first = await filed({ nature: 'emergency', volumes: here });
    const approve = () => post(`/${id}/approve`, {}, commander);
    expect(await approve()).toMatchObject({ code: 'FLIGHT_BLOCKED' });
    expect(await put(id, { ...plan, volumes: there, version: 1 })).toMatchObject({ status: 200, state: 'applied' });
    expect(await put(first.id, { ...first.plan, volumes: there, version: 1 })).toMatchObject({ status: 200 });
    expect(await approve()).toMatchObject({ code: 'FLIGHT_BLOCKED' });
    const { version } = await read(id);
    expect(await put(id, { ...plan, volumes: here, version })).toMatchObject({ status: 200 });
    expect(await approve()).toMatchObject({ status: 200, state: 'approved' });
  });
});
