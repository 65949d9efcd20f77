import { describe, expect, it } from '@jest/globals';
import { CUSTODY_EVENTS, EVIDENCE_LINK_KINDS } from '../evidence.codes.js';
import { SealView } from '../sealing/seal.schemas.js';
import { EvidenceView } from './evidence.schemas.js';
import { asSeen, ITEM_SIGHT, maySee, type ReaderSight, type SightArea } from './item-sight.rules.js';

const all: ReaderSight = { origin: true, caseIds: new Set(['a', 'b']), isStanding: true };
const stranger: ReaderSight = { ...all, origin: false };
const ofOneCase: ReaderSight = { ...all, caseIds: new Set(['a']) };
const areas = Object.keys(ITEM_SIGHT) as SightArea[];

describe('what one reader may know of an item', () => {
  it.each(areas)('is nothing of %s that has no rule, whoever asks', (area) => {
    for (const field of ['newField', 'toString', '__proto__', '']) expect(maySee(area, field, all, ['a'])).toBe(false);
    expect(asSeen(area, { newField: 'told', constructor: 1 }, all)).toEqual({});
  });

  it.each(['page', 'custody', 'link', 'seal'] as const)('has a rule for everything there is now: %s', (area) => {
    const known = {
      page: Object.keys(EvidenceView.shape),
      custody: CUSTODY_EVENTS,
      link: EVIDENCE_LINK_KINDS,
      seal: Object.keys(SealView.shape),
    };
    expect(Object.keys(ITEM_SIGHT[area])).toEqual(expect.arrayContaining([...known[area]]));
  });

  it.each([
    ['custody', 'corroborated', []],
    ['link', 'booking', []],
    ['link', 'announcement', []],
    ['preservation', 'held', []],
    ['corroboration', 'surroundings', []],
    ['extra', 'track', []],
    ['seal', 'record', ['a']],
    ['extra', 'sealedRecord', ['a']],
  ] as const)('%s %s is of those whose device it was', (area, field, named) => {
    expect([maySee(area, field, all, named), maySee(area, field, stranger, named)]).toEqual([true, false]);
  });

  it.each([
    ['custody', 'recorded'],
    ['custody', 'attached'],
    ['custody', 'detached'],
    ['custody', 'paired'],
    ['list', 'entry'],
    ['proof', 'caseId'],
  ] as const)('%s %s is of who sees the case, and of nobody where none is named', (area, field) => {
    const seen = [['a'], ['b'], ['a', 'b'], []].map((named) => maySee(area, field, ofOneCase, named));
    expect(seen).toEqual([true, false, false, false]);
  });

  it.each(['received', 'downloaded', 'exported', 'held', 'released'])(
    'custody %s is told where no case is named, or one that the reader sees',
    (event) => {
      const seen = [[], ['a'], ['b']].map((named) => maySee('custody', event, ofOneCase, named));
      expect(seen).toEqual([true, true, false]);
    },
  );

  it('names what is withheld, and nothing of it', () => {
    const tombstone = { ...all, isStanding: false };
    const page = { id: 'x', film: { codec: 'h264' }, renditions: [{ name: 'preview' }], custody: [1] };
    expect(asSeen('page', page, tombstone)).toEqual({ id: 'x', film: null, renditions: [], custody: [1] });
    expect(asSeen('page', page, all)).toEqual(page);
    const kept = { minutesToFirstHash: 3, held: [{ holder: '张三' }] };
    expect(asSeen('preservation', kept, stranger)).toEqual({ minutesToFirstHash: 3, held: null });
  });
});
