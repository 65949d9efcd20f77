import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  chainVerdict,
  CommandDesk,
  type Console,
  eventAt,
  joined,
  type OpenedSession,
  orderTo,
  recordOf,
} from '../../support/command-desk.js';

let desk: CommandDesk;
let session: OpenedSession;
let chief: Console;
let scribe: Console;
let field: Console;

beforeAll(async () => {
  desk = await CommandDesk.start();
  ({ session, chief } = await desk.command());
  scribe = await joined(chief, desk.handler, 'scribe');
  field = await joined(chief, desk.county, 'field_member');
}, 120_000);
afterAll(() => desk?.stop());

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const note = (more: object = {}) => ({ text: '10:03 电话告知', happenedAt: minutesAgo(7), ...more });
const reached = (userId: string, more: object = {}) => ({
  reached: { userId, by: 'telephone', outcome: 'reached', ...more },
});

describe('an entry of the log written by hand', () => {
  it('keeps its own time beside that of its recording, and whom it tells of by name', async () => {
    const order = orderTo({ userId: desk.county.user.id });
    await chief.cmd('order.issue', order);
    const call = reached(desk.county.user.id);
    const entry = { ...note(), ...call, orderId: order.orderId };
    const { seq } = await scribe.cmd('log.note', entry);
    const event = await eventAt(field, seq);
    expect(event).toMatchObject({
      type: 'log.note',
      payload: { ...entry, reached: { ...call.reached, unitName: desk.county.user.unit.name } },
    });
    const kept = (await recordOf(desk.city, session.id)).find((one) => one.seq === seq);
    expect(Date.parse(kept?.recordedAt ?? '')).toBeGreaterThan(Date.parse(entry.happenedAt));
    const { body } = await desk.city.get<{ state: string }>(`/orders/${order.orderId}`);
    expect(body.state).toBe('ISSUED');
    expect(chainVerdict(session.id, await recordOf(desk.city, session.id))).toMatchObject({ ok: true });
  });

  it('tells also that somebody did not answer, who takes no part yet', async () => {
    const entry = note(reached(desk.province.user.id, { by: 'radio', outcome: 'no_answer' }));
    expect(await chief.cmd('log.note', entry)).toMatchObject({ ok: true });
  });

  it('is written by those who keep the record alone', async () => {
    expect(await field.cmd('log.note', note())).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  it.each([
    ['of what has not happened', () => note({ happenedAt: minutesAgo(-10) }), 'NOTE_AHEAD'],
    ['without its time', () => ({ text: '电话告知' }), 'VALIDATION_FAILED'],
    ['with a time that has no zone', () => note({ happenedAt: '2026-03-01T10:03:00' }), 'VALIDATION_FAILED'],
    ['of nothing', () => note({ text: ' ' }), 'VALIDATION_FAILED'],
    ['of a way nobody knows', () => note(reached(desk.county.user.id, { by: 'pigeon' })), 'VALIDATION_FAILED'],
    ['of a stranger', () => note(reached(desk.outsider.user.id)), 'NOT_A_PARTICIPANT'],
    ['of nobody', () => note(reached(randomUUID())), 'NOT_A_PARTICIPANT'],
    ['about no order', () => note({ orderId: randomUUID() }), 'NOT_FOUND'],
  ])('is not taken %s', async (_, entry, code) => {
    expect(await scribe.cmd('log.note', entry())).toMatchObject({ ok: false, error: { code } });
  });

  it('keeps markup as typed', async () => {
    const text = '<img src=x onerror=alert(1)>';
    const { seq } = await scribe.cmd('log.note', note({ text }));
    expect(await eventAt(chief, seq)).toMatchObject({ payload: { text } });
  });
});
