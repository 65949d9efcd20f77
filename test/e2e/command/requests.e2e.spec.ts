import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../support/client.js';
import { CommandDesk, type Console, give, joined, personIn, recordOf } from '../../support/command-desk.js';

interface Shown {
  readonly requestId: string;
  readonly state: string;
  readonly met: number;
  readonly unitId: string;
  readonly meetings: readonly {
    readonly bookingId: string | null;
    readonly quantity: number;
    readonly metBy: string;
  }[];
}

let desk: CommandDesk;
let pilot: ApiClient;
let hour = 48;

beforeAll(async () => {
  desk = await CommandDesk.start();
  pilot = await desk.app.as({ role: 'pilot', unit: '东光县' });
}, 120_000);
afterAll(async () => {
  pilot?.close();
  await desk?.stop();
});

/** Each test asks for hours of its own. */
function period(): { from: string; to: string } {
  hour += 4;
  const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  return { from: at(hour), to: at(hour + 2) };
}

const raised = (more: object = {}) => ({
  requestId: randomUUID(),
  kind: 'people',
  quantity: 3,
  text: '排污口取样人手不足',
  ...more,
});

const byWord = (requestId: string, quantity = 1) => ({ requestId, quantity, remark: '县院派员' });

async function shown(client: ApiClient, sessionId: string): Promise<Shown[]> {
  return (await client.get<{ items: Shown[] }>(`/command-sessions/${sessionId}/requests`)).body.items;
}

/** Devices that could be booked then. */
async function free(sessionId: string, { from, to }: { from: string; to: string }): Promise<string[]> {
  const { body } = await desk.city.get<{ items: { deviceId: string }[] }>(
    `/command-sessions/${sessionId}/dispatch-candidates?lon=116.54&lat=37.88&from=${from}&to=${to}&limit=50`,
  );
  return body.items.map(({ deviceId }) => deviceId);
}

const booking = async (id: string | null | undefined) =>
  (await desk.city.get<{ state: string; unitId: string; caseId: string | null }>(`/bookings/${id ?? ''}`)).body;

const codeOf = async (console: Console, type: string, payload: object): Promise<string | undefined> =>
  (await console.cmd(type, payload)).error?.code;

/** A running session with the county in the field. */
async function scene(): Promise<{ sessionId: string; caseId: string; chief: Console; field: Console }> {
  const { session, chief } = await desk.command();
  return {
    sessionId: session.id,
    caseId: session.caseId,
    chief,
    field: await joined(chief, desk.county, 'field_lead'),
  };
}

describe('a request', () => {
  it('is met bit by bit, each step in the record', async () => {
    const { sessionId, chief, field } = await scene();
    const asked = raised({ place: { lon: 116.54, lat: 37.88 } });
    expect(await field.cmd('request.raise', asked)).toMatchObject({ ok: true });
    expect(await shown(desk.city, sessionId)).toMatchObject([
      { ...asked, state: 'open', met: 0, unitId: desk.county.user.unit.id, kindCode: null, during: null, meetings: [] },
    ]);
    const pulled = { requestId: asked.requestId, quantity: 1, userIds: [pilot.user.id] };
    expect(await chief.cmd('request.meet', pulled)).toMatchObject({ ok: true });
    expect(await personIn(desk.city, sessionId, pilot.user.id)).toMatchObject({ joinMode: 'pulled_in' });
    expect(await shown(desk.county, sessionId)).toMatchObject([{ state: 'partially_met', met: 1 }]);
    expect(await chief.cmd('request.meet', byWord(asked.requestId, 2))).toMatchObject({ ok: true });
    expect(await shown(desk.county, sessionId)).toMatchObject([
      { state: 'met', met: 3, meetings: [{ quantity: 1 }, { quantity: 2, metBy: desk.city.user.id, bookingId: null }] },
    ]);
    const steps = (await recordOf(desk.city, sessionId)).filter(({ type }) => type.startsWith('request.'));
    expect(steps.map(({ type, payload }) => [type, (payload as { state: string }).state])).toEqual([
      ['request.raise', 'open'],
      ['request.meet', 'partially_met'],
      ['request.meet', 'met'],
    ]);
    expect(await codeOf(chief, 'request.meet', byWord(asked.requestId))).toBe('BAD_STATE');
    expect(await codeOf(field, 'request.cancel', { requestId: asked.requestId, reason: '已到' })).toBe('BAD_STATE');
  });

  it('for devices books them for the unit that asked, in the same step', async () => {
    const { sessionId, caseId, chief, field } = await scene();
    const during = period();
    const asked = raised({ kind: 'device', quantity: 2, during });
    await field.cmd('request.raise', asked);
    const [deviceId = ''] = await free(sessionId, during);
    const { requestId } = asked;
    expect(await chief.cmd('request.meet', { requestId, quantity: 1, deviceIds: [deviceId] })).toMatchObject({
      ok: true,
    });
    const [request] = await shown(desk.city, sessionId);
    expect(request).toMatchObject({ state: 'partially_met', met: 1 });
    const made = await booking(request?.meetings[0]?.bookingId);
    expect(made).toMatchObject({ unitId: desk.county.user.unit.id, caseId });
    expect((await recordOf(desk.city, sessionId)).at(-1)?.payload).toMatchObject({
      bookingId: request?.meetings[0]?.bookingId,
      bookingState: made.state,
      unitId: desk.county.user.unit.id,
    });
    expect(await free(sessionId, during)).not.toContain(deviceId);
    const before = await recordOf(desk.city, sessionId);
    const again = { requestId, quantity: 1, deviceIds: [deviceId] };
    expect(await give(desk.city, sessionId, 'request.meet', again)).toMatchObject({
      status: 409,
      code: 'BOOKING_CONFLICT',
      body: { conflicts: [{ deviceId }] },
    });
    expect(await codeOf(chief, 'request.meet', { ...again, deviceIds: [randomUUID()] })).toBe('DEVICE_NOT_FOUND');
    expect(await shown(desk.city, sessionId)).toEqual([request]);
    expect(await recordOf(desk.city, sessionId)).toHaveLength(before.length);
  });

  it('is called off by whoever raised it or by those who lead; what was given stays given', async () => {
    const { sessionId, chief, field } = await scene();
    const other = await joined(chief, pilot, 'pilot');
    const [first, second] = [raised(), raised()];
    for (const asked of [first, second]) await field.cmd('request.raise', asked);
    await chief.cmd('request.meet', byWord(first.requestId));
    const off = ({ requestId }: { requestId: string }) => ({ requestId, reason: '情况变化' });
    expect(await codeOf(other, 'request.cancel', off(first))).toBe('FORBIDDEN');
    expect(await field.cmd('request.cancel', off(first))).toMatchObject({ ok: true });
    expect(await chief.cmd('request.cancel', off(second))).toMatchObject({ ok: true });
    expect(await shown(desk.city, sessionId)).toMatchObject([
      { state: 'cancelled', met: 0 },
      { state: 'cancelled', met: 1, meetings: [{ quantity: 1 }] },
    ]);
    expect(await codeOf(chief, 'request.meet', byWord(first.requestId))).toBe('BAD_STATE');
  });
});

describe('who meets a request', () => {
  it('issues orders, or takes part and commands above; not the field, nor from outside', async () => {
    const { sessionId, chief, field } = await scene();
    const asked = raised();
    await field.cmd('request.raise', asked);
    expect(await codeOf(field, 'request.meet', byWord(asked.requestId))).toBe('FORBIDDEN');
    expect((await give(desk.province, sessionId, 'request.meet', byWord(asked.requestId))).code).toBe('FORBIDDEN');
    const above = await joined(chief, desk.province, 'liaison');
    expect(await above.cmd('request.meet', byWord(asked.requestId))).toMatchObject({ ok: true });
    expect((await give(desk.outsider, sessionId, 'request.meet', byWord(asked.requestId))).status).toBe(404);
    expect((await desk.outsider.get(`/command-sessions/${sessionId}/requests`)).status).toBe(404);
    const stale = await give(desk.city, sessionId, 'request.meet', byWord(asked.requestId), { epoch: 7 });
    expect(stale.code).toBe('STALE_COMMAND_EPOCH');
    const watching = await joined(chief, pilot, 'observer');
    expect(await codeOf(watching, 'request.raise', raised())).toBe('FORBIDDEN');
    await chief.cmd('session.close');
    expect(await codeOf(field, 'request.raise', raised())).toBe('BAD_STATE');
  });
});

describe('two at once', () => {
  it('never give more than was asked for', async () => {
    for (let time = 0; time < 4; time += 1) {
      const { sessionId, chief, field } = await scene();
      const above = await joined(chief, desk.province, 'liaison');
      const { requestId } = raised();
      await field.cmd('request.raise', raised({ requestId, quantity: 3 }));
      const acks = await Promise.all([chief, above].map((one) => one.cmd('request.meet', byWord(requestId, 2))));
      expect(
        acks.map(({ ok, error }) => (ok ? 'ok' : error?.code)).sort((a = '', b = '') => a.localeCompare(b)),
      ).toEqual(['ok', 'REQUEST_EXCEEDED']);
      expect(await shown(desk.city, sessionId)).toMatchObject([{ met: 2, state: 'partially_met' }]);
    }
  }, 60_000);

  it('who give the same device in two sessions: one has it, of the other nothing is written', async () => {
    const scenes = await Promise.all([scene(), scene()]);
    const during = period();
    const asked = scenes.map(() => raised({ kind: 'device', quantity: 1, during }));
    await Promise.all(scenes.map(({ field }, nth) => field.cmd('request.raise', asked[nth])));
    const [deviceId = ''] = await free(scenes[0].sessionId, during);
    const acks = await Promise.all(
      scenes.map(({ chief }, nth) =>
        chief.cmd('request.meet', { requestId: asked[nth]?.requestId, quantity: 1, deviceIds: [deviceId] }),
      ),
    );
    expect(acks.map(({ ok, error }) => (ok ? 'ok' : error?.code)).sort((a = '', b = '') => a.localeCompare(b))).toEqual(
      ['BOOKING_CONFLICT', 'ok'],
    );
    const states = await Promise.all(
      scenes.map(async ({ sessionId }) => (await shown(desk.city, sessionId))[0]?.state),
    );
    expect(states).toEqual(acks.map(({ ok }) => (ok ? 'met' : 'open')));
  });
});

describe('what does not fit', () => {
  it.each([
    ['no number', { quantity: 0 }],
    ['too many', { quantity: 101 }],
    ['half a person', { quantity: 1.5 }],
    ['an unknown kind', { kind: 'money' }],
    ['a kind of device for people', { kindCode: 'uav' }],
    ['blank words', { text: '  ' }],
    ['too many words', { text: 'x'.repeat(4_001) }],
    ['a character that cannot be kept', { text: 'a\0b' }],
    ['no place on earth', { place: { lon: 181, lat: 0 } }],
    ['an inverted period', { during: { from: '2040-01-02T00:00:00Z', to: '2040-01-01T00:00:00Z' } }],
    ['an id that is none', { requestId: 'x' }],
    ['a field nobody knows', { more: true }],
  ])('is refused when it is asked: %s', async (_, wrong) => {
    const session = await desk.openSession();
    const { status, code } = await give(desk.city, session.id, 'request.raise', raised(wrong));
    expect([status, code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('is refused when it is given, and nothing is written', async () => {
    const { sessionId, chief, field } = await scene();
    const [people, device, expert] = [raised(), raised({ kind: 'device' }), raised({ kind: 'expert' })];
    for (const asked of [people, device, expert]) await field.cmd('request.raise', asked);
    const before = await recordOf(desk.city, sessionId);
    const meet = (asked: { requestId: string }, gift: object) =>
      codeOf(chief, 'request.meet', { requestId: asked.requestId, quantity: 1, ...gift });
    const ids = [randomUUID()];
    expect(await meet(people, {})).toBe('VALIDATION_FAILED');
    expect(await meet(people, { quantity: 2, userIds: [pilot.user.id] })).toBe('VALIDATION_FAILED');
    expect(await meet(people, { quantity: 2, userIds: [pilot.user.id, pilot.user.id] })).toBe('VALIDATION_FAILED');
    expect(await meet(people, { remark: 'x', during: period() })).toBe('VALIDATION_FAILED');
    expect(await meet(people, { deviceIds: ids })).toBe('REQUEST_OF_ANOTHER_KIND');
    expect(await meet(people, { userIds: ids })).toBe('CANNOT_TAKE_PART');
    expect(await meet(people, { quantity: 4, remark: 'x' })).toBe('REQUEST_EXCEEDED');
    expect(await meet(device, { userIds: [pilot.user.id] })).toBe('REQUEST_OF_ANOTHER_KIND');
    expect(await meet(device, { deviceIds: ids })).toBe('REQUEST_WITHOUT_PERIOD');
    expect(await meet(expert, { expertIds: ids })).toBe('EXPERT_UNKNOWN');
    expect(await meet({ requestId: randomUUID() }, { remark: 'x' })).toBe('REQUEST_UNKNOWN');
    expect(await codeOf(field, 'request.raise', people)).toBe('REQUEST_EXISTS');
    expect(await codeOf(field, 'request.cancel', { requestId: people.requestId })).toBe('VALIDATION_FAILED');
    const ahead = await field.cmd('request.raise', raised(), { occurredAt: '2090-01-01T00:00:00Z' });
    expect(ahead.error?.code).toBe('OCCURRED_IN_FUTURE');
    expect(await recordOf(desk.city, sessionId)).toHaveLength(before.length);
    expect(await personIn(desk.city, sessionId, pilot.user.id)).toBeUndefined();
  });

  it('keeps words as they are typed', async () => {
    const { sessionId, field } = await scene();
    const asked = raised({ text: '<script>alert(1)</script> & “引号”' });
    await field.cmd('request.raise', asked);
    expect(await shown(desk.city, sessionId)).toMatchObject([{ text: asked.text }]);
  });
});
