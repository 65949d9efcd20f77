import { describe, expect, it } from '@jest/globals';
import {
  type AgendaDraft,
  type AgendaItem,
  newAgenda,
  nextStep,
  tallyOf,
  type Voice,
  wordingDigest,
} from './consultation.rules.js';

const item = (itemId: string, position: number, more: Partial<AgendaItem> = {}): AgendaItem => ({
  itemId,
  position,
  title: itemId,
  presenter: null,
  minutes: null,
  state: 'planned',
  begunSeq: null,
  endedSeq: null,
  ...more,
});

const NONE: ReadonlySet<string> = new Set();

describe('the agenda set anew', () => {
  const before = [item('a', 1, { state: 'done', begunSeq: 4, endedSeq: 6 }), item('b', 2), item('c', 3)];

  it('keeps how far each item is, in the new order', () => {
    const drafts = [
      { itemId: 'c', title: 'C', minutes: 10 },
      { itemId: 'a', title: 'a' },
      { itemId: 'd', title: 'D', presenter: '王工' },
    ];
    expect(newAgenda(before, drafts, NONE)).toEqual({
      ok: true,
      items: [
        item('c', 1, { title: 'C', minutes: 10 }),
        item('a', 2, { state: 'done', begunSeq: 4, endedSeq: 6 }),
        item('d', 3, { title: 'D', presenter: '王工' }),
        item('b', 2, { state: 'dropped' }),
      ],
    });
  });

  it('loses nothing that has begun', () => {
    expect(newAgenda(before, [{ itemId: 'b', title: 'B' }], NONE)).toEqual({
      ok: false,
      code: 'AGENDA_ITEM_BEGUN',
      itemId: 'a',
    });
  });

  it('gives no other title to what has begun or has a conclusion', () => {
    const as = (...titles: [string, string][]): AgendaDraft[] => titles.map(([itemId, title]) => ({ itemId, title }));
    const refused = { ok: false, code: 'AGENDA_ITEM_BEGUN' };
    const concluded = new Set(['b']);
    expect(newAgenda(before, as(['a', '改名']), NONE)).toMatchObject({ ...refused, itemId: 'a' });
    expect(newAgenda(before, as(['a', 'a'], ['b', '改名']), concluded)).toMatchObject({ ...refused, itemId: 'b' });
    expect(newAgenda(before, as(['a', 'a'], ['b', 'b'], ['c', '改名']), concluded).ok).toBe(true);
    expect(newAgenda(before, as(['a', 'a']), concluded).ok).toBe(true);
  });

  it('takes a dropped item up again', () => {
    const agenda = newAgenda([item('a', 1, { state: 'dropped' })], [{ itemId: 'a', title: 'A' }], NONE);
    expect(agenda).toMatchObject({ items: [{ state: 'planned' }] });
  });
});

describe('the next step', () => {
  const begun = item('b', 2, { state: 'under_way', begunSeq: 5 });
  const step = (items: readonly AgendaItem[], itemId?: string) => {
    const { ok, ...found } = nextStep(items, itemId);
    return ok ? Object.values(found).map((one) => (one as AgendaItem | undefined)?.itemId) : Object.values(found);
  };

  it('ends one item and begins the one after it, or one that was passed over', () => {
    expect(step([item('a', 1), begun, item('c', 3)])).toEqual(['b', 'c']);
    expect(step([item('a', 1), begun])).toEqual(['b', 'a']);
    expect(step([item('a', 1), item('b', 2)])).toEqual([undefined, 'a']);
  });

  it('ends the last one, and then there is none', () => {
    expect(step([begun])).toEqual(['b', undefined]);
    expect(step([{ ...begun, state: 'done' }])).toEqual(['AGENDA_OVER']);
    expect(step([])).toEqual(['AGENDA_OVER']);
  });

  it('goes to the item that is named, also back, but not to where it is or to what was dropped', () => {
    const done = item('a', 1, { state: 'done', begunSeq: 2, endedSeq: 5 });
    expect(step([done, begun], 'a')).toEqual(['b', 'a']);
    expect(step([begun], 'b')).toEqual(['AGENDA_ITEM_UNKNOWN']);
    expect(step([item('x', 1, { state: 'dropped' }), begun], 'x')).toEqual(['AGENDA_ITEM_UNKNOWN']);
    expect(step([begun], 'nowhere')).toEqual(['AGENDA_ITEM_UNKNOWN']);
  });
});

describe('the digest of a wording', () => {
  const wording = { sessionId: 's', conclusionId: 'c', version: 1, agendaItemId: null, text: '排放超标' };

  it('can be computed anywhere from its canonical JSON', () => {
    // printf '%s' '{"agendaItemId":null,"conclusionId":"c","sessionId":"s","text":"排放超标","version":1}' | sha256sum
    expect(wordingDigest(wording)).toBe('9c68091f320a8f7597ae7c0ab94dc3121b7258b6678329d49bbb418aed95ecb8');
  });

  it.each([{ text: '排放超标。' }, { version: 2 }, { sessionId: 't' }, { conclusionId: 'd' }, { agendaItemId: 'i' }])(
    'differs with %j',
    (more) => {
      expect(wordingDigest({ ...wording, ...more })).not.toBe(wordingDigest(wording));
    },
  );
});

describe('the tally', () => {
  const voice = (speakerId: string, stance: Voice['stance'], reason: string | null = null): Voice => ({
    conclusionId: 'c',
    version: 1,
    sha256: '',
    speakerId,
    speakerKind: 'person',
    name: speakerId,
    organisation: '院',
    role: 'expert',
    stance,
    reason,
    seq: 7,
    at: new Date(0),
  });
  const asked = ['a', 'b', 'c'].map((speakerId) => ({ speakerId, name: speakerId, organisation: '院', role: null }));

  it('says who signed, who dissented and why, and who did not answer', () => {
    const tally = tallyOf([voice('a', 'signed'), voice('b', 'dissented', '数据不足'), voice('gone', 'signed')], asked);
    expect(tally.signed.map(({ speakerId }) => speakerId)).toEqual(['a', 'gone']);
    expect(tally.dissented).toMatchObject([{ speakerId: 'b', reason: '数据不足' }]);
    expect(tally.silent.map(({ speakerId }) => speakerId)).toEqual(['c']);
  });
});
