import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import {
  CommandDesk,
  Console,
  give,
  type OpenedSession,
  orderTo,
  personIn,
  recordOf,
  shown,
  waitFor,
} from '../../support/command-desk.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';

let desk: CommandDesk;
let above: ApiClient;
let officer: ApiClient;
beforeAll(async () => {
  desk = await CommandDesk.start();
  above = await desk.app.as({ role: 'commander', unit: '邯郸市' });
  officer = await desk.app.as({ role: 'commander', unit: '东光县' });
}, 120_000);
afterAll(async () => {
  above?.close();
  officer?.close();
  await desk?.stop();
});

async function noticesOf(client: ApiClient, sessionId: string): Promise<string[]> {
  const { body } = await client.get<{ items: { code: string; subject: { id: string } }[] }>('/me/notices?limit=200');
  return body.items.filter(({ subject }) => subject.id === sessionId).map(({ code }) => code);
}

/** A session that 邯郸 can see, because a county of it was invited, but was not itself invited to. */
async function seenFromAbove(): Promise<OpenedSession> {
  const session = await desk.openSession();
  await give(desk.city, session.id, 'participant.invite', { unitId: desk.outsider.user.unit.id });
  return session;
}

describe('asking to take part', () => {
  it('is admitted under the role that was asked for, and both sides are told', async () => {
    const { id } = await seenFromAbove();
    expect((await give(above, id, 'participant.join')).code).toBe('FORBIDDEN');
    expect((await give(above, id, 'chat.say', { text: '未获准' })).code).toBe('FORBIDDEN');
    expect((await give(above, id, 'participant.request', { role: 'expert', reason: '协查' })).status).toBe(201);
    expect((await give(above, id, 'participant.request')).code).toBe('BAD_STATE');
    expect((await give(above, id, 'participant.join')).code).toBe('FORBIDDEN');
    expect(await noticesOf(desk.city, id)).toEqual(['SESSION_ENTRY_REQUESTED']);
    const userId = above.user.id;
    expect((await give(above, id, 'participant.admit', { userId })).code).toBe('FORBIDDEN');
    expect((await give(desk.city, id, 'participant.admit', { userId })).status).toBe(201);
    expect(await personIn(desk.city, id, userId)).toMatchObject({
      state: 'joined',
      role: 'expert',
      joinMode: 'requested',
      capabilities: ['speak', 'draw', 'conclude'],
      name: expect.any(String),
    });
    expect((await give(above, id, 'chat.say', { text: '已到' })).status).toBe(201);
    expect(await noticesOf(above, id)).toEqual(['SESSION_ENTRY_ADMITTED']);
    expect((await give(desk.city, id, 'participant.admit', { userId })).code).toBe('NOT_A_PARTICIPANT');
  });

  it('is declined, and may be asked again', async () => {
    const { id } = await seenFromAbove();
    const userId = above.user.id;
    await give(above, id, 'participant.request');
    expect((await give(desk.city, id, 'participant.decline', { userId, reason: '暂不需要' })).status).toBe(201);
    expect((await give(above, id, 'participant.join')).code).toBe('FORBIDDEN');
    expect(await noticesOf(above, id)).toEqual(['SESSION_ENTRY_DECLINED']);
    expect((await give(above, id, 'participant.request')).status).toBe(201);
    expect(await personIn(desk.city, id, userId)).toMatchObject({ state: 'requested', capabilities: [] });
  });

  it('is open to whoever reads the case, and to nobody else', async () => {
    const session = await desk.openSession();
    expect((await give(desk.outsider, session.id, 'participant.request')).status).toBe(404);
    await desk.handler.post(`/cases/${session.caseId}/members`, { userId: desk.outsider.user.id });
    expect((await give(desk.outsider, session.id, 'participant.request')).status).toBe(201);
    expect((await desk.outsider.get(`/command-sessions/${session.id}`)).status).toBe(404);
    await give(desk.city, session.id, 'participant.admit', { userId: desk.outsider.user.id });
    expect((await desk.outsider.get(`/command-sessions/${session.id}`)).status).toBe(200);
  });
});

describe('a role that was only asked for', () => {
  it('is none: whoever was declined or is still waiting enters later under the role of their work', async () => {
    const { id } = await seenFromAbove();
    const userId = above.user.id;
    expect((await give(above, id, 'participant.request', { role: 'deputy' })).code).toBe('VALIDATION_FAILED');
    await give(above, id, 'participant.request', { role: 'dispatcher' });
    await give(desk.city, id, 'participant.decline', { userId });
    expect((await give(desk.city, id, 'order.issue', orderTo({ userId }))).status).toBe(201);
    expect(await personIn(desk.city, id, userId)).toMatchObject({ state: 'invited', role: null });
    await give(above, id, 'participant.join');
    expect(await personIn(desk.city, id, userId)).toMatchObject({ state: 'joined', role: 'liaison' });

    const other = await seenFromAbove();
    await give(above, other.id, 'participant.request', { role: 'dispatcher' });
    await give(desk.city, other.id, 'participant.invite', { userId });
    expect(await personIn(desk.city, other.id, userId)).toMatchObject({ state: 'invited', role: null });
  });

  it('makes no deputy although an older service took the wish, nor does a part that has ended', async () => {
    const { id } = await seenFromAbove();
    const userId = above.user.id;
    await give(above, id, 'participant.request');
    await desk.app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) =>
        tx.execute(`UPDATE session_participant SET role = 'deputy' WHERE session_id = $1 AND user_id = $2`, [
          id,
          userId,
        ]),
      );
    await give(desk.city, id, 'participant.admit', { userId });
    expect(await personIn(desk.city, id, userId)).toMatchObject({ state: 'joined', role: 'liaison' });
    await give(desk.city, id, 'participant.setRole', { userId, role: 'deputy' });
    await give(above, id, 'participant.leave');
    await give(desk.city, id, 'order.issue', orderTo({ userId }));
    expect(await personIn(desk.city, id, userId)).toMatchObject({ state: 'invited', role: null });
  });
});

describe('pulling in', () => {
  it('makes a person of a unit below a member at once, and tells them', async () => {
    const { session, chief } = await desk.command();
    const userId = desk.county.user.id;
    expect(await chief.cmd('participant.pullIn', { userId, role: 'field_lead', reason: '就近' })).toMatchObject({
      ok: true,
    });
    expect(await personIn(desk.city, session.id, userId)).toMatchObject({
      state: 'joined',
      joinMode: 'pulled_in',
      role: 'field_lead',
    });
    expect((await give(desk.county, session.id, 'chat.say', { text: '收到' })).status).toBe(201);
    expect(await noticesOf(desk.county, session.id)).toEqual(['SESSION_PULLED_IN']);
    expect(await chief.cmd('participant.pullIn', { userId })).toMatchObject({ error: { code: 'BAD_STATE' } });
  });

  it('reaches nobody above, beside, unknown or without work on cases', async () => {
    const { chief } = await desk.command();
    const admin = await desk.app.as({ role: 'system_admin' });
    const outcomes = [];
    for (const userId of [desk.province.user.id, desk.outsider.user.id, randomUUID(), admin.user.id])
      outcomes.push((await chief.cmd('participant.pullIn', { userId })).error?.code);
    expect(outcomes).toEqual(['CANNOT_PULL_IN', 'CANNOT_PULL_IN', 'CANNOT_TAKE_PART', 'CANNOT_TAKE_PART']);
    admin.close();
  });
});

describe('roles', () => {
  it('change by who leads; of a deputy by the commander alone, of the commander by nobody', async () => {
    const { session, chief } = await desk.command();
    const [handler, county] = [desk.handler.user.id, desk.county.user.id];
    await chief.cmd('participant.pullIn', { userId: handler, role: 'deputy' });
    await chief.cmd('participant.pullIn', { userId: county });
    const deputy = await Console.of(desk.handler, session);
    expect(await deputy.cmd('participant.setRole', { userId: county, role: 'scribe' })).toMatchObject({ ok: true });
    expect(await personIn(desk.city, session.id, county)).toMatchObject({
      role: 'scribe',
      capabilities: expect.arrayContaining(['speak']),
    });
    const refused = [
      await deputy.cmd('participant.setRole', { userId: handler, role: 'observer' }),
      await deputy.cmd('participant.setRole', { userId: desk.city.user.id, role: 'observer' }),
      await deputy.cmd('participant.remove', { userId: desk.city.user.id, reason: 'x' }),
      await chief.cmd('participant.setRole', { userId: county, role: 'commander' }),
      await chief.cmd('participant.setRole', { userId: desk.outsider.user.id, role: 'expert' }),
    ];
    expect(refused.map(({ error }) => error?.code)).toEqual([
      'FORBIDDEN',
      'COMMANDER_STAYS',
      'COMMANDER_STAYS',
      'VALIDATION_FAILED',
      'NOT_A_PARTICIPANT',
    ]);
    expect(await chief.cmd('participant.setRole', { userId: handler, role: 'observer' })).toMatchObject({ ok: true });
    const last = (await recordOf(desk.city, session.id)).at(-1);
    expect(last).toMatchObject({ payload: { role: 'observer', formerRole: 'deputy' } });
  });
});

describe('a deputy', () => {
  it('makes no deputies, and cannot go round that by an invitation', async () => {
    const { session, chief } = await desk.command();
    const { id } = session;
    const [handler, other] = [desk.handler.user.id, officer.user.id];
    await chief.cmd('participant.pullIn', { userId: handler, role: 'deputy' });
    await chief.cmd('participant.pullIn', { userId: other, role: 'deputy' });
    await chief.cmd('participant.pullIn', { userId: desk.county.user.id });
    await chief.cmd('participant.invite', { userId: desk.outsider.user.id, role: 'deputy' });
    await chief.cmd('participant.invite', { unitId: above.user.unit.id, role: 'deputy' });
    const deputy = (type: string, payload: object) => give(desk.handler, id, type, payload);
    const refused = [
      await deputy('participant.invite', { userId: other, role: 'observer' }),
      await deputy('participant.invite', { userId: desk.city.user.id, role: 'observer' }),
      await deputy('participant.invite', { userId: desk.outsider.user.id, role: 'observer' }),
      await deputy('participant.invite', { userId: above.user.id, role: 'deputy' }),
      await deputy('participant.invite', { unitId: above.user.unit.id, role: 'observer' }),
      await deputy('participant.invite', { unitId: desk.province.user.unit.id, role: 'deputy' }),
      await deputy('participant.setRole', { userId: desk.county.user.id, role: 'deputy' }),
      await deputy('participant.pullIn', { userId: desk.handler.user.id, role: 'deputy' }),
    ];
    expect(refused.map(({ code }) => code)).toEqual([
      'ALREADY_JOINED',
      'ALREADY_JOINED',
      'FORBIDDEN',
      'FORBIDDEN',
      'FORBIDDEN',
      'FORBIDDEN',
      'FORBIDDEN',
      'BAD_STATE',
    ]);
    await give(desk.county, id, 'participant.leave');
    expect((await deputy('participant.pullIn', { userId: desk.county.user.id, role: 'deputy' })).code).toBe(
      'FORBIDDEN',
    );
    await give(above, id, 'participant.request');
    expect((await deputy('participant.admit', { userId: above.user.id, role: 'deputy' })).code).toBe('FORBIDDEN');
    expect((await deputy('participant.admit', { userId: above.user.id })).status).toBe(201);
    for (const [userId, role] of [
      [other, 'deputy'],
      [desk.outsider.user.id, 'deputy'],
      [above.user.id, 'liaison'],
    ] as const)
      expect(await personIn(desk.city, id, userId)).toMatchObject({ role });
  });
});

describe('removal', () => {
  it('is not undone by an order', async () => {
    const { session, chief } = await desk.command();
    const userId = desk.handler.user.id;
    await chief.cmd('participant.pullIn', { userId });
    await chief.cmd('participant.remove', { userId, reason: '回避' });
    expect(await chief.cmd('order.issue', orderTo({ userId }))).toMatchObject({ error: { code: 'CANNOT_TAKE_PART' } });
    expect(await chief.cmd('order.issue', orderTo({ unitId: desk.handler.user.unit.id }))).toMatchObject({ ok: true });
    expect(await personIn(desk.city, session.id, userId)).toMatchObject({ state: 'removed', role: null });
    expect((await give(desk.handler, session.id, 'participant.join')).code).toBe('FORBIDDEN');
  });

  it('ends everything at once, even for someone whose own unit would let them in, until they are invited anew', async () => {
    const { session, chief } = await desk.command();
    const userId = desk.handler.user.id;
    await chief.cmd('participant.pullIn', { userId });
    const issued = orderTo({ userId });
    await chief.cmd('order.issue', issued);
    await chief.cmd('order.issue', orderTo({ unitId: desk.handler.user.unit.id }));
    const member = await Console.of(desk.handler, session);
    const left: object[] = [];
    member.socket.on('left', (message: object) => left.push(message));
    expect(await chief.cmd('participant.remove', { userId })).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    expect(await chief.cmd('participant.remove', { userId, reason: '岗位调整' })).toMatchObject({ ok: true });
    expect(await waitFor(() => left.length > 0)).toBeLessThan(5_000);
    expect(left).toEqual([{ sessionId: session.id, code: 'FORBIDDEN' }]);
    for (const [type, payload] of [
      ['chat.say', { text: 'x' }],
      ['order.acknowledge', { orderId: issued.orderId }],
      ['participant.join', {}],
      ['participant.request', {}],
    ] as const)
      expect([type, (await member.cmd(type, payload)).error?.code]).toEqual([type, 'FORBIDDEN']);
    const again = (await member.socket.emitWithAck('join', { sessionId: session.id })) as object;
    expect(again).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    expect((await desk.handler.get(`/command-sessions/${session.id}`)).status).toBe(403);
    expect((await desk.handler.get(`/orders?sessionId=${session.id}`)).status).toBe(403);
    const orders = await desk.handler.get<{ items: { sessionId: string }[] }>('/orders?limit=200');
    expect(orders.body.items.map(({ sessionId }) => sessionId)).not.toContain(session.id);
    const list = await desk.handler.get<{ items: { id: string }[] }>('/command-sessions?limit=200');
    expect(list.body.items.map(({ id }) => id)).not.toContain(session.id);
    const heard = member.follower.events.length;
    await chief.cmd('chat.say', { text: '内部' });
    await pause(300);
    expect(member.follower.events).toHaveLength(heard);
    expect(await noticesOf(desk.handler, session.id)).toContain('SESSION_REMOVED');

    await chief.cmd('participant.invite', { userId, role: 'expert' });
    await member.reconnect();
    expect(await member.cmd('participant.join')).toMatchObject({ ok: true });
    expect(await personIn(desk.city, session.id, userId)).toMatchObject({
      state: 'joined',
      role: 'expert',
      leftSeq: null,
    });
  });

  it('reaches whoever may look on: who left a second before, who was declined, who never took part', async () => {
    const { session, chief } = await desk.command();
    const { id } = session;
    const remove = (userId: string) => chief.cmd('participant.remove', { userId, reason: '回避' });
    const left = desk.handler.user.id;
    await chief.cmd('participant.pullIn', { userId: left });
    await give(desk.handler, id, 'participant.leave');
    expect((await desk.handler.get(`/command-sessions/${id}`)).status).toBe(200);
    expect(await remove(left)).toMatchObject({ ok: true });
    expect((await desk.handler.get(`/command-sessions/${id}`)).status).toBe(403);

    await chief.cmd('participant.invite', { unitId: desk.outsider.user.unit.id });
    const onlooker = await Console.of(desk.outsider, session);
    const shownOut: object[] = [];
    onlooker.socket.on('left', (message: object) => shownOut.push(message));
    expect(await remove(desk.outsider.user.id)).toMatchObject({ ok: true });
    expect(await waitFor(() => shownOut.length > 0)).toBeLessThan(5_000);
    expect(await onlooker.cmd('participant.join')).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await personIn(desk.city, id, desk.outsider.user.id)).toMatchObject({ state: 'removed', role: null });

    await give(above, id, 'participant.request');
    await chief.cmd('participant.decline', { userId: above.user.id });
    const codes = [];
    for (const userId of [above.user.id, desk.province.user.id, desk.city.user.id, randomUUID(), left])
      codes.push((await remove(userId)).error?.code);
    expect(codes).toEqual([
      undefined,
      'CANNOT_REMOVE_SUPERIOR',
      'COMMANDER_STAYS',
      'NOT_A_PARTICIPANT',
      'NOT_A_PARTICIPANT',
    ]);
  });

  it('does not reach somebody to whom the session does not exist', async () => {
    const { chief } = await desk.command();
    expect(await chief.cmd('participant.remove', { userId: desk.outsider.user.id, reason: 'x' })).toMatchObject({
      error: { code: 'NOT_A_PARTICIPANT' },
    });
  });

  it('leaves its refusals in the audit trail and itself in the record', async () => {
    const { session, chief } = await desk.command();
    const userId = desk.handler.user.id;
    await chief.cmd('participant.pullIn', { userId, role: 'deputy' });
    await chief.cmd('participant.remove', { userId, reason: '回避' });
    await give(desk.handler, session.id, 'chat.say', { text: 'x' });
    expect((await desk.handler.get(`/command-sessions/${session.id}/events?after=0`)).status).toBe(403);
    await eventually(async () => {
      const rows = await desk.app
        .get(UnitOfWork)
        .read((tx) => tx.query(`SELECT action, actor_id FROM audit_entry WHERE subject_id = $1`, [session.id]));
      expect(rows).toContainEqual({ action: 'command.chat.say', actor_id: userId });
      expect(rows).toContainEqual({ action: 'session.read', actor_id: userId });
    });
    const last = (await recordOf(desk.city, session.id)).at(-1);
    expect(last).toMatchObject({ type: 'participant.remove', payload: { reason: '回避', formerRole: 'deputy' } });
  });

  it('spares units above the commander’s', async () => {
    const session = await desk.openSession(officer);
    await give(desk.city, session.id, 'participant.join');
    const userId = desk.city.user.id;
    expect((await give(officer, session.id, 'participant.remove', { userId, reason: 'x' })).code).toBe(
      'CANNOT_REMOVE_SUPERIOR',
    );
    expect((await shown(desk.city, session.id)).id).toBe(session.id);
  });

  it('of the same person by two at once happens once', async () => {
    const { session, chief } = await desk.command();
    await chief.cmd('participant.pullIn', { userId: desk.handler.user.id, role: 'deputy' });
    const userId = desk.county.user.id;
    await chief.cmd('participant.pullIn', { userId });
    const both = await Promise.all([
      give(desk.city, session.id, 'participant.remove', { userId, reason: '一' }),
      give(desk.handler, session.id, 'participant.remove', { userId, reason: '二' }),
    ]);
    expect(both.map(({ status, code }) => code ?? status).sort((a, b) => String(a).localeCompare(String(b)))).toEqual([
      201,
      'NOT_A_PARTICIPANT',
    ]);
  });
});
