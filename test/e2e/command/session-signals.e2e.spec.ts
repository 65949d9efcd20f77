import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SignalItem } from '../../../src/command/signals/signal.types.js';
import { type Ack, CommandDesk, Console, joined, recordOf } from '../../support/command-desk.js';
import { eventually } from '../../support/time.js';

interface Frame {
  readonly sessionId: string;
  readonly items: readonly SignalItem[];
  readonly whole?: true;
}

const EAST = [116.5, 37, 117, 38];
const WEST = [115, 37, 115.5, 38];
const IN_EAST = { lon: 116.6, lat: 37.5 };
const IN_WEST = { lon: 115.2, lat: 37.5 };

/** Someone who looks at a session and keeps what they are told. */
class Watcher {
  readonly frames: Frame[] = [];

  constructor(readonly console: Console) {
    console.socket.on('signals', (frame: Frame) => this.frames.push(frame));
  }

  async look(bbox?: number[]): Promise<Ack> {
    const view = { sessionId: this.console.session.id, ...(bbox && { bbox }) };
    return (await this.console.socket.timeout(5_000).emitWithAck('view', view)) as Ack;
  }

  of(kind: string): SignalItem[] {
    return this.frames.flatMap(({ items }) => items).filter((item) => item.kind === kind);
  }
}

async function signal(console: Console, more: object): Promise<Ack> {
  const input = { sessionId: console.session.id, ...more };
  return (await console.socket.timeout(5_000).emitWithAck('signal', input)) as Ack;
}

const here = (place: object, at = new Date()) => ({
  kind: 'position',
  at: at.toISOString(),
  accuracyMetres: 8,
  ...place,
});

describe('signals of a session', () => {
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
    return { session, chief, field, east: new Watcher(chief), west: new Watcher(above) };
  }

  it('show each viewer what lies in their own box, and say when it leaves', async () => {
    const { session, field, east, west } = await cast();
    expect([await east.look(EAST), await west.look(WEST)]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await signal(field, here(IN_EAST))).toMatchObject({ ok: true });
    const { id: userId } = desk.county.user;
    await eventually(() => expect(east.of('position').at(-1)).toMatchObject({ userId, ...IN_EAST, accuracyMetres: 8 }));
    await signal(field, here(IN_WEST));
    await eventually(() => expect(west.of('position').at(-1)).toMatchObject({ userId, ...IN_WEST }));
    await eventually(() => expect(east.of('position').at(-1)).toEqual({ kind: 'position', userId, gone: true }));
    expect(JSON.stringify(west.frames)).not.toContain(String(IN_EAST.lon));
    expect(JSON.stringify(east.frames)).not.toContain(String(IN_WEST.lon));
    await signal(field, { kind: 'stop' });
    await eventually(() => expect(west.of('position').at(-1)).toEqual({ kind: 'position', userId, gone: true }));
    // Who looks later is not told of what is over.
    const frames = east.frames.length;
    await east.look(WEST);
    await eventually(() => expect(east.frames.length).toBeGreaterThan(frames));
    expect(east.frames.at(-1)).toMatchObject({ whole: true, items: [] });
    // Nothing of it is in the record.
    expect((await recordOf(desk.city, session.id)).map(({ type }) => type)).toEqual([
      'session.opened',
      'participant.invite',
      'participant.join',
      'participant.invite',
      'participant.join',
    ]);
  });

  it('come twice a second at most, the latest of each', async () => {
    const { field, east } = await cast();
    await east.look(EAST);
    const began = Date.now();
    for (let nth = 0; nth < 9; nth += 1) {
      await signal(field, { kind: 'cursor', lon: 116.6, lat: 37.5 + nth / 100 });
      await pause(120);
    }
    await eventually(() => expect(east.of('cursor').at(-1)).toMatchObject({ lat: 37.58 }));
    const frames = east.frames.filter(({ items }) => items.length > 0);
    expect(frames.length).toBeLessThanOrEqual(Math.ceil((Date.now() - began) / 500) + 1);
    for (const { items } of frames) expect(items.filter(({ kind }) => kind === 'cursor').length).toBeLessThanOrEqual(1);
  });

  it('without a box tell only what has no place', async () => {
    const { field, east } = await cast();
    await east.look();
    await signal(field, here(IN_EAST));
    await signal(field, { kind: 'typing' });
    const { id: userId } = desk.county.user;
    await eventually(() => expect(east.of('typing').at(-1)).toEqual({ kind: 'typing', userId }));
    await signal(field, { kind: 'typing', on: false });
    await eventually(() => expect(east.of('typing').at(-1)).toMatchObject({ gone: true }));
    expect(east.of('position')).toEqual([]);
  });

  it('are marked stale when the phone has been silent for half a minute, and do not move back', async () => {
    const { field, east } = await cast();
    await east.look(EAST);
    const before = new Date(Date.now() - 40_000);
    await signal(field, here(IN_EAST, before));
    await eventually(() => expect(east.of('position').at(-1)).toMatchObject({ stale: true }));
    const now = new Date();
    await signal(field, here({ lon: 116.7, lat: 37.6 }, now));
    await signal(field, here(IN_EAST, before));
    await eventually(() => expect(east.of('position').at(-1)).toMatchObject({ lon: 116.7, at: now.toISOString() }));
    await pause(1_200);
    expect(east.of('position').at(-1)).toMatchObject({ lon: 116.7 });
  });

  it('are neither taken from nor told to anybody outside', async () => {
    const { session, chief, field } = await cast();
    const handler = new Watcher(await Console.of(desk.handler, session));
    expect((await handler.look(EAST)).error?.code).toBe('NOT_TAKING_PART');
    expect((await signal(handler.console, { kind: 'typing' })).error?.code).toBe('NOT_TAKING_PART');
    const stranger = await desk.outsider.socket('/command');
    const view = { sessionId: session.id, bbox: EAST };
    expect(await stranger.timeout(5_000).emitWithAck('view', view)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    const typing = { sessionId: session.id, kind: 'typing' };
    expect(await stranger.timeout(5_000).emitWithAck('signal', typing)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    // Whoever has not joined the room, where the right to be there is watched, is told nothing.
    const roomless = await desk.county.socket('/command');
    expect(await roomless.timeout(5_000).emitWithAck('view', view)).toMatchObject({
      error: { code: 'NOT_TAKING_PART' },
    });
    // Whoever leaves is told no more.
    const left = new Watcher(field);
    await left.look(EAST);
    await field.cmd('participant.leave');
    await pause(2_200);
    const frames = left.frames.length;
    await signal(chief, here(IN_EAST));
    await pause(1_200);
    expect(left.frames).toHaveLength(frames);
    expect((await signal(field, { kind: 'typing' })).ok).toBe(false);
  });

  it.each([
    ['another kind', { kind: 'laser' }, 'VALIDATION_FAILED'],
    ['a latitude of 95', { ...here(IN_EAST), lat: 95 }, 'VALIDATION_FAILED'],
    ['a time of tomorrow', here(IN_EAST, new Date(Date.now() + 86_400_000)), 'OCCURRED_IN_FUTURE'],
    ['a stranger in it', { kind: 'typing', text: '草稿' }, 'VALIDATION_FAILED'],
    ['a megabyte', { kind: 'typing', text: 'x'.repeat(1_000_000) }, 'TOO_LARGE'],
  ])('refuse %s', async (_, input, code) => {
    const { chief } = await desk.command();
    expect(await signal(chief, input)).toMatchObject({ ok: false, error: { code } });
  });

  it.each([[[1, 2, 3]], [[117, 37, 116, 38]], ['a,b,c,d']])('refuse the box %j', async (bbox) => {
    const { session, chief } = await desk.command();
    const answer = await chief.socket.timeout(5_000).emitWithAck('view', { sessionId: session.id, bbox });
    expect(answer).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
  });

  it('are limited to ten a second of each kind', async () => {
    const { chief } = await desk.command();
    const acks = await Promise.all(Array.from({ length: 30 }, () => signal(chief, { kind: 'cursor', ...IN_EAST })));
    const refused = acks.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.error).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect((await signal(chief, { kind: 'typing' })).ok).toBe(true);
  });
});
