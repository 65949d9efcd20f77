import { describe, expect, it } from '@jest/globals';
import {
  HAND_OVER_PURPOSES,
  handOverRefusal,
  type Holder,
  holdingAt,
  LAST_PURPOSES,
  type NextHand,
  sameName,
  sampleWarnings,
} from './sample.rules.js';

const now = new Date('2026-05-10T04:00:00Z');
const holder: Holder = { userId: 'a', at: new Date('2026-05-10T02:00:00Z'), purpose: 'taken', ordinal: 1 };
const next: NextHand = { toUserId: 'b', recordedBy: 'a', at: new Date('2026-05-10T03:00:00Z') };

describe('handOverRefusal', () => {
  it.each<readonly [string, Partial<Holder>, Partial<NextHand>, string | null]>([
    ['the holder gives', {}, {}, null],
    ['the receiver writes it down', {}, { recordedBy: 'b' }, null],
    ['a third person writes it down', {}, { recordedBy: 'c' }, 'SAMPLE_NOT_IN_YOUR_HANDS'],
    ['from a laboratory, by whoever may', { userId: null }, { recordedBy: 'c' }, null],
    ['to somebody outside', {}, { toUserId: null }, null],
    ['after what was seen last', {}, { after: 1 }, null],
    ['after something older', { ordinal: 2 }, { after: 1 }, 'SAMPLE_MOVED'],
    ['before it was received', {}, { at: new Date('2026-05-10T01:59:59Z') }, 'SAMPLE_HAND_OVER_BEFORE_LAST'],
    ['at the same moment', {}, { at: holder.at }, null],
    ['a minute ahead', {}, { at: new Date('2026-05-10T04:01:00Z') }, null],
    ['in the future', {}, { at: new Date('2026-05-10T04:01:01Z') }, 'SAMPLE_IN_THE_FUTURE'],
    ['when it is used up', { purpose: 'consumed' }, {}, 'SAMPLE_CHAIN_ENDED'],
    ['when it is destroyed', { purpose: 'destroyed' }, {}, 'SAMPLE_CHAIN_ENDED'],
  ])('%s', (_, held, hand, refusal) => {
    expect(handOverRefusal({ ...holder, ...held }, { ...next, ...hand }, now)).toBe(refusal);
  });

  it('goes on from every purpose but the last ones', () => {
    const going = HAND_OVER_PURPOSES.filter((purpose) => handOverRefusal({ ...holder, purpose }, next, now) === null);
    expect(going).toEqual(HAND_OVER_PURPOSES.filter((purpose) => !LAST_PURPOSES.includes(purpose)));
  });
});

describe('holdingAt', () => {
  it.each([
    ['within its time', 24, '2026-05-11T02:00:00Z', 'good'],
    ['a second past it', 24, '2026-05-11T02:00:01Z', 'over'],
    ['half an hour', 0.5, '2026-05-10T02:31:00Z', 'over'],
    ['nobody said', null, '2026-05-10T02:31:00Z', 'unknown'],
  ] as const)('%s', (_, hours, at, state) => {
    const time =
      hours === null ? null : { id: 'row', version: 1, hours, source: '', confirmedBy: 'single_source' as const };
    expect(holdingAt(holder.at, time, new Date(at))).toMatchObject({ state, hours, time });
  });
});

describe('sampleWarnings', () => {
  it.each([
    [{ parts: ['test', 'retained', 'counterpart'], photoCount: 1, outsideFlight: null }, []],
    [{ parts: ['test'], photoCount: 1, outsideFlight: false }, ['no_retained_portion', 'no_counterpart_portion']],
    [
      { parts: ['test', 'retained', 'counterpart'], photoCount: 0, outsideFlight: true },
      ['no_photo', 'outside_flight'],
    ],
  ] as const)('%j', (facts, warnings) => {
    expect(sampleWarnings({ ...facts, chains: [] })).toEqual(warnings);
  });

  const link = (toUserId: string | null, recordedBy: string, sealIntact: boolean | null = true) => ({
    toUserId,
    recordedBy,
    sealIntact,
  });

  it.each([
    ['one who met writes each hand-over down', [link('a', 'a'), link('b', 'a'), link(null, 'b'), link('a', 'a')], []],
    ['a third writes down what two outside did', [link('a', 'a'), link(null, 'a'), link(null, 'a')], ['custody_gap']],
    ['the receiver saw a broken seal', [link('a', 'a'), link('b', 'b', false)], ['seal_found_broken']],
    ['nobody looked at the seal', [link('a', 'a'), link('b', 'b', null)], []],
  ] as const)('%s', (_, chain, warnings) => {
    const facts = { parts: ['test', 'retained', 'counterpart'], photoCount: 1, outsideFlight: null } as const;
    const sound = [link('a', 'a')];
    expect(sampleWarnings({ ...facts, chains: [sound, chain] })).toEqual(warnings);
  });
});

describe('sameName', () => {
  it.each([
    ['张 三', '张三', true],
    ['Zhang San', 'zhang　san', true],
    ['张三', '李四', false],
  ])('%s and %s: %p', (a, b, same) => {
    expect(sameName(a, b)).toBe(same);
  });
});
