import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { CommandDesk, give, type OpenedSession, orderTo, waitFor } from '../../support/command-desk.js';

interface Snapshot {
  readonly ok?: boolean;
  readonly snapshotSeq: number;
  readonly lastSeq: number;
  readonly more: boolean;
  readonly epoch: number;
  readonly events: object[];
  readonly snapshot: {
    readonly session: { readonly state: string; readonly lastHash?: unknown; readonly participants: object[] };
    readonly orders: object[];
    readonly moreOrders: boolean;
    readonly map: { readonly features: object[] };
  };
}

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(() => desk?.stop());

const shape = (featureId: string, lon: number) => ({
  featureId,
  geometry: { type: 'Point', coordinates: [lon, 37.9] },
  label: '排口',
});

/** As if so much had happened: a third of it on the map, the rest words. Hashes are of the right length and no more. */
async function age({ id }: OpenedSession, count: number): Promise<void> {
  await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
    await tx.execute(
      `INSERT INTO session_event
         (session_id, seq, cmd_id, type, actor, occurred_at, recorded_at, scope, payload, prev_hash, hash)
       SELECT s.id, s.last_seq + n, gen_random_uuid(), CASE WHEN n % 3 = 0 THEN 'map.put' ELSE 'chat.say' END,
         jsonb_build_object('userId', s.commander_user_id, 'name', 'x', 'unitId', s.unit_id, 'unitName', 'x', 'tier', 'city',
           'role', 'commander'), now(), now(), '{"kind": "ALL"}',
         CASE WHEN n % 3 = 0
           THEN jsonb_build_object('featureId', '00000000-0000-7000-8000-' || lpad(n % 900 || '', 12, '0'), 'label', 'x',
             'geometry', '{"type": "Point", "coordinates": [116.5, 37.9]}'::jsonb)
           ELSE '{"text": "一句话"}' END, s.last_hash, s.last_hash
       FROM command_session s, generate_series(1, $2::int) n WHERE s.id = $1`,
      [id, count],
    );
    await tx.execute(
      `INSERT INTO map_feature (session_id, feature_id, version, seq, kind, geometry, details, positions, scope, created_at, updated_at)
       SELECT session_id, (payload ->> 'featureId')::uuid, count(*), max(seq), 'point', (array_agg(payload -> 'geometry'))[1],
         '{}', 1, '{"kind": "ALL"}', now(), now()
       FROM session_event WHERE session_id = $1 AND type = 'map.put' GROUP BY 1, 2`,
      [id],
    );
    await tx.execute(`UPDATE command_session SET last_seq = last_seq + $2 WHERE id = $1`, [id, count]);
  });
}

describe('a snapshot', () => {
  it('is what stands: people, orders and shapes, not what passed', async () => {
    const { session, chief } = await desk.command();
    const [kept, gone] = [randomUUID(), randomUUID()];
    const issued = orderTo({ userId: desk.county.user.id });
    await chief.cmd('order.issue', issued);
    for (const [featureId, lon] of [
      [kept, 116],
      [gone, 116],
      [kept, 117],
    ] as const)
      await chief.cmd('map.put', shape(featureId, lon));
    await chief.cmd('map.remove', { featureId: gone });
    await chief.cmd('chat.say', { text: '密', audience: { kind: 'ORG' } });
    const { status, body } = await desk.province.get<Snapshot>(`/command-sessions/${session.id}/snapshot`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      snapshotSeq: 7,
      epoch: 1,
      snapshot: {
        session: { state: 'open', participants: [{ role: 'commander' }, { state: 'invited' }] },
        orders: [{ id: issued.orderId, state: 'ISSUED' }],
        map: {
          features: [{ id: kept, geometry: { coordinates: [117, 37.9] }, properties: { label: '排口', seq: 5 } }],
        },
      },
    });
    expect(JSON.stringify(body)).not.toContain('密');
  });

  it('has every order that goes on, the newest of the others, and says that there are more', async () => {
    const { session, chief } = await desk.command();
    const open = orderTo({ userId: desk.county.user.id });
    await chief.cmd('order.issue', open);
    await desk.app.get(UnitOfWork).run(SYSTEM, (tx) =>
      tx.execute(
        `INSERT INTO work_order (id, session_id, to_user_id, text, state, priority, expires, is_issued, evidence_ids, flight_ids,
           issued_by, issued_seq, issued_at, updated_at)
         SELECT ('ffffffff-ffff-7fff-8fff-' || lpad(n || '', 12, '0'))::uuid, session_id, to_user_id, text, 'CANCELLED',
           priority, expires, is_issued, '{}', '{}', issued_by, issued_seq, issued_at, updated_at
         FROM work_order, generate_series(1, 201) n WHERE id = $1`,
        [open.orderId],
      ),
    );
    const { body } = await desk.city.get<Snapshot>(`/command-sessions/${session.id}/snapshot`);
    expect(body.snapshot.moreOrders).toBe(true);
    expect(body.snapshot.orders).toHaveLength(201);
    expect(body.snapshot.orders.at(-1)).toMatchObject({ id: open.orderId, state: 'ISSUED' });
  });

  it('has the offer that stands and what somebody is asked to show, as the session itself does', async () => {
    const { session, chief } = await desk.command();
    const [toUserId, requestId] = [desk.handler.user.id, randomUUID()];
    await chief.cmd('participant.pullIn', { userId: toUserId });
    await chief.cmd('show.request', { requestId, userId: toUserId, purpose: '看' });
    await chief.cmd('command.offer', { toUserId });
    const standing = {
      offeredToUserId: toUserId,
      offerExpiresAt: expect.stringMatching(/Z$/),
      sightRequests: [{ id: requestId, kind: 'show', state: 'asked', holderUserId: toUserId, untilAt: null }],
    };
    const { body } = await desk.province.get<Snapshot>(`/command-sessions/${session.id}/snapshot`);
    expect(body.snapshot).toMatchObject({ moreOrders: false, session: standing });
    expect((await desk.province.get(`/command-sessions/${session.id}`)).body).toMatchObject(standing);
    await give(desk.handler, session.id, 'show.consent', { requestId, accept: false });
    await give(desk.handler, session.id, 'command.decline');
    expect((await desk.city.get(`/command-sessions/${session.id}`)).body).toMatchObject({
      offeredToUserId: null,
      offerExpiresAt: null,
      sightRequests: [],
    });
  });

  it('is for those who may read the session', async () => {
    const session = await desk.openSession();
    expect((await desk.outsider.get(`/command-sessions/${session.id}/snapshot`)).status).toBe(404);
    expect((await desk.city.get(`/command-sessions/${randomUUID()}/snapshot`)).status).toBe(404);
    const userId = desk.handler.user.id;
    await give(desk.city, session.id, 'participant.pullIn', { userId });
    await give(desk.city, session.id, 'participant.remove', { userId, reason: '回避' });
    expect((await desk.handler.get(`/command-sessions/${session.id}/snapshot`)).status).toBe(403);
  });

  it('comes instead of the events only to whoever asks for it and is more than a page behind', async () => {
    const { session, chief } = await desk.command();
    const ask = (event: string, more: object) =>
      chief.socket.emitWithAck(event, { sessionId: session.id, ...more }) as Promise<Snapshot>;
    await age(session, 1_000);
    expect(await ask('sync', { snapshot: true, after: 1 })).toMatchObject({ lastSeq: 1_001, more: false });
    expect(await ask('sync', { snapshot: true, after: 1 })).not.toHaveProperty('snapshot');
    for (const event of ['join', 'sync']) {
      const whole = await ask(event, { snapshot: true, after: 0 });
      expect(whole).toMatchObject({ ok: true, snapshotSeq: 1_001, lastSeq: 1_001, more: false, events: [], epoch: 1 });
      expect(whole.snapshot.map.features).toHaveLength(300);
      expect(whole.snapshot.session).not.toHaveProperty('lastHash');
    }
    const page = await ask('sync', { after: 0 });
    expect(page).not.toHaveProperty('snapshot');
    expect(page).toMatchObject({ more: true, lastSeq: 1_001 });
    expect(await ask('sync', { snapshot: 'yes' })).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    const outsider = await desk.outsider.socket('/command');
    expect(await outsider.emitWithAck('sync', { sessionId: session.id, snapshot: true })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });

  it('of 10,000 events is drawn up on demand', async () => {
    const session = await desk.openSession();
    await age(session, 9_999);
    const { status, body } = await desk.city.get<Snapshot>(`/command-sessions/${session.id}/snapshot`);
    expect([status, body.snapshotSeq]).toEqual([200, 10_000]);
  });

  it('is followed by the next event, and nothing in between', async () => {
    const { session, chief } = await desk.command();
    await age(session, 1_500);
    const late = await desk.province.socket('/command');
    const heard: { seq: number; payload?: object }[] = [];
    late.on('ev', (event: { seq: number }) => heard.push(event));
    const whole = (await late.emitWithAck('join', { sessionId: session.id, after: 0, snapshot: true })) as Snapshot;
    expect(whole).toMatchObject({ ok: true, snapshotSeq: 1_501, events: [] });
    expect(await chief.cmd('chat.say', { text: '之后' })).toMatchObject({ ok: true, seq: 1_502 });
    await waitFor(() => heard.length > 0);
    expect(heard).toMatchObject([{ seq: whole.snapshotSeq + 1, payload: { text: '之后' } }]);
  });
});
