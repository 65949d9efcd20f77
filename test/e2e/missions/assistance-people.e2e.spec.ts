import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type AssistanceBody, assistanceScene, type AssistanceScene, stepper, wishOf } from './assistance-kit.js';
import { hoursAhead, type Period } from './mission-kit.js';

const ROUNDS = 5;

/** A tester or pilot who goes with empty hands is promised like a device: once. */
describe('people who are assigned without a device', () => {
  let app: TestApp;
  let scene: AssistanceScene;
  let tester: ApiClient;
  let day = 1;

  beforeAll(async () => {
    app = await TestApp.start();
    scene = await assistanceScene(app);
    tester = await app.as({ role: 'tester', unit: '东光县' });
  });
  afterAll(() => app.stop());

  const nextDay = (): Period => hoursAhead(24 * (day += 1), 24 * day + 4);
  const alone = (during: Period, ...people: readonly (readonly [capacity: string, client: ApiClient])[]) => ({
    during,
    purpose: '现场技术支持',
    people: people.map(([capacity, client]) => ({ capacity, userId: client.user.id })),
  });
  const accepted = async () => {
    const wish = wishOf(scene.caseId, { kind: 'test' });
    const { body } = await scene.handler.post<AssistanceBody>('/assistance-requests', wish);
    const take = stepper(body.id);
    expect((await take(scene.countyCommander, 'accept')).status).toBe(200);
    return take;
  };
  const bookingOf = async (id: string) =>
    (
      await scene.countyCommander.get<{ state: string; devices: unknown[]; people: { id: string }[] }>(
        `/bookings/${id}`,
      )
    ).body;

  it('are booked with the step, and free again when it is over', async () => {
    const { countyCommander, pilot, handler, caseId } = scene;
    const during = nextDay();
    const take = await accepted();
    const crew = alone(during, ['tester', tester], ['pilot', pilot]);
    const assigned = await take(countyCommander, 'assign', { bookings: [crew] });
    expect(assigned.body).toMatchObject({
      state: 'assigned',
      assignments: [{ bookingState: 'reserved', during, devices: [] }],
    });
    const id = assigned.body.assignments[0]?.bookingId ?? '';
    expect(await bookingOf(id)).toMatchObject({ state: 'reserved', caseId, devices: [] });
    expect((await bookingOf(id)).people.map((one) => one.id).sort()).toEqual([pilot.user.id, tester.user.id].sort());
    const other = await accepted();
    expect(codeOf(await other(countyCommander, 'assign', { bookings: [alone(during, ['tester', tester])] }))).toBe(
      '409 PERSON_BUSY',
    );
    expect((await take(tester, 'start')).body.state).toBe('under_way');
    expect((await take(tester, 'close', { text: '已到场，水样无异常' })).body.state).toBe('closed');
    expect((await bookingOf(id)).state).toBe('cancelled');
    const again = await other(countyCommander, 'assign', { bookings: [alone(during, ['tester', tester])] });
    expect(again.body.state).toBe('assigned');
    expect((await other(handler, 'withdraw', { reason: '不再需要' })).body.state).toBe('withdrawn');
  });

  it('go to one of two requests that name them at once, and the other books nothing', async () => {
    const { countyCommander } = scene;
    for (let round = 0; round < ROUNDS; round += 1) {
      const during = nextDay();
      const [first, second] = await Promise.all([accepted(), accepted()]);
      const bookings = [alone(during, ['tester', tester])];
      const answers = await Promise.all([
        first(countyCommander, 'assign', { bookings }),
        second(countyCommander, 'assign', { bookings }),
      ]);
      expect(answers.map(codeOf).sort()).toEqual(['200', '409 PERSON_BUSY']);
      const mine = await countyCommander.get<{ items: { people: { id: string }[] }[] }>(
        `/bookings?from=${during.from}&to=${during.to}&state=reserved`,
      );
      const promised = mine.body.items.filter(({ people }) => people.some(({ id }) => id === tester.user.id));
      expect(promised).toHaveLength(1);
    }
  });

  it('two who name the same two people in either order do not wait for each other', async () => {
    const { countyCommander, pilot } = scene;
    for (let round = 0; round < ROUNDS; round += 1) {
      const during = nextDay();
      const [first, second] = await Promise.all([accepted(), accepted()]);
      const answers = await Promise.all([
        first(countyCommander, 'assign', {
          bookings: [alone(during, ['tester', tester]), alone(during, ['pilot', pilot])],
        }),
        second(countyCommander, 'assign', {
          bookings: [alone(during, ['pilot', pilot]), alone(during, ['tester', tester])],
        }),
      ]);
      expect(answers.map(codeOf).sort()).toEqual(['200', '409 PERSON_BUSY']);
    }
  });

  it('are given up by whoever may change the booking, and stay in the feed as cancelled', async () => {
    const { countyCommander } = scene;
    const take = await accepted();
    const assigned = await take(countyCommander, 'assign', { bookings: [alone(nextDay(), ['tester', tester])] });
    const id = assigned.body.assignments[0]?.bookingId ?? '';
    expect(codeOf(await countyCommander.post(`/bookings/${id}/move`, { during: nextDay() }))).toBe(
      '409 BOOKING_NOT_CHANGEABLE',
    );
    const cancelled = await countyCommander.post<{ state: string }>(`/bookings/${id}/cancel`, { reason: '改期' });
    expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
    expect(codeOf(await countyCommander.post(`/bookings/${id}/cancel`, {}))).toBe('409 BOOKING_NOT_CANCELLABLE');
  });

  it('take nothing along and nothing from others, and are not booked without a request', async () => {
    const { countyCommander } = scene;
    const during = nextDay();
    const take = await accepted();
    const crew = alone(during, ['tester', tester]);
    for (const more of [
      { kits: [{ kitCode: 'pesticide-card', quantity: 1 }] },
      { preempt: { reason: '紧急' } },
      { hold: { minutes: 5 } },
      { people: [] },
    ])
      expect(codeOf(await take(countyCommander, 'assign', { bookings: [{ ...crew, ...more }] }))).toMatch(/^400 /);
    expect(codeOf(await countyCommander.post('/bookings', crew))).toMatch(/^400 /);
  });

  it('anybody who can will do where nobody is named', async () => {
    const { countyCommander } = scene;
    const take = await accepted();
    const anybody = { during: nextDay(), purpose: '现场技术支持', people: [{ capacity: 'tester' }] };
    const assigned = await take(countyCommander, 'assign', { bookings: [anybody] });
    expect(assigned.body.assignments[0]?.people).toHaveLength(1);
  });
});
