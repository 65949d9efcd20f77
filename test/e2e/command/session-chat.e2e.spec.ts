import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aJpeg } from '../../support/stills.js';
import type { ApiClient } from '../../support/client.js';
import { type Ack, CommandDesk, Console, eventAt, give, joined, recordOf } from '../../support/command-desk.js';
import { eventually } from '../../support/time.js';

interface Read {
  readonly userId: string;
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

describe('the chat of a session', () => {
  let desk: CommandDesk;
  beforeAll(async () => {
    desk = await CommandDesk.start();
  });
  afterAll(async () => {
    await desk?.stop();
  });

  const say = (console: Console, text: string, more: object = {}): Promise<Ack> =>
    console.cmd('chat.say', { text, ...more });
  const code = ({ error }: Ack) => error?.code;

  async function bringIn(client: ApiClient, caseId?: string): Promise<{ id: string; sha256: string }> {
    const form = new FormData();
    form.append('metadata', JSON.stringify({ kind: 'photo', ...(caseId && { caseId }) }));
    form.append('file', new Blob([await aJpeg()], { type: 'image/jpeg' }), 'a.jpg');
    const { status, body } = await client.post<{ id: string; sha256: string }>('/evidence', form);
    expect(status).toBe(201);
    return body;
  }

  it('names attached items by digest, opens them to nobody, and takes only what the speaker sees', async () => {
    const { session, chief } = await desk.command();
    const observer = await joined(chief, desk.county, 'observer');
    const item = await bringIn(desk.city);
    const line = await say(chief, '排污口照片', { evidenceIds: [item.id] });
    const evidence = [{ id: item.id, kind: 'photo', sha256: item.sha256 }];
    for (const one of [chief, observer]) expect((await eventAt(one, line.seq)).payload).toMatchObject({ evidence });
    expect((await desk.city.get(`/evidence/${item.id}`)).status).toBe(200);
    // Who may not see the item reads the line, and gets nothing for its id.
    expect((await desk.county.get(`/evidence/${item.id}`)).status).toBe(404);
    const speaker = await joined(chief, desk.outsider, 'field_member');
    expect(code(await say(speaker, '转发', { evidenceIds: [item.id] }))).toBe('NOT_FOUND');
    const twice = { evidenceIds: [item.id, item.id] };
    expect(code(await say(chief, '两次', twice))).toBe('VALIDATION_FAILED');
    const many = { evidenceIds: Array.from({ length: 21 }, () => item.id) };
    expect(code(await say(chief, '太多', many))).toBe('VALIDATION_FAILED');
    expect((await recordOf(desk.city, session.id)).filter(({ type }) => type === 'chat.say')).toHaveLength(1);
  });

  it('keeps a line for its audience, attachment and all', async () => {
    const { session, chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const item = await bringIn(desk.city);
    const line = await say(chief, '内部', { audience: { kind: 'ORG' }, evidenceIds: [item.id] });
    await eventAt(field, line.seq);
    expect(field.types.at(-1)).toBe('redacted');
    const record = await desk.county.get(`/command-sessions/${session.id}/events?after=0`);
    expect(JSON.stringify(record.body)).not.toContain(item.id);
    expect(JSON.stringify(field.follower.events)).not.toContain(item.sha256);
    expect(code(await say(field, '回复', { replyTo: line.seq }))).toBe('LINE_UNKNOWN');
    expect((await say(chief, '回复', { replyTo: line.seq })).ok).toBe(true);
    expect(code(await say(chief, '回复', { replyTo: 1 }))).toBe('LINE_UNKNOWN');
    expect(code(await say(chief, '回复', { replyTo: 9_999 }))).toBe('LINE_UNKNOWN');
  });

  it('calls nobody who was removed, was declined or only asks', async () => {
    const { session, chief } = await desk.command();
    const userId = desk.handler.user.id;
    const call = () => say(chief, '请看', { mentions: [userId] });
    await chief.cmd('participant.invite', { unitId: desk.handler.user.unit.id });
    expect((await call()).ok).toBe(true);
    await give(desk.handler, session.id, 'participant.request');
    expect(code(await call())).toBe('MENTION_UNHEARD');
    await chief.cmd('participant.decline', { userId });
    expect(code(await call())).toBe('MENTION_UNHEARD');
    await chief.cmd('participant.invite', { userId });
    expect((await call()).ok).toBe(true);
    await chief.cmd('participant.remove', { userId, reason: '回避' });
    expect(code(await call())).toBe('MENTION_UNHEARD');
  });

  it('calls those who are mentioned, once, and nobody who would not hear it', async () => {
    const { session, chief } = await desk.command();
    await joined(chief, desk.county, 'field_member');
    const { id } = desk.county.user;
    const ask = { mentions: [id] };
    expect((await say(chief, '请看', ask)).ok).toBe(true);
    const notices = async () => {
      const { body } = await desk.county.get<{ items: { code: string; subjectId: string }[] }>('/me/notices?limit=100');
      return body.items.filter((one) => one.code === 'SESSION_MENTIONED' && JSON.stringify(one).includes(session.id));
    };
    expect(await notices()).toHaveLength(1);
    const inside = { ...ask, audience: { kind: 'ORG' } };
    expect(code(await say(chief, '内部', inside))).toBe('MENTION_UNHEARD');
    expect(code(await say(chief, '谁', { mentions: [desk.outsider.user.id] }))).toBe('MENTION_UNHEARD');
    expect(code(await say(chief, '谁', { mentions: [session.id] }))).toBe('MENTION_UNHEARD');
    expect(await notices()).toHaveLength(1);
  });

  it('makes a line part of the record once, whoever is fastest, for those who could read it', async () => {
    const { session, chief } = await desk.command();
    const scribe = await joined(chief, desk.province, 'scribe');
    const field = await joined(chief, desk.county, 'field_member');
    const line = await say(field, '<b>发现暗管</b>');
    expect(code(await field.cmd('chat.promote', { seq: line.seq }))).toBe('FORBIDDEN');
    const acks = await Promise.all(
      [chief, scribe].map((one) => one.cmd('chat.promote', { seq: line.seq, note: '要点' })),
    );
    const [first, second] = [acks.find(({ ok }) => ok), acks.find(({ ok }) => !ok)];
    expect(second?.error).toMatchObject({ code: 'ALREADY_PROMOTED', promotedSeq: first?.seq });
    const said = (await recordOf(desk.city, session.id)).find(({ seq }) => seq === line.seq);
    expect((await eventAt(field, first?.seq)).payload).toMatchObject({
      seq: line.seq,
      note: '要点',
      said: { text: '<b>发现暗管</b>', hash: said?.hash, by: { userId: desk.county.user.id } },
    });
    const secret = await say(chief, '内部', { audience: { kind: 'ORG' } });
    expect(code(await scribe.cmd('chat.promote', { seq: secret.seq }))).toBe('LINE_UNKNOWN');
    const promoted = await chief.cmd('chat.promote', { seq: secret.seq });
    await eventAt(scribe, promoted.seq);
    expect(scribe.types.at(-1)).toBe('redacted');
    const direct = await say(field, '只告记录员', { audience: { kind: 'DIRECT', userIds: [desk.province.user.id] } });
    const kept = await scribe.cmd('chat.promote', { seq: direct.seq });
    // Whoever said it reads that it was made part of the log.
    expect((await eventAt(field, kept.seq)).payload).toMatchObject({ seq: direct.seq });
  });

  it('shows its author live and later what was made of words to the tiers above', async () => {
    const { session, chief } = await desk.command();
    const author = await joined(chief, desk.county, 'field_member');
    const colleague = await Console.of(desk.handler, session);
    const provincial = { kind: 'TIER_AND_UP', tier: 'province' };
    const line = await say(author, '请省院知悉', { audience: provincial });
    const scribe = await joined(chief, desk.province, 'scribe');
    const { seq } = await scribe.cmd('chat.promote', { seq: line.seq });
    expect((await eventAt(author, seq)).payload).toMatchObject({ seq: line.seq, said: { text: '请省院知悉' } });
    expect(await eventAt(colleague, seq)).toMatchObject({ redacted: true });
    const found = async (client: ApiClient) => {
      const path = `/command-sessions/${session.id}/timeline?limit=500&types=chat.promote`;
      const { body } = await client.get<{ items: { seq: number }[] }>(path);
      return body.items.map((one) => one.seq);
    };
    expect(await found(desk.county)).toEqual([seq]);
    expect(await found(desk.handler)).toEqual([]);
  });

  it('knows how far each has got and read, forwards only, and tells the others', async () => {
    const { session, chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const { seq = 0 } = await say(chief, '收到请读');
    const told: Read[] = [];
    chief.socket.on('signals', ({ items }: { items: (Read & { kind: string })[] }) => {
      told.push(...items.filter(({ kind }) => kind === 'read'));
    });
    await chief.socket.timeout(5_000).emitWithAck('view', { sessionId: session.id });
    const read = async (how: object) =>
      (await field.socket.timeout(5_000).emitWithAck('read', { sessionId: session.id, ...how })) as Ack & Read;
    expect(await read({ deliveredUpTo: seq })).toMatchObject({ ok: true, deliveredSeq: seq, readSeq: 0 });
    expect(await read({ deliveredUpTo: seq, readUpTo: seq - 1 })).toMatchObject({ readSeq: seq - 1 });
    expect(await read({ deliveredUpTo: 1, readUpTo: 1 })).toMatchObject({ deliveredSeq: seq, readSeq: seq - 1 });
    expect(await read({ readUpTo: 99_999 })).toMatchObject({ deliveredSeq: seq, readSeq: seq });
    expect(await read({ readUpTo: -1 })).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
    const { body } = await desk.city.get<{ items: Read[]; lastSeq: number }>(`/command-sessions/${session.id}/reads`);
    expect(body).toMatchObject({ items: [{ userId: desk.county.user.id, readSeq: seq }], lastSeq: seq });
    await eventually(() => expect(told.at(-1)).toMatchObject({ userId: desk.county.user.id, readSeq: seq }));
    const mine = await desk.city.post<Read>(`/command-sessions/${session.id}/reads`, { readUpTo: seq });
    expect(mine).toMatchObject({ status: 200, body: { userId: desk.city.user.id, readSeq: seq } });
    const watching = await desk.province.post(`/command-sessions/${session.id}/reads`, { readUpTo: 1 });
    expect(watching.status).toBe(403);
    expect((await desk.outsider.get(`/command-sessions/${session.id}/reads`)).status).toBe(404);
    // Reading is no event.
    expect(await recordOf(desk.city, session.id)).toHaveLength(seq);
  });

  it('never goes back when a person reads on ten clients at once', async () => {
    const { session, chief } = await desk.command();
    const { seq = 0 } = await say(chief, '一');
    for (let nth = 0; nth < 8; nth += 1) await say(chief, '又');
    const upTo = Array.from({ length: 10 }, (_, nth) => seq + ((nth * 7) % 9));
    await Promise.all(upTo.map((readUpTo) => desk.city.post(`/command-sessions/${session.id}/reads`, { readUpTo })));
    const { body } = await desk.city.get<{ items: Read[] }>(`/command-sessions/${session.id}/reads`);
    expect(body.items).toMatchObject([{ readSeq: Math.max(...upTo) }]);
  });

  it('stops a flood of one person in one session, and nobody else', async () => {
    const { chief } = await desk.command();
    const field = await joined(chief, desk.county, 'field_member');
    const wave = (lines: number) => Promise.all(Array.from({ length: lines }, (_, nth) => say(field, `${nth}`)));
    const flood = await wave(140);
    // Beside the limit of lines there is one of a second for all events.
    await pause(1_100);
    flood.push(...(await wave(130)));
    await pause(1_100);
    const refused = flood.filter(({ ok }) => !ok).map(({ error }) => ({ code: error?.code, again: error?.retryable }));
    expect(refused).toEqual(Array.from({ length: 20 }, () => ({ code: 'RATE_LIMITED', again: true })));
    expect((await say(chief, '其他人照常')).ok).toBe(true);
    expect((await field.cmd('participant.leave')).ok).toBe(true);
  });
});
