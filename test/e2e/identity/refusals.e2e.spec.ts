import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AuditTrail, newId, UnitOfWork } from '../../../src/platform/index.js';
import { type BookingBody, deviceOf, hours } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { openCase, upload } from '../evidence/evidence-kit.js';

interface Refusal {
  readonly action: string;
  readonly actorId: string;
  readonly subjectId: string | null;
  readonly details: { readonly code?: string };
  readonly requestId: string | null;
}

describe('a refusal about an object is in the audit', () => {
  let app: TestApp;
  let auditor: ApiClient;
  let handler: ApiClient;
  let stranger: ApiClient;
  let caseId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    auditor = await app.as({ role: 'audit_admin' });
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
    stranger = await app.as({ role: 'case_handler', unit: '大名县' });
    caseId = await openCase(handler);
  });
  afterEach(() => {
    stranger.close();
    jest.restoreAllMocks();
  });
  afterAll(() => app.stop());

  const refusalsAbout = async (id: string): Promise<Refusal[]> =>
    (await auditor.get<{ items: Refusal[] }>(`/audit?outcome=refused&subjectId=${id}`)).body.items;

  /** The one entry about the object; written soon after the answer. */
  async function theRefusalAbout(id: string): Promise<Refusal | undefined> {
    let found: Refusal[] = [];
    await eventually(async () => {
      found = await refusalsAbout(id);
      expect(found).toHaveLength(1);
    });
    return found[0];
  }

  it('that the actor may not even see: who, what, which, in which request', async () => {
    const answer = await stranger.get(`/cases/${caseId}`);
    expect(answer.status).toBe(404);
    expect(await theRefusalAbout(caseId)).toMatchObject({
      action: 'case.read',
      actorId: stranger.user.id,
      subjectId: caseId,
      details: { code: 'NOT_FOUND' },
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('that the actor sees and may not use so', async () => {
    const other = await handler.post<{ id: string; key: string }>('/api-keys', {
      userId: stranger.user.id,
      name: 'x',
      permissions: ['case.read'],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect(other.status).toBe(403);
    expect(await theRefusalAbout(stranger.user.id)).toMatchObject({
      action: 'apiKey.create',
      actorId: handler.user.id,
      details: { code: 'FORBIDDEN' },
    });
  });

  it('in every room, also where several ways lead to the thing', async () => {
    const item = await upload(handler, Buffer.from('a note'), { kind: 'document', caseId }, { name: 'note.txt' });
    const device = await deviceOf(handler, 'mavic-3t');
    const booking = await handler.post<BookingBody>('/bookings', {
      during: hours(8, 4),
      purpose: 'Drain',
      deviceIds: [device.id],
    });
    const session = await handler.post<{ id: string }>('/command-sessions', { caseId, title: 'x', kind: 'dispatch' });
    expect([item.status, booking.status, session.status]).toEqual([201, 201, 201]);
    const asked: [string, string, Promise<{ status: number }>][] = [
      ['evidence.read', item.body.id, stranger.get(`/evidence/${item.body.id}/original`)],
      ['booking.read', booking.body.id, stranger.get(`/bookings/${booking.body.id}`)],
      ['session.read', session.body.id, stranger.get(`/command-sessions/${session.body.id}`)],
    ];
    for (const [action, id, answer] of asked) {
      expect([id, (await answer).status]).toEqual([id, 404]);
      expect(await theRefusalAbout(id)).toMatchObject({ action, actorId: stranger.user.id });
    }
  });

  it('over a socket, too', async () => {
    const session = await handler.post<{ id: string }>('/command-sessions', { caseId, title: 'y', kind: 'dispatch' });
    const socket = (await stranger.socket('/command')).timeout(5_000);
    const answer: unknown = await socket.emitWithAck('join', { sessionId: session.body.id, after: 0 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect(await theRefusalAbout(session.body.id)).toMatchObject({ action: 'session.read' });
  });

  it('although the work of the request was undone, and its key is free again', async () => {
    const booking = await handler.post<BookingBody>('/bookings', {
      during: hours(30, 4),
      purpose: 'Drain',
      deviceIds: [(await deviceOf(handler, 'mavic-3t')).id],
    });
    const cancel = () =>
      stranger.post<{ code: string }>(`/bookings/${booking.body.id}/cancel`, {}, { 'idempotency-key': 'k' });
    expect([(await cancel()).status, (await cancel()).status]).toEqual([404, 404]);
    expect(await theRefusalAbout(booking.body.id)).toMatchObject({ action: 'booking.change' });
    const { items } = (await handler.get<{ items: BookingBody[] }>('/bookings')).body;
    expect(items.find(({ id }) => id === booking.body.id)?.state).toBe('reserved');
  });

  it('once, however often it is tried; and not at all about what does not exist', async () => {
    const [hidden, nothing] = [await openCase(handler), newId()];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => stranger.get(`/cases/${index % 2 ? hidden : nothing}`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    expect(await theRefusalAbout(hidden)).toMatchObject({ action: 'case.read' });
    expect(await refusalsAbout(nothing)).toEqual([]);
  });

  it('and answered as ever where the audit cannot be written', async () => {
    const hidden = await openCase(handler);
    const failing = jest.spyOn(app.get(AuditTrail), 'recordRefusal').mockRejectedValue(new Error('away'));
    expect((await stranger.get(`/cases/${hidden}`)).status).toBe(404);
    expect((await stranger.get('/audit')).status).toBe(403);
    expect(failing).toHaveBeenCalledTimes(2);
  });

  it('of a whole route up to a limit, which nobody passes by naming other things', async () => {
    const pilot = await app.as({ role: 'pilot', unit: '大名县' });
    const answers = await Promise.all(Array.from({ length: 150 }, () => pilot.delete(`/api-keys/${newId()}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    const rows = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ action: string }>(`SELECT action FROM audit_entry WHERE actor_id = $1 AND outcome = 'refused'`, [
          pilot.user.id,
        ]),
      );
    expect(rows.map(({ action }) => action).filter((action) => action === 'apiKey.manage')).toHaveLength(60);
    expect(rows.map(({ action }) => action).filter((action) => action === 'audit.furtherRefusals')).toHaveLength(1);
  });
});
