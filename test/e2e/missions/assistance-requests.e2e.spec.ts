import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../../../src/platform/index.js';
import { RequestJobs } from '../../../src/missions/requests/request.jobs.js';
import { codeOf, type NoticeBody, type PageBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { steer } from '../../support/time.js';
import {
  type AssistanceBody,
  assistanceScene,
  type AssistanceScene,
  openCase,
  stepper,
  wishOf,
} from './assistance-kit.js';
import { hoursAhead, type Period, square } from './mission-kit.js';

describe('assistance requests over HTTP', () => {
  let app: TestApp;
  let scene: AssistanceScene;
  let drones: string[];
  let day = 1;

  beforeAll(async () => {
    app = await TestApp.start();
    scene = await assistanceScene(app);
    drones = await freeDrones(scene.countyCommander);
  });
  afterAll(() => app.stop());

  const ask = async (change: Readonly<Record<string, unknown>> = {}) => {
    const asked = await scene.handler.post<AssistanceBody>('/assistance-requests', wishOf(scene.caseId, change));
    expect(asked.status).toBe(201);
    return asked.body;
  };
  /** Each test works on a day of its own. */
  const nextDay = (): Period => hoursAhead(24 * (day += 1), 24 * day + 4);
  const sending = (deviceId: string, during: Period, people: unknown[] = [crewOf(scene.pilot)]) => ({
    during,
    purpose: '技术协助',
    deviceIds: [deviceId],
    people,
  });
  const crewOf = (client: ApiClient) => ({ capacity: 'pilot', userId: client.user.id });
  const read = async (client: ApiClient, id: string) => client.get<AssistanceBody>(`/assistance-requests/${id}`);
  const bookingState = async (id: string) =>
    (await scene.countyCommander.get<{ state: string }>(`/bookings/${id}`)).body.state;
  const drone = () => {
    const [first] = drones;
    if (!first) throw new Error('no drone');
    return first;
  };

  it('goes from asking to a report, with who did each step and how long it took', async () => {
    const { handler, countyCommander, pilot, caseId } = scene;
    const { id, state, takenUnitId } = await ask({ unitId: countyCommander.user.unit.id });
    expect([state, takenUnitId]).toEqual(['asked', null]);
    const take = stepper(id);
    expect((await take(countyCommander, 'accept')).body).toMatchObject({
      state: 'accepted',
      takenUnitId: countyCommander.user.unit.id,
    });
    const during = nextDay();
    const assigned = await take(countyCommander, 'assign', { bookings: [sending(drone(), during)] });
    expect(assigned.body).toMatchObject({
      state: 'assigned',
      assignments: [{ bookingState: 'reserved', during, devices: [{ id: drone() }], people: [{ id: pilot.user.id }] }],
    });
    const bookingId = assigned.body.assignments[0]?.bookingId ?? '';
    expect((await countyCommander.get(`/bookings/${bookingId}`)).body).toMatchObject({ caseId, purpose: '技术协助' });
    const flight = await pilot.post<{ id: string }>('/flights', {
      caseId,
      deviceId: drone(),
      pilotId: pilot.user.id,
      purpose: '查看排污口',
      during: { from: during.from, to: new Date(Date.parse(during.from) + 3_600_000).toISOString() },
      volumes: [{ geometry: square(116.53, 37.88, 0.01), lowerMetres: 30, upperMetres: 90 }],
    });
    expect(flight.status).toBe(201);
    expect((await take(pilot, 'start')).body.state).toBe('under_way');
    expect(codeOf(await take(handler, 'withdraw', { reason: '不再需要' }))).toBe('409 ASSISTANCE_STATE_CONFLICT');
    const closed = await take(pilot, 'close', { text: '发现两处排污口', flightIds: [flight.body.id] });
    expect(closed.body).toMatchObject({
      state: 'closed',
      report: '发现两处排污口',
      outcomes: [{ kind: 'flight', id: flight.body.id }],
    });
    expect(closed.body.steps.map(({ step, actor, minutes }) => [step, actor.id, minutes])).toEqual([
      ['ask', handler.user.id, 0],
      ['accept', countyCommander.user.id, 0],
      ['assign', countyCommander.user.id, 0],
      ['start', pilot.user.id, 0],
      ['close', pilot.user.id, null],
    ]);
    expect(await bookingState(bookingId)).toBe('cancelled');
    const told = await handler.get<PageBody<NoticeBody>>('/me/notices?limit=100');
    const codes = told.body.items.filter(({ subject }) => subject.id === id).map(({ code }) => code);
    expect(codes).toEqual(['ASSISTANCE_CLOSED', 'ASSISTANCE_UNDER_WAY', 'ASSISTANCE_ARRANGED', 'ASSISTANCE_ACCEPTED']);
    expect(JSON.stringify(told.body)).not.toContain(caseId);
  });

  it('is asked for one’s own case, of one’s own line, with a deadline that lies ahead', async () => {
    const { handler, stranger, countyCommander, pilot, caseId } = scene;
    const send = async (client: ApiClient, change: object) =>
      codeOf(await client.post<AssistanceBody>('/assistance-requests', wishOf(caseId, { ...change })));
    expect(await send(stranger, {})).toBe('404 NOT_FOUND');
    expect(await send(countyCommander, {})).toBe('403 FORBIDDEN');
    expect(await send(pilot, {})).toBe('403 FORBIDDEN');
    expect(await send(handler, { unitId: stranger.user.unit.id })).toBe('422 ASSISTANCE_UNIT_NOT_IN_LINE');
    expect(await send(handler, { dueAt: hoursAhead(-1, 0).from })).toBe('422 ASSISTANCE_DEADLINE_PAST');
    expect(await send(handler, { dueAt: hoursAhead(0, 24 * 400).to })).toBe('422 ASSISTANCE_DEADLINE_TOO_FAR');
    expect(await send(handler, { caseId: undefined })).toMatch(/^400 /);
    expect(await send(handler, { place: { lon: 500, lat: 1 } })).toMatch(/^400 /);
    expect(await send(handler, { purpose: ' ' })).toMatch(/^400 /);
  });

  it('is there for the asker’s line, members and who is assigned, and for nobody else', async () => {
    const { stranger, officer, cityCommander, provinceManager, pilot } = scene;
    const { id } = await ask();
    for (const client of [officer, cityCommander, provinceManager, pilot])
      expect((await read(client, id)).status).toBe(200);
    expect((await read(stranger, id)).status).toBe(404);
    expect(codeOf(await stepper(id)(stranger, 'accept'))).toBe('404 NOT_FOUND');
    expect(codeOf(await stepper(id)(officer, 'accept'))).toBe('403 FORBIDDEN');
    const listed = await stranger.get<PageBody<AssistanceBody>>('/assistance-requests?limit=500');
    expect(listed.body.items).toEqual([]);
  });

  it('of two departments that accept at once one has it, and the other hears who', async () => {
    const { countyCommander, cityCommander, provinceManager } = scene;
    for (let round = 0; round < 5; round += 1) {
      const { id } = await ask();
      const take = stepper(id);
      const answers = await Promise.all([
        take(countyCommander, 'accept'),
        take(cityCommander, 'accept'),
        take(provinceManager, 'accept'),
      ]);
      expect(answers.map(codeOf).sort()).toEqual(['200', '409 ASSISTANCE_TAKEN', '409 ASSISTANCE_TAKEN']);
      const { body } = await read(cityCommander, id);
      expect([body.state, body.steps.map(({ step }) => step)]).toEqual(['accepted', ['ask', 'accept']]);
      expect(body.takenUnitId).toBe(body.steps[1]?.unitId);
    }
  });

  it('withdrawn against accepted: in the end it is withdrawn, in an order that makes sense', async () => {
    const { handler, countyCommander } = scene;
    for (let round = 0; round < 5; round += 1) {
      const { id } = await ask();
      const take = stepper(id);
      const [withdrawn, accepted] = await Promise.all([
        take(handler, 'withdraw', { reason: '案件已办结' }),
        take(countyCommander, 'accept'),
      ]);
      expect(withdrawn.status).toBe(200);
      expect(['200', '409 ASSISTANCE_STATE_CONFLICT']).toContain(codeOf(accepted));
      const { body } = await read(handler, id);
      expect(body.state).toBe('withdrawn');
      const steps = accepted.status === 200 ? ['ask', 'accept', 'withdraw'] : ['ask', 'withdraw'];
      expect(body.steps.map(({ step }) => step)).toEqual(steps);
    }
  });

  it('stays with the others while one of several says no, and is declined by the last', async () => {
    const { handler, countyCommander, cityCommander, provinceManager } = scene;
    const take = stepper((await ask()).id);
    const no = { reason: '没有空闲设备' };
    expect(codeOf(await take(countyCommander, 'decline'))).toMatch(/^400 /);
    expect((await take(countyCommander, 'decline', no)).body).toMatchObject({
      state: 'asked',
      passedUnitIds: [countyCommander.user.unit.id],
    });
    expect((await take(provinceManager, 'decline', no)).body.state).toBe('asked');
    expect((await take(cityCommander, 'decline', no)).body.state).toBe('declined');
    expect(codeOf(await take(handler, 'withdraw', no))).toBe('409 ASSISTANCE_STATE_CONFLICT');
  });

  it('comes back for more detail, and is asked anew', async () => {
    const { handler, countyCommander } = scene;
    const take = stepper((await ask({ unitId: countyCommander.user.unit.id })).id);
    await take(countyCommander, 'accept');
    const returned = await take(countyCommander, 'return', { reason: '请注明河段' });
    expect([returned.body.state, returned.body.takenUnitId]).toEqual(['returned', null]);
    expect(codeOf(await take(handler, 'amend', {}))).toMatch(/^400 /);
    expect(codeOf(await take(countyCommander, 'amend', { purpose: '不是我的' }))).toBe('403 FORBIDDEN');
    const amended = await take(handler, 'amend', { purpose: '查看连镇至东光段排污口' });
    expect(amended.body).toMatchObject({ state: 'asked', purpose: '查看连镇至东光段排污口' });
    expect((await take(countyCommander, 'accept')).status).toBe(200);
  });

  it('books all or nothing, and says what stands in the way as a booking does', async () => {
    const { countyCommander, officer } = scene;
    const during = nextDay();
    const [taken = '', free = ''] = drones;
    const others = { during, purpose: '其他任务', deviceIds: [taken] };
    expect((await officer.post('/bookings', others)).status).toBe(201);
    const { id } = await ask();
    const take = stepper(id);
    await take(countyCommander, 'accept');
    const both = { bookings: [sending(free, during), sending(taken, during, [])] };
    const refused = await take(countyCommander, 'assign', both);
    const plain = await countyCommander.post<AssistanceBody>('/bookings', others);
    expect([refused.status, plain.status]).toEqual([409, 409]);
    expect(refused.body.code).toBe('BOOKING_CONFLICT');
    expect(refused.body.conflicts).toEqual(plain.body.conflicts);
    expect(Object.keys(refused.body).sort()).toEqual(Object.keys(plain.body).sort());
    expect((await read(countyCommander, id)).body).toMatchObject({ state: 'accepted', assignments: [] });
    const again = await take(countyCommander, 'assign', { bookings: [sending(free, during)] });
    expect(again.body.state).toBe('assigned');
    const second = stepper((await ask()).id);
    await second(countyCommander, 'accept');
    const elsewhere = drones[2] ?? '';
    const busy = await second(countyCommander, 'assign', { bookings: [sending(elsewhere, during)] });
    expect(codeOf(busy)).toMatch(/^4\d\d PERSON_BUSY$/);
    expect(codeOf(await second(countyCommander, 'assign', { bookings: [sending(elsewhere, during, [])] }))).toMatch(
      /^400 /,
    );
    const foreign = { bookings: [{ ...sending(elsewhere, during), caseId: scene.caseId }] };
    expect(codeOf(await second(countyCommander, 'assign', foreign))).toMatch(/^400 /);
  });

  it('of two requests that want one device at once one has it, and a repeated assignment books nothing more', async () => {
    const { countyCommander, officer } = scene;
    const during = nextDay();
    const wish = (client: ApiClient) => ({
      bookings: [sending(drone(), during, [{ capacity: 'collector', userId: client.user.id }])],
    });
    const rivals = await Promise.all(
      [countyCommander, officer].map(async (client) => {
        const { id } = await ask();
        await stepper(id)(countyCommander, 'accept');
        return { id, body: wish(client) };
      }),
    );
    const key = () => ({ 'idempotency-key': randomUUID() });
    const attempt = ({ id, body }: (typeof rivals)[number], headers: Record<string, string>) =>
      countyCommander.send<AssistanceBody>('POST', `/assistance-requests/${id}/assign`, body, headers);
    const keys = rivals.map(key);
    const answers = await Promise.all(rivals.map((rival, nth) => attempt(rival, keys[nth] ?? {})));
    expect(answers.map(codeOf).sort()).toEqual(['200', '409 BOOKING_CONFLICT']);
    const won = answers.findIndex(({ status }) => status === 200);
    const [winner] = rivals.slice(won);
    if (!winner) throw new Error('nobody won');
    expect((await attempt(winner, keys[won] ?? {})).body).toEqual(answers[won]?.body);
    expect(codeOf(await attempt(winner, key()))).toBe('409 ASSISTANCE_STATE_CONFLICT');
  });

  it('is there for who is assigned from elsewhere, who can carry it out but not call it off', async () => {
    const { provinceManager, stranger } = scene;
    const { id } = await ask();
    const take = stepper(id);
    await take(provinceManager, 'accept');
    const people = [{ capacity: 'collector', userId: stranger.user.id }];
    const sent = await take(provinceManager, 'assign', { bookings: [sending(drone(), nextDay(), people)] });
    expect(sent.status).toBe(200);
    expect((await read(stranger, id)).status).toBe(200);
    expect((await stranger.get(`/cases/${scene.caseId}`)).status).toBe(404);
    expect(codeOf(await take(stranger, 'withdraw', { reason: '我来撤回' }))).toBe('403 FORBIDDEN');
    expect(codeOf(await take(stranger, 'reassign', { bookings: [sending(drone(), nextDay())], reason: '换人' }))).toBe(
      '403 FORBIDDEN',
    );
    expect((await take(stranger, 'start')).body.state).toBe('under_way');
    expect((await take(stranger, 'not-done', { reason: '道路中断' })).body.state).toBe('not_done');
  });

  it('is reassigned in one step: the same device and period, other people', async () => {
    const { countyCommander, pilot, officer } = scene;
    const during = nextDay();
    const { id } = await ask();
    const take = stepper(id);
    await take(countyCommander, 'accept');
    const first = await take(countyCommander, 'assign', { bookings: [sending(drone(), during)] });
    const others = [{ capacity: 'collector', userId: officer.user.id }];
    const bookings = [sending(drone(), during, others)];
    expect(codeOf(await take(countyCommander, 'reassign', { bookings }))).toMatch(/^400 /);
    const second = await take(countyCommander, 'reassign', { bookings, reason: '飞手生病' });
    expect(second.body).toMatchObject({ state: 'assigned', assignments: [{ people: [{ id: officer.user.id }] }] });
    expect(second.body.assignments).toHaveLength(1);
    expect(await bookingState(first.body.assignments[0]?.bookingId ?? '')).toBe('cancelled');
    const assigned = async (client: ApiClient) =>
      (await client.get<PageBody<AssistanceBody>>('/assistance-requests?view=assigned')).body.items.map(
        (one) => one.id,
      );
    expect(await assigned(officer)).toContain(id);
    expect(await assigned(pilot)).not.toContain(id);
    const withdrawn = await take(scene.handler, 'withdraw', { reason: '案件移送' });
    expect(withdrawn.body.state).toBe('withdrawn');
    expect(await bookingState(second.body.assignments[0]?.bookingId ?? '')).toBe('cancelled');
  });

  it('keeps what was assigned when the replacement cannot be had', async () => {
    const { countyCommander, officer } = scene;
    const during = nextDay();
    const [mine = '', taken = ''] = drones;
    expect((await officer.post('/bookings', { during, purpose: '其他', deviceIds: [taken] })).status).toBe(201);
    const take = stepper((await ask()).id);
    await take(countyCommander, 'accept');
    const first = await take(countyCommander, 'assign', { bookings: [sending(mine, during)] });
    const refused = await take(countyCommander, 'reassign', { bookings: [sending(taken, during)], reason: '换机' });
    expect(codeOf(refused)).toBe('409 BOOKING_CONFLICT');
    expect(await bookingState(first.body.assignments[0]?.bookingId ?? '')).toBe('reserved');
  });

  it('closes only with what belongs to its case', async () => {
    const { handler, countyCommander, pilot } = scene;
    const during = nextDay();
    const take = stepper((await ask()).id);
    await take(countyCommander, 'accept');
    await take(countyCommander, 'assign', { bookings: [sending(drone(), during)] });
    await take(pilot, 'start');
    const elsewhere = await pilot.post<{ id: string }>('/flights', {
      caseId: await openCase(handler),
      deviceId: drone(),
      pilotId: pilot.user.id,
      purpose: '其他案件',
      during: { from: during.from, to: new Date(Date.parse(during.from) + 3_600_000).toISOString() },
      volumes: [{ geometry: square(116.63, 37.78, 0.01), lowerMetres: 30, upperMetres: 90 }],
    });
    expect(elsewhere.status).toBe(201);
    const close = async (linked: object) => codeOf(await take(pilot, 'close', { text: '已检测', ...linked }));
    expect(await close({ flightIds: [elsewhere.body.id] })).toBe('422 ASSISTANCE_OUTCOME_UNKNOWN');
    expect(await close({ rapidTestIds: [elsewhere.body.id] })).toBe('422 ASSISTANCE_OUTCOME_UNKNOWN');
    expect(await close({ sampleIds: [elsewhere.body.id] })).toBe('422 ASSISTANCE_OUTCOME_UNKNOWN');
    const notDone = await take(pilot, 'not-done', { reason: '河面结冰' });
    expect(notDone.body).toMatchObject({ state: 'not_done', report: null, outcomes: [] });
  });

  it('lists by who is asked and who asks', async () => {
    const { handler, cityCommander, countyCommander } = scene;
    const { id } = await ask({ unitId: cityCommander.user.unit.id });
    const ids = async (client: ApiClient, query: string) =>
      (await client.get<PageBody<AssistanceBody>>(`/assistance-requests?limit=500&${query}`)).body.items.map(
        (one) => one.id,
      );
    expect(await ids(cityCommander, 'view=asked')).toContain(id);
    expect(await ids(countyCommander, 'view=asked')).not.toContain(id);
    expect(await ids(handler, 'view=asking')).toContain(id);
    expect(await ids(cityCommander, 'view=asking')).not.toContain(id);
    expect(await ids(handler, `caseId=${scene.caseId}&state=asked&kind=flight`)).toContain(id);
    expect(await ids(handler, 'overdue=true')).not.toContain(id);
  });

  it('says that a deadline has passed, once', async () => {
    const { handler, cityCommander } = scene;
    const { id } = await ask({ unitId: cityCommander.user.unit.id, dueAt: hoursAhead(0, 0.1).to });
    const time = steer(app.get(Clock));
    time.advance(7 * 60_000);
    await Promise.all([app.get(RequestJobs).run(), app.get(RequestJobs).run()]);
    await app.get(RequestJobs).run();
    expect((await read(handler, id)).body.overdue).toBe(true);
    const overdue = await handler.get<PageBody<AssistanceBody>>('/assistance-requests?overdue=true');
    expect(overdue.body.items.map((one) => one.id)).toEqual([id]);
    for (const client of [handler, cityCommander]) {
      const told = await client.get<PageBody<NoticeBody>>('/me/notices?limit=200');
      const about = told.body.items.filter(({ code, subject }) => code === 'ASSISTANCE_OVERDUE' && subject.id === id);
      expect(about).toHaveLength(1);
    }
  });
});

async function freeDrones(client: ApiClient): Promise<string[]> {
  const { from, to } = hoursAhead(24, 24 * 20);
  const free = await client.get<{ items: { id: string; unitId: string }[] }>(
    `/devices?category=uav&freeFrom=${from}&freeTo=${to}&limit=100`,
  );
  const bookable: string[] = [];
  for (const { id } of free.body.items) {
    const body = { during: hoursAhead(24 * 20, 24 * 20 + 1), purpose: '试', deviceIds: [id] };
    if ((await client.post<{ state: string }>('/bookings', body)).body.state === 'reserved') bookable.push(id);
    if (bookable.length === 3) return bookable;
  }
  throw new Error('fewer than three drones are free');
}
