import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PresenceBoard } from '../../../src/command/presence/presence-board.js';
import { PresenceRepository } from '../../../src/command/presence/presence.repository.js';
import { ServiceFacts } from '../../../src/command/events/service-facts.js';
import { OfferDeadlines } from '../../../src/command/sessions/offer-deadlines.js';
import { SessionRepository } from '../../../src/command/sessions/session.repository.js';
import { Clock, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import {
  type Ack,
  CommandDesk,
  Console,
  give,
  type OpenedSession,
  orderTo,
  recordOf,
  shown,
} from '../../support/command-desk.js';
import type { ApiClient } from '../../support/client.js';
import { steer } from '../../support/time.js';

const MINUTE_MS = 60_000;

let desk: CommandDesk;
let startedAt = 0;
beforeAll(async () => {
  desk = await CommandDesk.start();
  startedAt = Date.now();
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => desk?.stop());

/** A session of the city with a colleague of the commander in it. */
async function withDeputy(role = 'deputy'): Promise<OpenedSession> {
  const session = await desk.openSession();
  await give(desk.city, session.id, 'participant.pullIn', { userId: desk.handler.user.id, role });
  return session;
}

const offer = (session: OpenedSession, more: object = {}) =>
  give(desk.city, session.id, 'command.offer', { toUserId: desk.handler.user.id, ...more });

/** The offer as it is kept, and every session whose offer the service still has to end. */
async function standing({ id }: OpenedSession) {
  const sessions = desk.app.get(SessionRepository);
  return desk.app.get(UnitOfWork).read(async (tx) => {
    const { offeredToUserId, offerExpiresAt } = (await sessions.find(tx, id)) ?? {};
    const over = await sessions.offersOver(tx, desk.app.get(Clock).now(), 100);
    return { over, offeredToUserId, offerExpiresAt };
  });
}

async function codesOfNotices(client: ApiClient, sessionId: string): Promise<string[]> {
  const { body } = await client.get<{ items: { code: string; subject: { id: string } }[] }>('/me/notices?limit=200');
  return body.items.filter(({ subject }) => subject.id === sessionId).map(({ code }) => code);
}

describe('an offer of command', () => {
  it('carries what is known beside the giver’s own words, each line with its number', async () => {
    const session = await withDeputy();
    const doneDueAt = '2999-01-01T00:00:00.000Z';
    const issued = orderTo({ userId: desk.county.user.id }, { doneDueAt });
    await give(desk.city, session.id, 'order.issue', issued);
    await give(desk.city, session.id, 'chat.say', { text: '密', audience: { kind: 'ORG' } });
    await give(desk.city, session.id, 'chat.say', { text: '闲谈' });
    expect((await offer(session, { briefing: '请接手' })).status).toBe(201);
    const event = (await recordOf(desk.city, session.id)).at(-1);
    expect(event).toMatchObject({
      type: 'command.offer',
      payload: {
        briefing: '请接手',
        toName: expect.any(String),
        snapshot: {
          situation: { seq: 1, caseId: session.caseId, title: '南运河', state: 'open' },
          ordersOpen: 1,
          orders: [{ seq: 3, orderId: issued.orderId, text: issued.text, state: 'ISSUED', doneDueAt }],
          people: [
            { userId: desk.city.user.id, role: 'commander', seq: 1, presence: 'offline' },
            { userId: desk.handler.user.id, role: 'deputy', seq: 2 },
          ],
          events: [
            { seq: 3, type: 'order.issue', words: issued.text },
            { seq: 2, type: 'participant.pullIn' },
            { seq: 1, type: 'session.opened', words: '南运河' },
          ],
        },
      },
    });
    // Observers and liaisons read it too: nothing of the case file, nor of who holds which device for it.
    expect(JSON.stringify(event)).not.toMatch(/密|闲谈|南运河排污|沧检行公立|devicesOut|bookingId/);
    expect(await codesOfNotices(desk.handler, session.id)).toContain('COMMAND_OFFERED');
  });

  it('is declined by whom it was made to alone, and command stays', async () => {
    const session = await withDeputy();
    expect((await give(desk.handler, session.id, 'command.decline')).code).toBe('FORBIDDEN');
    await offer(session);
    expect((await give(desk.province, session.id, 'command.decline')).code).toBe('FORBIDDEN');
    expect((await give(desk.handler, session.id, 'command.decline', { reason: '不便' })).status).toBe(201);
    expect((await give(desk.handler, session.id, 'command.accept')).code).toBe('FORBIDDEN');
    expect(await shown(desk.city, session.id)).toMatchObject({ epoch: 1, commanderUserId: desk.city.user.id });
  });

  it('runs out after two minutes, once, as a fact of the service', async () => {
    const session = await withDeputy();
    await offer(session);
    const deadlines = desk.app.get(OfferDeadlines);
    await deadlines.round();
    steer(desk.app.get(Clock)).advance(2 * MINUTE_MS + 1_000);
    expect((await give(desk.handler, session.id, 'command.accept')).code).toBe('FORBIDDEN');
    await Promise.all([deadlines.round(), deadlines.round(), deadlines.round()]);
    const facts = (await recordOf(desk.city, session.id)).filter(({ type }) => type === 'command.offerExpired');
    expect(facts).toMatchObject([
      { actor: { kind: 'service' }, payload: { toUserId: desk.handler.user.id, epoch: 1 } },
    ]);
    expect(await codesOfNotices(desk.city, session.id)).toContain('COMMAND_OFFER_EXPIRED');
    expect(await standing(session)).toEqual({ over: [], offeredToUserId: null, offerExpiresAt: null });
    expect((await offer(session)).status).toBe(201);
    expect((await give(desk.handler, session.id, 'command.accept')).status).toBe(201);
  });

  it('ends with the offeree’s removal and with the session', async () => {
    const session = await withDeputy();
    await offer(session);
    await give(desk.city, session.id, 'participant.remove', { userId: desk.handler.user.id, reason: '回避' });
    steer(desk.app.get(Clock)).advance(3 * MINUTE_MS);
    await desk.app.get(OfferDeadlines).round();
    const other = await withDeputy();
    await offer(other);
    await give(desk.city, other.id, 'session.close');
    steer(desk.app.get(Clock)).advance(3 * MINUTE_MS);
    await desk.app.get(OfferDeadlines).round();
    for (const { id } of [session, other])
      expect((await recordOf(desk.city, id)).map(({ type }) => type)).not.toContain('command.offerExpired');
    expect(await standing(other)).toEqual({ over: [], offeredToUserId: null, offerExpiresAt: null });
  });

  it('that outlived its session in an older database is no fact of today', async () => {
    const session = await withDeputy();
    await give(desk.city, session.id, 'session.close');
    await desk.app.get(UnitOfWork).run(SYSTEM, (tx) =>
      tx.execute(
        `UPDATE command_session SET offered_to_user_id = commander_user_id, offer_expires_at = now() - interval '1 day'
         WHERE id = $1`,
        [session.id],
      ),
    );
    await desk.app.get(OfferDeadlines).round();
    expect((await recordOf(desk.city, session.id)).at(-1)).toMatchObject({ type: 'session.close' });
  });

  it('runs out although another one cannot be ended', async () => {
    const [broken, sound] = [await withDeputy(), await withDeputy()];
    await offer(broken);
    await offer(sound);
    steer(desk.app.get(Clock)).advance(3 * MINUTE_MS);
    const facts = desk.app.get(ServiceFacts);
    const enter = facts.enter.bind(facts);
    jest.spyOn(facts, 'enter').mockImplementation(async (tx, id, decide) => {
      if (id === broken.id) throw new Error('cannot be entered');
      return enter(tx, id, decide);
    });
    await desk.app.get(OfferDeadlines).round();
    expect((await recordOf(desk.city, sound.id)).at(-1)).toMatchObject({ type: 'command.offerExpired' });
    expect(await standing(broken)).toMatchObject({ over: [broken.id] });
  });
});

describe('of two who would command at once', () => {
  const outcome = ({ ok, code }: { ok: boolean; code: string | undefined }) => (ok ? 'commands' : code);
  const both = async (first: ReturnType<typeof give>, second: ReturnType<typeof give>) =>
    (await Promise.all([first, second])).map(({ status, code }) => outcome({ ok: status === 201, code }));

  it.each(Array.from({ length: 5 }, (_, index) => index))('accepting and taking over, one wins (%i)', async () => {
    const session = await withDeputy();
    await offer(session);
    const outcomes = await both(
      give(desk.handler, session.id, 'command.accept'),
      give(desk.province, session.id, 'command.takeOver', { reason: '升级' }),
    );
    expect(outcomes.filter((one) => one === 'commands')).toHaveLength(1);
    // After a take-over there is no offer any more; after an acceptance the epoch is another.
    expect(outcomes).toContainEqual(outcomes[0] === 'commands' ? 'STALE_COMMAND_EPOCH' : 'FORBIDDEN');
    const { epoch, participants } = await shown(desk.city, session.id);
    expect(epoch).toBe(2);
    expect(participants.filter(({ role }) => role === 'commander')).toHaveLength(1);
  });

  it('accepting twice under two ids, one wins', async () => {
    const session = await withDeputy();
    await offer(session);
    const accept = () => give(desk.handler, session.id, 'command.accept');
    expect((await both(accept(), accept())).sort((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'commands',
      'FORBIDDEN',
    ]);
  });
});

describe('a take-over', () => {
  it('tells the former commander, who keeps the view without the authority', async () => {
    const session = await desk.openSession();
    const stays = await Console.of(desk.city, session);
    await give(desk.province, session.id, 'command.takeOver', { reason: '省院直接指挥' });
    expect(await codesOfNotices(desk.city, session.id)).toContain('COMMAND_TAKEN_OVER');
    await stays.until(2);
    expect(await stays.cmd('session.suspend', {}, { epoch: 2 })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await stays.cmd('chat.say', { text: '收到' })).toMatchObject({ ok: true });
  });
});

describe('the deputy of a commander who is gone', () => {
  const assume = (session: OpenedSession, client = desk.handler) => give(client, session.id, 'command.assume');

  it('assumes command after the minutes that were set, with the reason stated', async () => {
    const session = await withDeputy();
    const time = steer(desk.app.get(Clock));
    time.advance(4 * MINUTE_MS);
    const early = await assume(session);
    expect(early).toMatchObject({ status: 409, code: 'COMMANDER_PRESENT', body: { minutes: 5 } });
    time.advance(MINUTE_MS + 5_000);
    expect((await assume(session)).status).toBe(201);
    expect((await recordOf(desk.city, session.id)).at(-1)).toMatchObject({
      type: 'command.assume',
      payload: { fromUserId: desk.city.user.id, epoch: 2, reason: { en: expect.stringContaining('5 minutes') } },
    });
    expect(await codesOfNotices(desk.city, session.id)).toContain('COMMAND_ASSUMED');
    expect(await shown(desk.city, session.id)).toMatchObject({ epoch: 2, commanderUserId: desk.handler.user.id });
    expect((await give(desk.city, session.id, 'session.close')).code).toBe('FORBIDDEN');
  });

  it('does not while the commander gives commands without a socket, and nobody else ever does', async () => {
    const session = await withDeputy();
    await give(desk.city, session.id, 'participant.pullIn', { userId: desk.county.user.id });
    const time = steer(desk.app.get(Clock));
    time.advance(4 * MINUTE_MS);
    await give(desk.city, session.id, 'chat.say', { text: '在' });
    time.advance(4 * MINUTE_MS);
    expect((await assume(session)).code).toBe('COMMANDER_PRESENT');
    time.advance(2 * MINUTE_MS);
    expect((await assume(session, desk.county)).code).toBe('FORBIDDEN');
    expect((await assume(session, desk.province)).code).toBe('FORBIDDEN');
  });

  it('does not count what the service itself has slept through', async () => {
    const session = await withDeputy();
    const repository = desk.app.get(PresenceRepository);
    jest.spyOn(repository, 'lastSeen').mockResolvedValue(new Date(Date.now() - 86_400_000));
    const time = steer(desk.app.get(Clock));
    time.advance(startedAt - Date.now());
    expect((await assume(session)).code).toBe('COMMANDER_PRESENT');
    time.advance(5 * MINUTE_MS);
    expect((await assume(session)).status).toBe(201);
  });

  it('does not once the commander is back, though only in the background', async () => {
    const session = await withDeputy();
    const time = steer(desk.app.get(Clock));
    time.advance(6 * MINUTE_MS);
    const back = await Console.of(desk.city, session);
    expect((await assume(session)).code).toBe('COMMANDER_PRESENT');
    await back.socket.emitWithAck('presence', { sessionId: session.id, state: 'background' });
    time.advance(3 * MINUTE_MS);
    await desk.app.get(PresenceBoard).round();
    time.advance(3 * MINUTE_MS);
    expect((await assume(session)).code).toBe('COMMANDER_PRESENT');
    back.socket.disconnect();
  });

  it('needs to be someone who could command', async () => {
    const session = await desk.openSession();
    await give(desk.city, session.id, 'participant.pullIn', { userId: desk.county.user.id, role: 'deputy' });
    steer(desk.app.get(Clock)).advance(6 * MINUTE_MS);
    expect((await assume(session, desk.county)).code).toBe('CANNOT_COMMAND');
  });

  it('of two deputies at once one assumes', async () => {
    const session = await withDeputy();
    const other = await desk.app.as({ role: 'commander', unit: '东光县' });
    await give(desk.city, session.id, 'participant.pullIn', { userId: other.user.id, role: 'deputy' });
    steer(desk.app.get(Clock)).advance(6 * MINUTE_MS);
    const answers = await Promise.all([assume(session), assume(session, other)]);
    const codes = answers.map(({ status, code }): Ack['ok'] | string | undefined => (status === 201 ? true : code));
    expect(codes.filter((code) => code === true)).toHaveLength(1);
    expect(codes).toContain('STALE_COMMAND_EPOCH');
    other.close();
  });
});
