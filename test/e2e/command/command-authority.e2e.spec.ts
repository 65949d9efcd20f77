import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Grants } from '../../../src/identity/index.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { CommandDesk, Console, orderTo, recordOf, waitFor } from '../../support/command-desk.js';
import type { ApiClient } from '../../support/client.js';

async function photoBy(client: ApiClient): Promise<string> {
  const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#468' } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.set('metadata', JSON.stringify({ kind: 'photo', title: '排口' }));
  form.set('file', new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' }), 'outfall.jpg');
  const { status, body } = await client.post<{ id: string }>('/evidence', form);
  expect(status).toBe(201);
  return body.id;
}

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(() => desk?.stop());

describe('command', () => {
  it('passes by offer and acceptance, and what was given under the old epoch is stale', async () => {
    const { session, chief } = await desk.command();
    const deputy = await Console.of(desk.handler, session);
    expect(await chief.cmd('command.offer', { toUserId: desk.handler.user.id })).toMatchObject({
      error: { code: 'CANNOT_COMMAND' },
    });
    await deputy.cmd('participant.join');
    expect(await deputy.cmd('command.accept')).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await chief.cmd('command.offer', { toUserId: desk.handler.user.id })).toMatchObject({ ok: true });
    expect(await deputy.cmd('command.accept')).toMatchObject({ ok: true });
    expect(await chief.cmd('order.issue', orderTo({ userId: desk.county.user.id }), { epoch: 1 })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await deputy.cmd('order.issue', orderTo({ userId: desk.county.user.id }), { epoch: 1 })).toMatchObject({
      error: { code: 'STALE_COMMAND_EPOCH', retryable: false, currentEpoch: 2 },
    });
    expect(await deputy.cmd('order.issue', orderTo({ userId: desk.county.user.id }), { epoch: 2 })).toMatchObject({
      ok: true,
    });
  });

  it('is taken over by one of two at once; the other and the former commander are refused', async () => {
    const officer = await desk.app.as({ role: 'commander', unit: '东光县' });
    const session = await desk.openSession(officer);
    const local = await Console.of(officer, session);
    const [fromCity, fromProvince] = [await Console.of(desk.city, session), await Console.of(desk.province, session)];
    const issued = orderTo({ userId: desk.county.user.id });
    await local.cmd('order.issue', issued);
    const reason = { reason: '情况紧急' };
    const both = await Promise.all([
      fromCity.cmd('command.takeOver', reason, { epoch: 1 }),
      fromProvince.cmd('command.takeOver', reason, { epoch: 1 }),
    ]);
    // Once the province commands, the city no longer stands above the commander.
    expect(both.map(({ ok, error }) => (ok ? 'commands' : error?.code))).toEqual(
      both[0].ok ? ['commands', 'STALE_COMMAND_EPOCH'] : ['FORBIDDEN', 'commands'],
    );
    const { body } = await desk.city.get<{ epoch: number; participants: { role: string }[] }>(
      `/command-sessions/${session.id}`,
    );
    expect(body.epoch).toBe(2);
    expect(body.participants.filter(({ role }) => role === 'commander')).toHaveLength(1);
    expect(await local.cmd('order.cancel', { orderId: issued.orderId }, { epoch: 1 })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    const field = await Console.of(desk.county, session);
    expect(await field.cmd('order.acknowledge', { orderId: issued.orderId }, { epoch: 1 })).toMatchObject({ ok: true });
    expect(await field.cmd('command.takeOver', reason, { epoch: 2 })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    officer.close();
  });

  it('suspends, resumes, closes and reopens; a suspension stops no report', async () => {
    const { session, chief } = await desk.command();
    const issued = orderTo({ userId: desk.county.user.id });
    await chief.cmd('order.issue', issued);
    const field = await Console.of(desk.county, session);
    await chief.cmd('session.suspend');
    expect(await chief.cmd('order.issue', orderTo({ userId: desk.county.user.id }))).toMatchObject({
      error: { code: 'BAD_STATE', state: 'suspended' },
    });
    expect(await field.cmd('order.acknowledge', { orderId: issued.orderId })).toMatchObject({ ok: true });
    expect(await chief.cmd('session.resume')).toMatchObject({ ok: true });
    expect(await chief.cmd('session.close')).toMatchObject({ ok: true });
    expect(await field.cmd('order.enRoute', { orderId: issued.orderId })).toMatchObject({
      error: { code: 'BAD_STATE' },
    });
    expect(await chief.cmd('session.reopen')).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    expect(await chief.cmd('session.reopen', { reason: '补充取证' })).toMatchObject({ ok: true });
    expect((await desk.city.get(`/command-sessions/${session.id}`)).body).toMatchObject({ state: 'open' });
  });
});

describe('orders', () => {
  it('to a unit are answered for by the first who acknowledges', async () => {
    const { session, chief } = await desk.command();
    const issued = orderTo({ unitId: desk.county.user.unit.id });
    await chief.cmd('order.issue', issued);
    const pilot = await desk.app.as({ role: 'pilot', unit: '东光县' });
    const [field, flyer] = [await Console.of(desk.county, session), await Console.of(pilot, session)];
    await field.cmd('order.seen', { orderId: issued.orderId });
    await flyer.cmd('order.acknowledge', { orderId: issued.orderId });
    const [listed] = (
      await desk.county.get<{ items: { receipts: object[]; state: string }[] }>(`/orders?sessionId=${session.id}`)
    ).body.items;
    expect(listed?.state).toBe('ACKNOWLEDGED');
    expect(listed?.receipts).toHaveLength(2);
    expect(listed?.receipts).toContainEqual(
      expect.objectContaining({ recipientUserId: pilot.user.id, responsible: true }),
    );
    pilot.close();
  });

  it('to a device go to whoever has it, and what is handed in shows in the chain of the evidence', async () => {
    const { session, chief } = await desk.command();
    const devices = await desk.county.get<{ items: { id: string }[] }>(`/devices?unit=${desk.county.user.unit.id}`);
    const deviceId = devices.body.items[0]?.id;
    const out = await desk.county.post('/check-outs', { deviceId, purpose: '取证' });
    expect(out.status).toBe(201);
    const issued = orderTo({ deviceId });
    expect(await chief.cmd('order.issue', issued)).toMatchObject({ ok: true });
    const evidenceId = await photoBy(desk.county);
    const field = await Console.of(desk.county, session);
    expect(field.types).toEqual(['session.opened', 'order.issue']);
    const submit = { orderId: issued.orderId, evidenceIds: [evidenceId] };
    expect(await field.cmd('order.submit', submit)).toMatchObject({ error: { code: 'BAD_STATE', state: 'ISSUED' } });
    await field.cmd('order.acknowledge', { orderId: issued.orderId });
    const unknown = { ...submit, evidenceIds: [randomUUID()] };
    expect(await field.cmd('order.submit', unknown)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await field.cmd('order.submit', submit)).toMatchObject({ ok: true });
    const { body } = await desk.county.get<{ links: { kind: string }[] }>(`/evidence/${evidenceId}/chain`);
    expect(body.links.find(({ kind }) => kind === 'order')).toMatchObject({
      refId: issued.orderId,
      snapshot: {
        sessionId: session.id,
        text: issued.text,
        issuedBy: desk.city.user.id,
        submittedBy: desk.county.user.id,
      },
    });
    const orders = await desk.city.get<{ items: object[] }>(`/orders?sessionId=${session.id}&state=SUBMITTED`);
    expect(orders.body.items).toMatchObject([{ id: issued.orderId, evidenceIds: [evidenceId], to: { deviceId } }]);
  });

  it('are refused with their code when nobody or the wrong one would get them', async () => {
    const { session, chief } = await desk.command();
    const admin = await desk.app.as({ role: 'system_admin' });
    expect(await chief.cmd('order.issue', orderTo({ userId: admin.user.id }))).toMatchObject({
      error: { code: 'CANNOT_TAKE_PART' },
    });
    expect(await chief.cmd('order.issue', orderTo({ unitId: randomUUID() }))).toMatchObject({
      error: { code: 'CANNOT_TAKE_PART' },
    });
    expect(await chief.cmd('order.issue', orderTo({ deviceId: randomUUID() }))).toMatchObject({
      error: { code: 'DEVICE_NOT_HELD' },
    });
    const issued = orderTo({ userId: desk.county.user.id });
    await chief.cmd('order.issue', issued);
    expect(await chief.cmd('order.issue', issued)).toMatchObject({ error: { code: 'ORDER_EXISTS' } });
    expect(await chief.cmd('order.acknowledge', { orderId: issued.orderId })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await chief.cmd('order.accept', { orderId: issued.orderId })).toMatchObject({
      error: { code: 'BAD_STATE', state: 'ISSUED' },
    });
    expect(await chief.cmd('order.accept', { orderId: randomUUID() })).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect((await recordOf(desk.city, session.id)).map(({ type }) => type)).toEqual(['session.opened', 'order.issue']);
    admin.close();
  });
});

describe('the shared map', () => {
  it('takes a shape and lets it be removed once', async () => {
    const { chief } = await desk.command();
    const featureId = randomUUID();
    const put = { featureId, geometry: { type: 'Point', coordinates: [116.5, 37.9] }, label: '排口' };
    expect(await chief.cmd('map.put', put)).toMatchObject({ ok: true });
    expect(await chief.cmd('map.remove', { featureId })).toMatchObject({ ok: true });
    expect(await chief.cmd('map.remove', { featureId })).toMatchObject({ error: { code: 'MAP_FEATURE_UNKNOWN' } });
  });
});

describe('an outsider', () => {
  it('finds no session, by socket or HTTP', async () => {
    const session = await desk.openSession();
    const socket = await desk.outsider.socket('/command');
    const notFound = { ok: false, error: { code: 'NOT_FOUND', retryable: false } };
    expect(await socket.emitWithAck('join', { sessionId: session.id, after: 0 })).toMatchObject(notFound);
    expect(await socket.emitWithAck('sync', { sessionId: session.id, after: 0 })).toMatchObject(notFound);
    const command = {
      cmdId: randomUUID(),
      sessionId: session.id,
      epoch: 1,
      type: 'chat.say',
      v: 1,
      payload: { text: 'x' },
    };
    expect(await socket.emitWithAck('cmd', command)).toMatchObject(notFound);
    expect((await desk.outsider.get(`/command-sessions/${session.id}`)).status).toBe(404);
    expect((await desk.outsider.get(`/command-sessions/${session.id}/events?after=0`)).status).toBe(404);
    expect((await desk.outsider.get(`/orders?sessionId=${session.id}`)).status).toBe(404);
    const list = await desk.outsider.get<{ items: object[] }>('/command-sessions');
    expect(list.body.items).toEqual([]);
  });

  it('who was invited takes part, reads the case, and is shown out within 5 s when the right ends', async () => {
    const { session, chief } = await desk.command();
    const caseOf = () => desk.outsider.get(`/cases/${session.caseId}`);
    expect((await caseOf()).status).toBe(404);
    await chief.cmd('participant.invite', { userId: desk.outsider.user.id, role: 'expert' });
    const guest = await Console.of(desk.outsider, session);
    expect(await guest.cmd('chat.say', { text: '未加入' })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await guest.cmd('participant.join')).toMatchObject({ ok: true });
    expect(await guest.cmd('participant.join')).toMatchObject({ error: { code: 'ALREADY_JOINED' } });
    expect(await guest.cmd('chat.say', { text: '在' })).toMatchObject({ ok: true });
    expect((await caseOf()).status).toBe(200);

    const left: object[] = [];
    guest.socket.on('left', (message: object) => left.push(message));
    const grants = desk.app.get(Grants);
    const grant = {
      userId: desk.outsider.user.id,
      scopeKind: 'session',
      scopeId: session.id,
      capability: 'write',
    } as const;
    await desk.app.get(UnitOfWork).run(SYSTEM, (tx) => grants.revoke(tx, grant));
    expect(await waitFor(() => left.length > 0)).toBeLessThan(5_000);
    expect(left).toEqual([{ sessionId: session.id, code: 'FORBIDDEN' }]);
    const known = guest.follower.events.length;
    await chief.cmd('chat.say', { text: '内部' });
    await pause(300);
    expect(guest.follower.events).toHaveLength(known);
    expect(await guest.cmd('chat.say', { text: 'x' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('whose unit was invited joins with it, and leaving ends what came with joining', async () => {
    const { session, chief } = await desk.command();
    await chief.cmd('participant.invite', { unitId: desk.outsider.user.unit.id });
    const list = await desk.outsider.get<{ items: { id: string }[] }>('/command-sessions');
    expect(list.body.items.map(({ id }) => id)).toContain(session.id);
    const guest = await Console.of(desk.outsider, session);
    expect(await guest.cmd('participant.join')).toMatchObject({ ok: true });
    expect((await desk.outsider.get(`/cases/${session.caseId}`)).status).toBe(200);
    expect(await guest.cmd('participant.leave')).toMatchObject({ ok: true });
    expect((await desk.outsider.get(`/cases/${session.caseId}`)).status).toBe(404);
  });
});

describe('refusals', () => {
  it('of rights are in the audit trail', async () => {
    const session = await desk.openSession();
    const colleague = await Console.of(desk.handler, session);
    await colleague.cmd('session.close');
    const rows = await desk.app
      .get(UnitOfWork)
      .read((tx) => tx.query(`SELECT action, outcome, actor_id FROM audit_entry WHERE subject_id = $1`, [session.id]));
    expect(rows).toEqual([{ action: 'command.session.close', outcome: 'refused', actor_id: desk.handler.user.id }]);
  });
});
