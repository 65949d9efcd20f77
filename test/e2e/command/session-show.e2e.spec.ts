import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ShowDeadlines } from '../../../src/command/show/show-deadlines.js';
import type { SignalItem } from '../../../src/command/signals/signal.types.js';
import { idOf } from '../../../src/platform/index.js';
import type { ApiClient } from '../../support/client.js';
import { type Ack, CommandDesk, type Console, joined } from '../../support/command-desk.js';
import { aJpeg, aPlainJpeg } from '../../support/stills.js';
import { eventually } from '../../support/time.js';

const PACE_MS = 2_000;

async function show(console: Console, requestId: string, jpeg: Buffer): Promise<Ack> {
  const at = new Date().toISOString();
  const still = { sessionId: console.session.id, kind: 'still', requestId, at, jpeg: jpeg.toString('base64') };
  return (await console.socket.timeout(5_000).emitWithAck('signal', still)) as Ack;
}

function stillsOf(console: Console): SignalItem[] {
  const items: SignalItem[] = [];
  console.socket.on('signals', (frame: { items: SignalItem[] }) =>
    items.push(...frame.items.filter(({ kind }) => kind === 'still')),
  );
  return items;
}

async function sessionLinksOf(client: ApiClient, evidenceId: string): Promise<unknown[]> {
  const { body } = await client.get<{ links: { kind: string }[] }>(`/evidence/${evidenceId}/chain`);
  return body.links.filter(({ kind }) => kind === 'session');
}

const codeOf = ({ error }: Ack) => error?.code;

describe('show me', () => {
  let desk: CommandDesk;
  beforeAll(async () => {
    desk = await CommandDesk.start();
  });
  afterAll(async () => {
    await desk?.stop();
  });

  async function cast() {
    const { session, chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const above = await joined(chief, desk.province, 'liaison');
    const requestId = randomUUID();
    const ask = (more: object = {}) =>
      chief.cmd('show.request', { requestId, userId: desk.county.user.id, purpose: '看排污口', ...more });
    return { session, chief, field, above, requestId, ask };
  }

  it('shows nothing without consent, and to those alone who direct; a still that is promoted is evidence', async () => {
    const { session, chief, field, above, requestId, ask } = await cast();
    const [seen, seenAbove] = [stillsOf(chief), stillsOf(above)];
    for (const console of [chief, above]) await console.socket.emitWithAck('view', { sessionId: session.id });
    const [first, second] = [await aJpeg(), await aJpeg()];
    expect(codeOf(await show(field, requestId, first))).toBe('NOT_SHOWING');
    expect(await ask()).toMatchObject({ ok: true });
    expect(codeOf(await show(field, requestId, first))).toBe('NOT_SHOWING');
    expect(codeOf(await chief.cmd('show.consent', { requestId, accept: true }))).toBe('FORBIDDEN');
    expect(codeOf(await chief.cmd('still.promote', { requestId }))).toBe('NO_STILL');
    expect(await field.cmd('show.consent', { requestId, accept: true })).toMatchObject({ ok: true });
    expect(await show(field, requestId, first)).toMatchObject({ ok: true });
    expect(codeOf(await show(field, requestId, second))).toBe('RATE_LIMITED');
    expect(codeOf(await show(above, requestId, second))).toBe('FORBIDDEN');
    await eventually(() =>
      expect(seen.at(-1)).toMatchObject({ requestId, userId: desk.county.user.id, jpeg: first.toString('base64') }),
    );
    await pause(PACE_MS);
    expect(await show(field, requestId, second)).toMatchObject({ ok: true });
    expect(codeOf(await above.cmd('still.promote', { requestId }))).toBe('FORBIDDEN');
    const promoted = await chief.cmd('still.promote', { requestId });
    expect(promoted).toMatchObject({ ok: true });
    await chief.until(promoted.seq ?? 0);
    const payload = chief.follower.events.at(-1)?.payload as { evidenceId: string; sha256: string };
    expect(payload.sha256).toBe(createHash('sha256').update(second).digest('hex'));
    const { body } = await desk.city.get<{ sha256: string; kind: string }>(`/evidence/${payload.evidenceId}`);
    expect(body).toMatchObject({ sha256: payload.sha256, kind: 'photo' });
    expect(await sessionLinksOf(desk.city, payload.evidenceId)).toHaveLength(1);
    expect(codeOf(await chief.cmd('still.promote', { requestId }))).toBe('ALREADY_PROMOTED');
    expect(await field.cmd('show.stop', { requestId })).toMatchObject({ ok: true });
    await pause(PACE_MS);
    expect(codeOf(await show(field, requestId, first))).toBe('NOT_SHOWING');
    expect(codeOf(await chief.cmd('still.promote', { requestId }))).toBe('NO_STILL');
    expect(seenAbove).toEqual([]);
    expect(above.types).toEqual(expect.arrayContaining(['show.request', 'show.consent', 'still.promote', 'show.stop']));
  });

  it('takes pictures alone, small ones, and consent for half an hour at most', async () => {
    const { field, above, requestId, ask } = await cast();
    const uninvited = { requestId: randomUUID(), userId: desk.outsider.user.id };
    expect(codeOf(await ask(uninvited))).toBe('CANNOT_TAKE_PART');
    expect(codeOf(await above.cmd('show.request', { ...uninvited, purpose: '看' }))).toBe('FORBIDDEN');
    expect(await ask()).toMatchObject({ ok: true });
    expect(codeOf(await ask({ requestId: randomUUID() }))).toBe('SHOW_UNDER_WAY');
    const inHours = new Date(Date.now() + 2 * 3_600_000).toISOString();
    expect(codeOf(await field.cmd('show.consent', { requestId, accept: true, untilAt: inHours }))).toBe('SHOW_TIME');
    expect(await field.cmd('show.consent', { requestId, accept: true })).toMatchObject({ ok: true });
    expect(codeOf(await show(field, requestId, Buffer.from('<svg onload="alert(1)"/>')))).toBe('STILL_NOT_JPEG');
    expect(codeOf(await show(field, requestId, await aPlainJpeg(1_281, 240)))).toBe('STILL_TOO_WIDE');
    const padded = Buffer.concat([await aJpeg(), Buffer.alloc(48_000), Buffer.from([0xff, 0xd9])]);
    expect(codeOf(await show(field, requestId, padded))).toBe('TOO_LARGE');
  });

  it('ends where the holder refuses', async () => {
    const { field, chief, requestId, ask } = await cast();
    await ask();
    expect(await field.cmd('show.consent', { requestId, accept: false })).toMatchObject({ ok: true });
    expect(codeOf(await show(field, requestId, await aJpeg()))).toBe('NOT_SHOWING');
    expect(codeOf(await field.cmd('show.consent', { requestId, accept: true }))).toBe('BAD_STATE');
    expect(
      await chief.cmd('show.request', { requestId: randomUUID(), userId: desk.county.user.id, purpose: '再看' }),
    ).toMatchObject({ ok: true });
  });

  it('takes nothing from the shelf once consent is withdrawn, and none comes after it', async () => {
    const { chief, field, requestId, ask } = await cast();
    await ask();
    await field.cmd('show.consent', { requestId, accept: true });
    const still = await aJpeg();
    expect(await show(field, requestId, still)).toMatchObject({ ok: true });
    const [stopped, promoted] = await Promise.all([
      field.cmd('show.stop', { requestId }),
      chief.cmd('still.promote', { requestId }),
    ]);
    expect(stopped.ok).toBe(true);
    // Whichever came first: no picture is taken after the word that ended it.
    expect(promoted.ok ? (promoted.seq ?? 0) < (stopped.seq ?? 0) : codeOf(promoted) === 'NO_STILL').toBe(true);
    expect(codeOf(await chief.cmd('still.promote', { requestId }))).toMatch(/^(NO_STILL|ALREADY_PROMOTED)$/);
  });

  it('ends with its holder’s part, and with the session', async () => {
    const { chief, field, requestId, ask } = await cast();
    await ask();
    await field.cmd('show.consent', { requestId, accept: true });
    expect(await show(field, requestId, await aJpeg())).toMatchObject({ ok: true });
    const left = await field.cmd('participant.leave');
    await chief.until(left.seq ?? 0);
    expect(chief.follower.events.at(-1)?.payload).toMatchObject({ stoppedRequestIds: [requestId] });
    expect(codeOf(await chief.cmd('still.promote', { requestId }))).toBe('NO_STILL');
    const other = await cast();
    await other.ask();
    await other.field.cmd('show.consent', { requestId: other.requestId, accept: true });
    const closed = await other.chief.cmd('session.close');
    await other.chief.until(closed.seq ?? 0);
    expect(other.chief.follower.events.at(-1)?.payload).toMatchObject({ stoppedRequestIds: [other.requestId] });
    await other.chief.cmd('session.reopen', { reason: '继续' });
    expect(codeOf(await show(other.field, other.requestId, await aJpeg()))).toBe('NOT_SHOWING');
  });

  it('ends with the removal of whoever shows, and their consent does not come back with them', async () => {
    const { chief, field, requestId, ask } = await cast();
    const userId = desk.county.user.id;
    await ask();
    await field.cmd('show.consent', { requestId, accept: true });
    expect(await show(field, requestId, await aJpeg())).toMatchObject({ ok: true });
    const removed = await chief.cmd('participant.remove', { userId, reason: '轮换' });
    await chief.until(removed.seq ?? 0);
    expect(chief.follower.events.at(-1)?.payload).toMatchObject({ userId, stoppedRequestIds: [requestId] });
    expect(codeOf(await chief.cmd('still.promote', { requestId }))).toBe('NO_STILL');
    const back = await joined(chief, desk.county, 'field_member');
    // Who is in is remembered for a moment.
    await eventually(async () => expect(codeOf(await show(back, requestId, await aJpeg()))).toBe('NOT_SHOWING'));
    expect(await ask({ requestId: randomUUID() })).toMatchObject({ ok: true });
  });

  it('ends by its time, once, with the word of the service', async () => {
    const { session, chief, field, requestId, ask } = await cast();
    await ask();
    const untilAt = new Date(Date.now() + 1_000).toISOString();
    expect(await field.cmd('show.consent', { requestId, accept: true, untilAt })).toMatchObject({ ok: true });
    expect(await show(field, requestId, await aJpeg())).toMatchObject({ ok: true });
    await pause(1_000);
    await Promise.all(Array.from({ length: 3 }, () => desk.app.get(ShowDeadlines).round(new Date())));
    await eventually(() => expect(chief.types).toContain('show.over'));
    expect(chief.types.filter((type) => type === 'show.over')).toHaveLength(1);
    expect(codeOf(await show(field, requestId, await aJpeg()))).toBe('NOT_SHOWING');
    const command = { cmdId: idOf(session.id, 'show.over', requestId), epoch: 1, type: 'chat.say', v: 1 };
    const taken = await desk.city.post<{ code: string }>(`/command-sessions/${session.id}/commands`, {
      ...command,
      payload: { text: '占号' },
    });
    expect(taken.body.code).toBe('VALIDATION_FAILED');
  });

  it('asks for a photo of the case, and is answered with one', async () => {
    const { session, chief, field, requestId } = await cast();
    const request = { requestId, userId: desk.county.user.id, purpose: '拍排污口' };
    expect(await chief.cmd('photo.request', request)).toMatchObject({ ok: true });
    const upload = async (kind: string, bytes: Buffer) => {
      const form = new FormData();
      form.set('metadata', JSON.stringify({ kind }));
      form.set('file', new Blob([Uint8Array.from(bytes)]), 'x.jpg');
      return (await desk.county.post<{ id: string }>('/evidence', form)).body.id;
    };
    const note = await upload('other', Buffer.from('笔记'));
    const elsewhere = await upload('photo', await aPlainJpeg(64, 48));
    const photo = await upload('photo', await aJpeg());
    const onList = { evidenceId: photo, purpose: '现场照片' };
    expect((await desk.handler.post(`/cases/${session.caseId}/evidence`, onList)).status).toBe(201);
    expect(codeOf(await field.cmd('photo.taken', { requestId, evidenceId: note }))).toBe('NOT_A_PHOTO');
    expect(codeOf(await field.cmd('photo.taken', { requestId, evidenceId: elsewhere }))).toBe(
      'EVIDENCE_OF_ANOTHER_CASE',
    );
    expect(codeOf(await chief.cmd('photo.taken', { requestId, evidenceId: photo }))).toBe('FORBIDDEN');
    const taken = await field.cmd('photo.taken', { requestId, evidenceId: photo });
    await chief.until(taken.seq ?? 0);
    expect(chief.follower.events.at(-1)?.payload).toMatchObject({ evidenceId: photo, kind: 'photo' });
    expect(codeOf(await field.cmd('photo.taken', { requestId, evidenceId: photo }))).toBe('BAD_STATE');
    expect(await sessionLinksOf(desk.city, photo)).toEqual([
      expect.objectContaining({ refId: session.id, snapshot: expect.objectContaining({ requestId, seq: taken.seq }) }),
    ]);
  });

  it('asks for no photo any more once its holder has left', async () => {
    const { chief, field, requestId } = await cast();
    await chief.cmd('photo.request', { requestId, userId: desk.county.user.id, purpose: '拍排污口' });
    const left = await field.cmd('participant.leave');
    await chief.until(left.seq ?? 0);
    expect(chief.follower.events.at(-1)?.payload).toMatchObject({ stoppedRequestIds: [requestId] });
  });
});
