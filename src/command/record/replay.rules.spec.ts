import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { PersonActing, SessionEvent } from '../events/session-event.js';
import { EVERYONE } from '../events/visibility.rules.js';
import { played, sceneOf, slicesOf, standingAt, staysOf, timed } from './replay.rules.js';
import { gapsBetween } from './replays.service.js';

const BEGIN = Date.parse('2026-09-01T02:00:00.000Z');
const at = (ms: number): string => new Date(BEGIN + ms).toISOString();
const person = (n: number): PersonActing => ({
  userId: `u${n}`,
  name: `某${n}`,
  unitId: 'unit',
  unitName: '院',
  tier: 'city',
  role: null,
});

interface Deed {
  readonly type: string;
  readonly by: number;
  readonly payload: Record<string, unknown>;
  readonly laterMs: number;
}

/** A record of these deeds after its opening; some clocks go backwards. */
function recordOf(deeds: readonly Deed[]): SessionEvent[] {
  const opening: Deed = {
    type: 'session.opened',
    by: 0,
    payload: { title: '南运河', kind: 'dispatch', epoch: 1 },
    laterMs: 0,
  };
  let ms = 0;
  return [opening, ...deeds].map(({ type, by, payload, laterMs }, index) => {
    ms += laterMs;
    const when = { occurredAt: at(ms), recordedAt: at(ms) };
    const hash = new Uint8Array(32);
    return {
      sessionId: 's',
      seq: index + 1,
      cmdId: 'c',
      type,
      actor: person(by),
      ...when,
      scope: EVERYONE,
      payload,
      prevHash: hash,
      hash,
    };
  });
}

const shapeOf = (feature: number, endsMs: number | undefined) => ({
  featureId: `f${feature}`,
  geometry: { type: 'Point', coordinates: [116, 38] },
  ...(endsMs !== undefined && { expiresAt: at(endsMs) }),
});

const deed: fc.Arbitrary<Deed> = fc
  .record({
    kind: fc.nat(9),
    by: fc.nat(3),
    thing: fc.nat(3),
    endsMs: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
    laterMs: fc.integer({ min: -500, max: 5_000 }),
  })
  .map(({ kind, by, thing, endsMs, laterMs }) => {
    const order = { orderId: `o${thing}` };
    const deeds: [string, Record<string, unknown>][] = [
      ['participant.join', { role: 'pilot' }],
      ['participant.leave', {}],
      ['participant.remove', { userId: `u${thing}`, reason: 'x' }],
      ['command.takeOver', { fromUserId: `u${thing}`, epoch: 2 + by, reason: 'x' }],
      ['order.issue', { ...order, to: { userId: 'u1' }, text: '取样', state: 'ISSUED' }],
      ['order.acknowledge', { ...order, state: 'ACKNOWLEDGED' }],
      ['map.put', shapeOf(thing, endsMs)],
      ['map.remove', { featureId: `f${thing}` }],
      ['session.suspend', { state: 'suspended' }],
      ['chat.say', { text: '<b>' }],
    ];
    const [type, payload] = deeds[kind] ?? ['chat.say', {}];
    return { type, by, payload, laterMs };
  });

describe('a replay', () => {
  it('ends where the session stood, wherever it began and whatever its step', () => {
    fc.assert(
      fc.property(
        fc.array(deed, { maxLength: 40 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 100, max: 7_000 }),
        (deeds, begin, length, stepMs) => {
          const events = timed(recordOf(deeds));
          const [fromMs, toMs] = [BEGIN + begin, BEGIN + begin + length];
          let scene = sceneOf(standingAt(events, fromMs).at(new Date(fromMs)));
          const seqs: number[] = [];
          for (const slice of slicesOf(events, { fromMs, toMs, stepMs })) {
            scene = played(scene, slice.changes);
            seqs.push(...slice.events.map(({ seq }) => seq));
          }
          expect(scene).toEqual(sceneOf(standingAt(events, toMs).at(new Date(toMs))));
          const within = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
          expect(seqs).toEqual(within.map(({ event }) => event.seq));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('goes forward only, also where a server’s clock was behind', () => {
    const record = recordOf([
      { type: 'chat.say', by: 1, payload: {}, laterMs: 900 },
      { type: 'chat.say', by: 1, payload: {}, laterMs: -400 },
      { type: 'chat.say', by: 1, payload: {}, laterMs: 700 },
    ]);
    expect(timed(record).map(({ atMs }) => atMs - BEGIN)).toEqual([0, 900, 900, 1_200]);
  });

  it('takes a shape off the map when its time is over, though nothing happens', () => {
    const events = timed(recordOf([{ type: 'map.put', by: 1, payload: shapeOf(1, 5_000), laterMs: 1_000 }]));
    const slices = slicesOf(events, { fromMs: BEGIN, toMs: BEGIN + 10_000, stepMs: 1_000 });
    expect(slices.map(({ changes }) => Object.keys(changes.shapes ?? {}))).toEqual([
      [],
      ['f1'],
      [],
      [],
      ['f1'],
      [],
      [],
      [],
      [],
      [],
    ]);
    expect(slices[4]?.changes.shapes).toEqual({ f1: null });
  });

  it('says where it knows of nothing for a minute and more', () => {
    const page = { fromMs: 0, toMs: 300_000, stepMs: 1_000 };
    const gap = (from: number, to: number) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    expect(gapsBetween([0, 30_000, 200_000], page)).toEqual([gap(31_000, 200_000), gap(201_000, 300_000)]);
    expect(gapsBetween([], page)).toEqual([gap(0, 300_000)]);
    expect(gapsBetween([50_000, 100_000, 150_000, 200_000, 250_000], page)).toEqual([]);
  });
});

describe('who was there when', () => {
  const stay = (fromMs: number, toMs: number) => ({ from: new Date(BEGIN + fromMs), to: new Date(BEGIN + toMs) });
  const deedOf = (type: string, by: number, laterMs: number, payload: Record<string, unknown> = {}): Deed => ({
    type,
    by,
    laterMs,
    payload,
  });

  it('ends with leaving and removal, and begins again with coming back', () => {
    const record = timed(
      recordOf([
        deedOf('participant.join', 1, 10, { role: 'pilot' }),
        deedOf('participant.leave', 1, 10),
        deedOf('participant.join', 1, 10, { role: 'pilot' }),
        deedOf('participant.pullIn', 0, 0, { userId: 'u2' }),
        deedOf('chat.say', 3, 5, { text: 'x' }),
        deedOf('participant.remove', 0, 5, { userId: 'u2' }),
      ]),
    );
    expect(Object.fromEntries(staysOf(record, BEGIN + 100))).toEqual({
      u0: [stay(0, 100)],
      u1: [stay(10, 20), stay(30, 100)],
      u2: [stay(30, 40)],
    });
    expect(Object.fromEntries(staysOf(record, BEGIN + 15))).toEqual({ u0: [stay(0, 15)], u1: [stay(10, 15)] });
  });
});
