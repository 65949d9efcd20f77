import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { io, type Socket } from 'socket.io-client';
import { GuestDesk } from '../../../src/command/guests/guest-desk.js';
import { Clock, declaredRoutes, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { type Ack, CommandDesk, give, orderTo, recordOf, shown, waitFor } from '../../support/command-desk.js';
import { callAsGuest, DAY_MS, type GuestEvent, inDays, invitation, invitedGuest } from '../../support/guests.js';
import { steer } from '../../support/time.js';

let desk: CommandDesk;
const sockets: Socket[] = [];
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(() => desk?.stop());

const call = (method: string, path: string, more?: { token?: string; body?: object }) =>
  callAsGuest(desk, method, path, more);
const enter = (token: string) => call('POST', '/command-guests/enter', { body: { token } });
const record = async (token: string) => (await call('GET', '/command-guests/record?after=0', { token })).body.items;

const invited = (more?: object) => invitedGuest(desk, more);

async function connect(token: string, namespace = '/command-guests'): Promise<Socket> {
  const socket = io(`${desk.app.url}${namespace}`, { transports: ['websocket'], auth: { token }, forceNew: true });
  sockets.push(socket);
  await new Promise<void>((done, fail) => {
    socket.on('connect', done);
    socket.on('connect_error', fail);
  });
  return socket;
}

describe('an invitation', () => {
  it('tells its token once, and neither record, audit nor database hold it', async () => {
    const session = await desk.openSession();
    const cmdId = randomUUID();
    const payload = invitation();
    const first = await give(desk.city, session.id, 'guest.invite', payload, { cmdId });
    expect(first.body.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const again = await desk.city.post<Ack>(
      `/command-sessions/${session.id}/commands`,
      { cmdId, epoch: 1, type: 'guest.invite', v: 1, payload },
      { 'idempotency-key': 'invite-once' },
    );
    expect(again.body).toEqual({ ok: true, seq: first.body.seq, duplicate: true });
    const held = await desk.app
      .get(UnitOfWork)
      .read(async (tx) =>
        JSON.stringify([
          await tx.query(`SELECT * FROM session_event WHERE session_id = $1`, [session.id]),
          await tx.query(`SELECT * FROM session_guest WHERE session_id = $1`, [session.id]),
          await tx.query(`SELECT * FROM audit_entry`),
          await tx.query(`SELECT * FROM idempotent_answer`),
        ]),
      );
    expect(held).toContain('省环科院');
    expect(held).not.toContain(first.body.token);
    expect(await shown(desk.city, session.id)).toMatchObject({
      guests: [{ id: first.body.guestId, state: 'invited' }],
    });
  });

  it.each([
    ['for more than a week', { expiresAt: inDays(7.1) }, 'GUEST_STAYS_TOO_LONG'],
    ['for a time that is over', { expiresAt: inDays(-1) }, 'GUEST_STAYS_TOO_LONG'],
    ['without a purpose', { purpose: ' ' }, 'VALIDATION_FAILED'],
    ['with a name of 101 characters', { name: '王'.repeat(101) }, 'VALIDATION_FAILED'],
    ['with a token of the giver’s own', { token: 'x' }, 'VALIDATION_FAILED'],
  ])('is refused %s', async (_, more, code) => {
    const session = await desk.openSession();
    expect((await give(desk.city, session.id, 'guest.invite', invitation(more))).code).toBe(code);
  });

  it('is given by commander and deputy alone, under the present epoch', async () => {
    const session = await desk.openSession();
    const userId = desk.handler.user.id;
    await give(desk.city, session.id, 'participant.pullIn', { userId, role: 'dispatcher' });
    expect((await give(desk.handler, session.id, 'guest.invite', invitation())).code).toBe('FORBIDDEN');
    await give(desk.city, session.id, 'participant.setRole', { userId, role: 'deputy' });
    expect((await give(desk.handler, session.id, 'guest.invite', invitation())).status).toBe(201);
    expect((await give(desk.city, session.id, 'guest.invite', invitation(), { epoch: 2 })).code).toBe(
      'STALE_COMMAND_EPOCH',
    );
  });
});

describe('a guest', () => {
  it('reads what is said to all from their entry on, and nothing else', async () => {
    const { session, token } = await invited();
    const say = (payload: object) => give(desk.city, session.id, 'chat.say', payload);
    await say({ text: '之前' });
    const { status, body } = await enter(token);
    expect([status, body.maySpeak]).toEqual([200, false]);
    await say({ text: '<b>对所有人</b>' });
    await say({ text: '本院', audience: { kind: 'ORG' } });
    await give(desk.city, session.id, 'order.issue', orderTo({ userId: desk.county.user.id }));
    await give(desk.city, session.id, 'participant.invite', { userId: desk.county.user.id });
    const read = await record(body.accessToken);
    expect(read.map(({ type, redacted }) => (redacted ? 'redacted' : type))).toEqual([
      'guest.entered',
      'chat.say',
      'redacted',
      'redacted',
      'redacted',
    ]);
    expect(read[0]?.seq).toBe(body.fromSeq);
    expect(read[1]).toMatchObject({ payload: { text: '<b>对所有人</b>' } });
    const whole = JSON.stringify(read);
    for (const secret of [session.caseId, desk.city.user.id, '之前', '本院', '取样'])
      expect(whole).not.toContain(secret);
    const { status: again, body: second } = await enter(token);
    expect([again, second.fromSeq]).toEqual([200, body.fromSeq]);
    const entries = (await recordOf(desk.city, session.id)).filter(({ type }) => type === 'guest.entered');
    expect(entries).toMatchObject([{ actor: { kind: 'guest', name: '王工', organisation: '省环科院' } }]);
    expect(await shown(desk.city, session.id)).toMatchObject({ guests: [{ state: 'entered', enteredSeq: 4 }] });
  });

  it('speaks to all where the invitation says so, each word once', async () => {
    const [mute, speaker] = [await invited(), await invited({ maySpeak: true })];
    const words = (token: string, body: object) => call('POST', '/command-guests/words', { token, body });
    const { accessToken: silent } = (await enter(mute.token)).body;
    expect(await words(silent, { cmdId: randomUUID(), text: 'x' })).toMatchObject({ status: 403 });
    const { accessToken } = (await enter(speaker.token)).body;
    const said = { cmdId: randomUUID(), text: '建议取底泥' };
    const answers = await Promise.all([words(accessToken, said), words(accessToken, said)]);
    expect(new Set(answers.map(({ body }) => body.seq)).size).toBe(1);
    expect(answers.filter(({ body }) => body.duplicate)).toHaveLength(1);
    for (const bad of [{}, { cmdId: 'x', text: 'x' }, { cmdId: randomUUID(), text: ' ' }, { ...said, audience: 'ORG' }])
      expect(await words(accessToken, bad)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    const spoken = (await recordOf(desk.city, speaker.session.id)).filter(({ type }) => type === 'chat.say');
    expect(spoken).toMatchObject([{ payload: { text: said.text }, actor: { kind: 'guest' } }]);
    const refused = await desk.app
      .get(UnitOfWork)
      .read((tx) => tx.query(`SELECT actor_kind, action FROM audit_entry WHERE subject_id = $1`, [mute.session.id]));
    expect(refused).toContainEqual({ actor_kind: 'guest', action: 'command.guestSay' });
  });

  it('gets the first answer to the same words, and none to others under their cmdId', async () => {
    const { session, guestId, token } = await invited({ maySpeak: true });
    const { fromSeq } = (await enter(token)).body;
    const guestDesk = desk.app.get(GuestDesk);
    const guest = {
      ...SYSTEM,
      kind: 'guest',
      id: guestId,
      sessionId: session.id,
      organisation: '环科院',
      fromSeq,
    } as const;
    const said = { cmdId: randomUUID(), text: '建议取底泥' };
    const speaker = { ...guest, maySpeak: true, name: '王工' };
    const { seq } = await guestDesk.say(speaker, said);
    await expect(guestDesk.say(speaker, { ...said, text: '另一句' })).rejects.toMatchObject({ code: 'CMD_ID_REUSED' });
    await give(desk.city, session.id, 'session.close');
    expect(await guestDesk.say(speaker, said)).toEqual({ seq, duplicate: true });
    await expect(guestDesk.say(speaker, { cmdId: randomUUID(), text: '晚了' })).rejects.toMatchObject({
      code: 'BAD_STATE',
    });
    expect(await guestDesk.recordAfter(speaker, 0, 1)).toMatchObject({
      events: [{ seq: fromSeq }],
      lastSeq: fromSeq + 2,
      more: true,
    });
    expect(await guestDesk.recordAfter(speaker, fromSeq + 2, 9)).toEqual({
      events: [],
      lastSeq: fromSeq + 2,
      more: false,
    });
  });

  it('hears it over a socket, without what is not theirs, and opens no other door with it', async () => {
    const { session, token } = await invited({ maySpeak: true });
    const { accessToken } = (await enter(token)).body;
    const socket = await connect(accessToken);
    const heard: GuestEvent[] = [];
    socket.on('ev', (event: GuestEvent) => heard.push(event));
    expect(await socket.emitWithAck('join', {})).toMatchObject({ ok: true, events: [{ type: 'guest.entered' }] });
    await give(desk.city, session.id, 'chat.say', { text: '各位' });
    await give(desk.city, session.id, 'chat.say', { text: '密', audience: { kind: 'ORG' } });
    expect(await socket.emitWithAck('say', { cmdId: randomUUID(), text: '收到' })).toMatchObject({ ok: true, seq: 6 });
    await waitFor(() => heard.length === 3);
    expect(heard).toMatchObject([
      { seq: 4, payload: { text: '各位' } },
      { seq: 5, redacted: true },
      { seq: 6, payload: { text: '收到' } },
    ]);
    expect(await socket.emitWithAck('sync', { after: 5 })).toMatchObject({ events: [{ seq: 6 }], lastSeq: 6 });
    for (const event of ['cmd', 'presence', 'nonsense'])
      expect(await socket.emitWithAck(event, {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_EVENT' } });

    const elsewhere = await connect(accessToken, '/command');
    const wish = { sessionId: session.id, after: 0 };
    for (const event of ['join', 'sync', 'cmd', 'presence'])
      expect(await elsewhere.emitWithAck(event, wish)).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    const live = await connect(accessToken, '/live');
    expect(await live.emitWithAck('view', { bbox: [113, 36, 120, 43], zoom: 7 })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    const person = await connect(desk.city.token);
    expect(await person.emitWithAck('join', {})).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  it('is refused at every route that is not made for guests', async () => {
    const { token } = await invited();
    const { accessToken } = (await enter(token)).body;
    const tools = {
      discovery: desk.app.get(DiscoveryService),
      scanner: desk.app.get(MetadataScanner),
      reflector: desk.app.get(Reflector),
    };
    const ruled = ['public', 'operations', 'broker', 'guest'];
    const doors = declaredRoutes(tools).filter(({ endpoint }) => !ruled.includes(endpoint.permission));
    expect(doors.length).toBeGreaterThan(300);
    const open: string[] = [];
    for (const { path, endpoint } of doors) {
      const response = await fetch(desk.app.url + path.replace(/:\w+/g, () => randomUUID()), {
        method: endpoint.method,
        headers: { authorization: `Bearer ${accessToken}` },
      });
      await response.arrayBuffer();
      if (response.status !== 401) open.push(`${endpoint.method} ${path} ${response.status}`);
    }
    expect(open).toEqual([]);
    for (const stranger of [desk.city.token, 'sdg_x.y.z', 'sdg_'])
      expect((await call('GET', '/command-guests/record', { token: stranger })).status).toBe(401);
    expect((await call('GET', '/command-guests/record')).status).toBe(401);
  }, 60_000);
});

describe('the end of a stay', () => {
  async function seated() {
    const one = await invited({ maySpeak: true });
    const { accessToken } = (await enter(one.token)).body;
    const socket = await connect(accessToken);
    await socket.emitWithAck('join', {});
    const gone = new Promise<number>((done) => socket.on('disconnect', () => done(Date.now())));
    return { ...one, accessToken, socket, gone };
  }
  /** From the answer to whoever ended the stay to the end of the line. */
  const shownOut = async ({ gone }: { gone: Promise<number> }, answeredAt = Date.now()) => (await gone) - answeredAt;
  const refused = async ({ token, accessToken }: { token: string; accessToken: string }) => [
    (await enter(token)).body.code,
    (await call('GET', '/command-guests/record', { token: accessToken })).body.code,
    (await call('POST', '/command-guests/words', { token: accessToken, body: { cmdId: randomUUID(), text: 'x' } })).body
      .code,
  ];
  const ENDED = ['GUEST_PASS_REFUSED', 'GUEST_PASS_REFUSED', 'GUEST_PASS_REFUSED'];

  it('by revocation shows them out at once and lets them in nowhere', async () => {
    const stay = await seated();
    expect((await give(desk.city, stay.session.id, 'guest.revoke', { guestId: stay.guestId })).status).toBe(201);
    expect(await shownOut(stay)).toBeLessThan(5_000);
    expect(await refused(stay)).toEqual(ENDED);
    expect((await give(desk.city, stay.session.id, 'guest.revoke', { guestId: stay.guestId })).code).toBe('NOT_FOUND');
    expect((await give(desk.city, stay.session.id, 'guest.revoke', { guestId: randomUUID() })).code).toBe('NOT_FOUND');
    expect(await shown(desk.city, stay.session.id)).toMatchObject({ guests: [{ state: 'revoked' }] });
  });

  it('comes with the closing, which names it, and is not taken back by reopening', async () => {
    const stay = await seated();
    const never = await give(desk.city, stay.session.id, 'guest.invite', invitation({ name: '李工' }));
    const { seq } = (await give(desk.city, stay.session.id, 'session.close')).body;
    expect(await shownOut(stay)).toBeLessThan(5_000);
    const closing = (await recordOf(desk.city, stay.session.id)).find((event) => event.seq === seq);
    const ended = [stay.guestId, never.body.guestId ?? ''].sort((a, b) => a.localeCompare(b));
    expect(closing?.payload).toMatchObject({ endedGuestIds: ended });
    await give(desk.city, stay.session.id, 'session.reopen', { reason: '补充' });
    expect(await refused(stay)).toEqual(ENDED);
    expect((await enter(never.body.token ?? '')).body.code).toBe('GUEST_PASS_REFUSED');
    expect(await shown(desk.city, stay.session.id)).toMatchObject({
      guests: [{ state: 'revoked' }, { state: 'revoked' }],
    });
  });

  it('comes within 5 s of its time, and with the session', async () => {
    const closed = await seated();
    await give(desk.city, closed.session.id, 'session.close');
    expect(await shownOut(closed)).toBeLessThan(5_000);
    expect(await refused(closed)).toEqual(ENDED);
    const expired = await seated();
    steer(desk.app.get(Clock)).advance(DAY_MS);
    expect(await shownOut(expired)).toBeLessThan(5_000);
    expect((await refused(expired)).slice(0, 2)).toEqual(ENDED.slice(0, 2));
  });
});
