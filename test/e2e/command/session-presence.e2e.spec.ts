import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EventFeed } from '../../../src/command/events/event-feed.js';
import { ServiceFacts } from '../../../src/command/events/service-facts.js';
import { PresenceBoard } from '../../../src/command/presence/presence-board.js';
import { PresenceRecord } from '../../../src/command/presence/presence-record.js';
import { GONE_MS } from '../../../src/command/presence/presence.rules.js';
import { Clock, newId, sessionOf, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import {
  CommandDesk,
  Console,
  give,
  type OpenedSession,
  recordOf,
  shown,
  waitFor,
} from '../../support/command-desk.js';
import { steer, stopClock } from '../../support/time.js';

interface Told {
  readonly userId: string;
  readonly state: string;
}

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => desk?.stop());

const stateOf = async (session: OpenedSession, userId: string) =>
  (await shown(desk.city, session.id)).presence.find((one) => one.userId === userId)?.state;

/** The newest word on each person that a console was told. */
function listen({ socket, session }: Console): Map<string, string> {
  const told = new Map<string, string>();
  socket.on('presence', ({ sessionId, items }: { sessionId: string; items: Told[] }) => {
    if (sessionId === session.id) for (const { userId, state } of items) told.set(userId, state);
  });
  return told;
}

describe('who is on the line', () => {
  it('is told and shown, whatever devices they come with, members or not', async () => {
    const { session, chief } = await desk.command();
    const told = listen(chief);
    const [desktop, phone] = [await Console.of(desk.province, session), await Console.of(desk.province, session)];
    const userId = desk.province.user.id;
    await waitFor(() => told.get(userId) === 'online');
    expect(told.get(desk.city.user.id)).toBe('online');
    const say = ({ socket }: Console, state: string) =>
      socket.emitWithAck('presence', { sessionId: session.id, state }) as Promise<{ ok: boolean }>;
    expect(await say(desktop, 'idle')).toMatchObject({ ok: true });
    expect(await say(phone, 'background')).toMatchObject({ ok: true });
    await waitFor(() => told.get(userId) === 'idle');
    desktop.socket.disconnect();
    await waitFor(() => told.get(userId) === 'background');
    phone.socket.disconnect();
    await waitFor(() => told.get(userId) === 'offline');
    await waitFor(async () => (await stateOf(session, userId)) === 'offline');
    const seen = (await shown(desk.city, session.id)).presence.find((one) => one.userId === userId);
    expect(Date.now() - Date.parse(seen?.lastSeenAt ?? '')).toBeLessThan(10_000);
  });

  it('is known before a newcomer is answered, and who else is there is in the answer', async () => {
    const { session } = await desk.command();
    const newcomer = await desk.province.socket('/command');
    const { presence } = (await newcomer.emitWithAck('join', { sessionId: session.id })) as { presence: Told[] };
    const [city, province] = [desk.city.user.id, desk.province.user.id];
    expect(new Map(presence.map(({ userId, state }) => [userId, state]))).toEqual(
      new Map([
        [city, 'online'],
        [province, 'online'],
      ]),
    );
    expect(await stateOf(session, province)).toBe('online');
    const after = (await newcomer.emitWithAck('sync', { sessionId: session.id })) as object;
    expect(after).not.toHaveProperty('presence');
  });

  it('is told of everyone now and then, as a frame may have been lost', async () => {
    const { chief } = await desk.command();
    const told = listen(chief);
    await waitFor(() => told.get(desk.city.user.id) === 'online');
    told.clear();
    steer(desk.app.get(Clock)).advance(10_000);
    await waitFor(() => told.get(desk.city.user.id) === 'online', 5_000);
  });

  it('does not end with a line that breaks for a moment', async () => {
    const { session, chief } = await desk.command();
    const userId = desk.province.user.id;
    const phone = await Console.of(desk.province, session);
    const states = new Set<string>();
    chief.socket.on('presence', ({ items }: { items: Told[] }) => {
      for (const one of items) if (one.userId === userId) states.add(one.state);
    });
    await waitFor(() => states.has('online'));
    const time = stopClock(desk.app.get(Clock));
    const board = desk.app.get(PresenceBoard);
    const isHere = () =>
      desk.app
        .get(EventFeed)
        .occupancy()
        .some((one) => sessionOf(one.socket).actor.id === userId && one.sessionIds.includes(session.id));
    phone.socket.disconnect();
    await waitFor(() => !isHere());
    await board.round();
    time.advance(GONE_MS - 1);
    await board.round();
    await phone.reconnect();
    await board.round();
    time.advance(GONE_MS);
    await board.round();
    expect([...states]).toEqual(['online']);
    phone.socket.disconnect();
    await waitFor(() => !isHere());
    await board.round();
    time.advance(GONE_MS);
    await board.round();
    await waitFor(() => states.has('offline'));
  });

  it('is nothing that a client may say of another place or in other words', async () => {
    const { session, chief } = await desk.command();
    const outsider = await desk.outsider.socket('/command');
    const wish = { sessionId: session.id, state: 'idle' };
    expect(await outsider.emitWithAck('presence', wish)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    for (const bad of [{ ...wish, state: 'offline' }, { ...wish, userId: newId() }, { state: 'idle' }, null])
      expect(await chief.socket.emitWithAck('presence', bad)).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
  });

  it('is also who is seen by another instance, until that says nothing any more', async () => {
    const { session } = await desk.command();
    const userId = desk.handler.user.id;
    await seenElsewhere(session, userId, 5);
    expect(await stateOf(session, userId)).toBe('online');
    steer(desk.app.get(Clock)).advance(25_000);
    expect(await stateOf(session, userId)).toBe('offline');
  });
});

/** As another instance would have written it. */
async function seenElsewhere(session: OpenedSession, userId: string, secondsAgo: number): Promise<void> {
  const at = new Date(desk.app.get(Clock).now().getTime() - secondsAgo * 1_000);
  await desk.app.get(UnitOfWork).run(SYSTEM, (tx) =>
    tx.execute(
      `INSERT INTO session_presence (session_id, user_id, instance_id, state, since, last_at)
       VALUES ($1, $2, $3, 'online', $4, $4)`,
      [session.id, userId, newId(), at],
    ),
  );
}

/** What it says of them now, of whom it has spoken before. */
async function elsewhereSays(session: OpenedSession, userId: string, secondsAgo: number): Promise<void> {
  const at = new Date(desk.app.get(Clock).now().getTime() - secondsAgo * 1_000);
  await desk.app
    .get(UnitOfWork)
    .run(SYSTEM, (tx) =>
      tx.execute(`UPDATE session_presence SET last_at = $3 WHERE session_id = $1 AND user_id = $2`, [
        session.id,
        userId,
        at,
      ]),
    );
}

/** Waits until the line was renewed after the clock went on. */
async function renewed(session: OpenedSession, userId: string, goOn: () => void): Promise<void> {
  const lastSeen = async () =>
    (await shown(desk.city, session.id)).presence.find((one) => one.userId === userId)?.lastSeenAt;
  const before = await lastSeen();
  goOn();
  await waitFor(async () => (await lastSeen()) !== before);
}

describe('what was said of people', () => {
  it('is forgotten a day after the session is over, and where something newer was said', async () => {
    const [living, over] = [await desk.openSession(), await desk.openSession()];
    const userId = desk.province.user.id;
    const DAY_S = 86_400;
    for (const session of [living, over])
      for (const secondsAgo of [2 * DAY_S, 3 * DAY_S]) await seenElsewhere(session, userId, secondsAgo);
    await seenElsewhere(over, desk.handler.user.id, 60);
    await give(desk.city, over.id, 'session.close');
    await desk.app.get(PresenceRecord).sweep();
    expect((await shown(desk.city, living.id)).presence).toMatchObject([{ userId, state: 'offline' }]);
    expect((await shown(desk.city, over.id)).presence.map((one) => one.userId)).toEqual([desk.handler.user.id]);
    const [{ count } = { count: 0 }] = await desk.app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM session_presence WHERE session_id = $1`, [
          living.id,
        ]),
      );
    expect(count).toBe(1);
  });

  it('is nobody’s any more once the session is closed, whoever was on the line', async () => {
    const session = await desk.openSession();
    await seenElsewhere(session, desk.city.user.id, 3 * 86_400);
    const people = desk.app.get(UnitOfWork);
    const setOnLine = () =>
      people.run(SYSTEM, (tx) =>
        tx.execute(`UPDATE session_participant SET on_line = true WHERE session_id = $1`, [session.id]),
      );
    await setOnLine();
    await give(desk.city, session.id, 'session.close');
    const onLine = await people.read((tx) =>
      tx.query(`SELECT FROM session_participant WHERE session_id = $1 AND on_line`, [session.id]),
    );
    expect(onLine).toEqual([]);
    // As it stands in sessions that were closed before closing ended it.
    await setOnLine();
    await desk.app.get(PresenceRecord).sweep();
    expect((await shown(desk.city, session.id)).presence).toEqual([]);
  });

  it('keeps the last word on whom the record says to be on the line', async () => {
    const session = await desk.openSession();
    const userId = desk.city.user.id;
    await seenElsewhere(session, userId, 3 * 86_400);
    await desk.app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) =>
        tx.execute(`UPDATE session_participant SET on_line = true WHERE session_id = $1`, [session.id]),
      );
    await desk.app.get(PresenceRecord).sweep();
    await desk.app.get(PresenceRecord).round();
    expect((await recordOf(desk.city, session.id)).at(-1)).toMatchObject({
      type: 'participant.offline',
      payload: { userId },
    });
  });
});

describe('the record', () => {
  const lines = async ({ id }: OpenedSession) =>
    (await recordOf(desk.city, id)).filter(({ type }) => /^participant\.(online|offline)$/.test(type));

  it('hears of a member’s coming and going after the grace, once, however many look', async () => {
    const session = await desk.openSession();
    const userId = desk.county.user.id;
    await give(desk.city, session.id, 'participant.pullIn', { userId });
    const record = desk.app.get(PresenceRecord);
    const look = () => Promise.all([record.round(), record.round(), record.round()]);
    const time = steer(desk.app.get(Clock));
    const member = await Console.of(desk.county, session);
    await waitFor(async () => (await stateOf(session, userId)) === 'online');
    await look();
    expect(await lines(session)).toEqual([]);
    for (let step = 0; step < 3; step += 1) await renewed(session, userId, () => time.advance(11_000));
    await look();
    expect(await lines(session)).toMatchObject([
      { type: 'participant.online', actor: { kind: 'service' }, payload: { userId, name: expect.any(String) } },
    ]);
    member.socket.disconnect();
    await waitFor(async () => (await stateOf(session, userId)) === 'offline');
    time.advance(20_000);
    await member.reconnect();
    await waitFor(async () => (await stateOf(session, userId)) === 'online');
    await look();
    member.socket.disconnect();
    await waitFor(async () => (await stateOf(session, userId)) === 'offline');
    await look();
    expect(await lines(session)).toHaveLength(1);
    time.advance(31_000);
    await look();
    expect((await lines(session)).map(({ type }) => type)).toEqual(['participant.online', 'participant.offline']);
    await look();
    expect(await lines(session)).toHaveLength(2);
  });

  it('hears of who leaves the session and joins it again on one line', async () => {
    const session = await desk.openSession();
    const userId = desk.handler.user.id;
    const record = desk.app.get(PresenceRecord);
    const time = steer(desk.app.get(Clock));
    await seenElsewhere(session, userId, 40);
    await elsewhereSays(session, userId, 0);
    await give(desk.handler, session.id, 'participant.join');
    await record.round();
    await give(desk.handler, session.id, 'participant.leave');
    await give(desk.handler, session.id, 'participant.join');
    await record.round();
    expect((await lines(session)).map(({ type }) => type)).toEqual(['participant.online', 'participant.online']);
    time.advance(60_000);
    await record.round();
    expect((await lines(session)).at(-1)).toMatchObject({ type: 'participant.offline', payload: { userId } });
  });

  it('hears of the others although one cannot be entered', async () => {
    const [broken, sound] = [await desk.openSession(), await desk.openSession()];
    const userId = desk.city.user.id;
    steer(desk.app.get(Clock));
    const facts = desk.app.get(ServiceFacts);
    const enter = facts.enter.bind(facts);
    jest.spyOn(facts, 'enter').mockImplementation(async (tx, id, decide) => {
      if (id === broken.id) throw new Error('cannot be entered');
      return enter(tx, id, decide);
    });
    for (const session of [broken, sound]) {
      await seenElsewhere(session, userId, session === broken ? 60 : 40);
      await elsewhereSays(session, userId, 0);
    }
    await expect(desk.app.get(PresenceRecord).round()).rejects.toThrow('could not be entered');
    expect(await lines(sound)).toMatchObject([{ type: 'participant.online' }]);
    expect(await lines(broken)).toEqual([]);
  });

  it('hears nothing of who comes for moments or only looks on, nor of a session that is over', async () => {
    const session = await desk.openSession();
    const userId = desk.county.user.id;
    await give(desk.city, session.id, 'participant.pullIn', { userId });
    const time = steer(desk.app.get(Clock));
    await seenElsewhere(session, userId, 0);
    await seenElsewhere(session, desk.province.user.id, 0);
    time.advance(40_000);
    await seenElsewhere(session, userId, 0);
    await seenElsewhere(session, desk.province.user.id, 0);
    await desk.app.get(PresenceRecord).round();
    expect(await lines(session)).toEqual([]);
    time.advance(20_000);
    await desk.app.get(PresenceRecord).round();
    expect(await lines(session)).toEqual([]);
    await give(desk.city, session.id, 'session.close');
    time.advance(60_000);
    await desk.app.get(PresenceRecord).round();
    expect(await lines(session)).toEqual([]);
  });
});
