import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../src/platform/index.js';
import { chainVerdict, CommandDesk, Console, give, orderTo, recordOf, shown } from '../../support/command-desk.js';

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(() => desk?.stop());

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function schedule(scheduledFor: string) {
  const { caseId } = await desk.openSession();
  return desk.city.post<{ id: string; state: string; scheduledFor: string; code: string }>('/command-sessions', {
    caseId,
    title: '<b>会商</b>',
    kind: 'consultation',
    scheduledFor,
  });
}

describe('a scheduled session', () => {
  it('gathers people, lets nobody order, and is opened by its commander', async () => {
    const at = inHours(2);
    const { status, body } = await schedule(at);
    expect([status, body.state, body.scheduledFor]).toEqual([201, 'scheduled', at]);
    const { id } = body;
    const county = desk.county.user.id;
    expect((await give(desk.city, id, 'participant.invite', { userId: county })).status).toBe(201);
    expect((await give(desk.city, id, 'order.issue', orderTo({ userId: county }))).code).toBe('BAD_STATE');
    expect((await give(desk.handler, id, 'session.open')).code).toBe('FORBIDDEN');
    expect((await give(desk.city, id, 'session.open', {}, { epoch: 7 })).code).toBe('STALE_COMMAND_EPOCH');
    expect((await give(desk.city, id, 'session.open')).status).toBe(201);
    expect((await give(desk.city, id, 'session.open')).code).toBe('BAD_STATE');
    const record = await recordOf(desk.city, id);
    expect(record.map(({ type }) => type)).toEqual(['session.scheduled', 'participant.invite', 'session.open']);
    expect(record[0]).toMatchObject({ payload: { scheduledFor: at, title: '<b>会商</b>' } });
    expect((await shown(desk.city, id)).state).toBe('open');
  });

  it.each([
    ['in the past', () => inHours(-1), 422, 'SCHEDULED_IN_PAST'],
    ['at no time', () => 'tomorrow', 400, 'VALIDATION_FAILED'],
    ['without a zone', () => '2999-01-01T00:00:00', 400, 'VALIDATION_FAILED'],
    ['off the calendar', () => '9999-12-31T23:59:59Z', 400, 'VALIDATION_FAILED'],
  ])('is not made %s', async (_, at, status, code) => {
    const answer = await schedule(at());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('closing', () => {
  it('freezes the record under a manifest that anyone can compute, and says which orders are left open', async () => {
    const { session, chief } = await desk.command();
    const [open, cancelled] = [orderTo({ userId: desk.county.user.id }), orderTo({ userId: desk.county.user.id })];
    await chief.cmd('order.issue', open);
    await chief.cmd('order.issue', cancelled);
    await chief.cmd('order.cancel', { orderId: cancelled.orderId });
    const before = await recordOf(desk.city, session.id);
    expect(await chief.cmd('session.close', { reason: '告一段落' })).toMatchObject({ ok: true });
    const record = await recordOf(desk.city, session.id);
    const manifest = {
      sessionId: session.id,
      events: 4,
      head: before.at(-1)?.hash,
      hashesSha256: sha256(canonicalJson(before.map(({ hash }) => hash))),
    };
    expect(record.at(-1)).toMatchObject({
      type: 'session.close',
      payload: { state: 'closed', manifest, openOrders: [{ orderId: open.orderId, state: 'ISSUED', seq: 2 }] },
    });
    expect((await shown(desk.city, session.id)).closedManifestSha256).toBe(sha256(canonicalJson(manifest)));
    expect(chainVerdict(session.id, record)).toMatchObject({ ok: true, count: 5 });
  });

  it('is undone with a reason that keeps the former manifest, and archived for good', async () => {
    const { session, chief } = await desk.command();
    expect(await chief.cmd('session.archive')).toMatchObject({ error: { code: 'BAD_STATE', state: 'open' } });
    await chief.cmd('session.close');
    const { closedManifestSha256: first } = await shown(desk.city, session.id);
    await chief.cmd('session.reopen', { reason: '补充取证' });
    expect((await shown(desk.city, session.id)).closedManifestSha256).toBeNull();
    await chief.cmd('session.close');
    const { closedManifestSha256: second } = await shown(desk.city, session.id);
    expect(second).not.toBe(first);
    const colleague = await Console.of(desk.handler, session);
    expect(await colleague.cmd('session.archive')).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await chief.cmd('session.archive')).toMatchObject({ ok: true });
    expect(await chief.cmd('session.reopen', { reason: '再开' })).toMatchObject({ error: { code: 'BAD_STATE' } });
    const record = await recordOf(desk.city, session.id);
    expect(record.find(({ type }) => type === 'session.reopen')).toMatchObject({
      payload: { reason: '补充取证', formerManifestSha256: first },
    });
    expect(await shown(desk.city, session.id)).toMatchObject({ state: 'archived', closedManifestSha256: second });
  });
});
