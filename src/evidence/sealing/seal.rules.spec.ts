import { describe, expect, it } from '@jest/globals';
import { SEAL_RULE_DATA, SEAL_RULE_SETS, sealRuleSet } from './seal-rules.data.js';
import { SEAL_REASONS, SEAL_RULES, type SealRuleCode } from './seal.codes.js';
import { judgeSeal, obstacles, type RecordFacts, type RuleVerdict, type SealFacts } from './seal.rules.js';
import { SEAL_REASON_WORDS } from './seal.words.js';

const SET = sealRuleSet('environment', '2026-11-28');

const record: RecordFacts = {
  id: 'record',
  kind: 'site_record',
  state: 'signed',
  collectorIds: ['a', 'b'],
  mismatches: [],
  witness: 'signed',
  isFilmHere: false,
  isLedByProsecutor: false,
};

const complete: SealFacts = {
  kind: 'photo',
  hasCase: true,
  flags: [],
  collectors: [],
  hasDigests: true,
  hasDevice: true,
  hasTime: true,
  hasPlace: true,
  isRenditionPending: false,
  records: [record],
  runs: [],
};

const judge = (over: Partial<SealFacts>, explanations?: ReadonlyMap<SealRuleCode, string>): RuleVerdict[] =>
  judgeSeal({ ...complete, ...over }, SET, explanations);
const of = (rule: SealRuleCode, over: Partial<SealFacts>): string | undefined => {
  const verdict = judge(over).find((one) => one.rule === rule);
  return verdict && [verdict.outcome, verdict.reason].filter(Boolean).join(' ');
};
const blocked = (over: Partial<SealFacts>): SealRuleCode[] =>
  judge(over)
    .filter(({ outcome, blocking }) => blocking && outcome !== 'satisfied')
    .map(({ rule }) => rule);

describe('the rules', () => {
  it('are each described once, in both languages, and stand in a set', () => {
    expect(SEAL_RULE_DATA.map(({ code }) => code).toSorted((a, b) => a.localeCompare(b))).toEqual(
      SEAL_RULES.toSorted((a, b) => a.localeCompare(b)),
    );
    const used = new Set(SEAL_RULE_SETS.flatMap(({ rules }) => rules));
    expect(SEAL_RULES.filter((code) => !used.has(code))).toEqual([]);
    expect(Object.keys(SEAL_REASON_WORDS)).toHaveLength(SEAL_REASONS.length);
  });

  it('block where the text was read, and only warn where it is known by report', () => {
    const warning = judge({}).filter(({ blocking }) => !blocking);
    expect(warning.map(({ rule }) => rule)).toEqual(['TECHNICAL_STANDARD', 'MEDIUM_SEALED']);
    expect(warning.flatMap(({ articles }) => articles).some(({ textRead }) => textRead)).toBe(false);
  });

  it('depend on the kind of case: another heading asks nothing of rapid tests', () => {
    const run = { id: 'r', method: null, standard: null, calibration: 'unknown' } as const;
    const general = judgeSeal({ ...complete, runs: [run] }, sealRuleSet('cultural_heritage', '2026-11-28'));
    expect(general.map(({ rule }) => rule)).not.toContain('RAPID_TEST_USABLE');
    expect(of('RAPID_TEST_USABLE', { runs: [run] })).toBe('unknown METHOD_UNKNOWN');
    expect(sealRuleSet(null, '2026-11-28').version).toBe('general-2026-1');
  });

  it('are refused for a day before any was in force', () => {
    expect(() => sealRuleSet('environment', '2000-01-01')).toThrow();
  });
});

describe('an item', () => {
  it('may be sealed when nothing blocks and the warnings are acknowledged, one by one', () => {
    expect(blocked({})).toEqual([]);
    const open = (acknowledged: readonly SealRuleCode[]) => obstacles(judge({}), acknowledged).map(({ rule }) => rule);
    expect(open([])).toEqual(['TECHNICAL_STANDARD', 'MEDIUM_SEALED']);
    expect(open(['MEDIUM_SEALED'])).toEqual(['TECHNICAL_STANDARD']);
    expect(open(['MEDIUM_SEALED', 'TECHNICAL_STANDARD'])).toEqual([]);
  });

  it('is not sealed by acknowledging what blocks', () => {
    const verdicts = judge({ hasCase: false });
    expect(obstacles(verdicts, SEAL_RULES).map(({ rule }) => rule)).toEqual(['CASE_ATTACHED']);
  });

  const draft = { ...record, state: 'draft' } as const;
  const differs: RecordFacts = { ...record, mismatches: ['sm3'] };
  const filmed = { ...record, witness: 'filmed' } as const;
  it.each<[SealRuleCode, Partial<SealFacts>, string]>([
    ['TWO_COLLECTORS', { records: [] }, 'missing COLLECTORS_TOO_FEW'],
    ['TWO_COLLECTORS', { records: [], collectors: [{ userId: 'a', name: 'A' }] }, 'missing COLLECTORS_TOO_FEW'],
    [
      'TWO_COLLECTORS',
      {
        records: [],
        collectors: [
          { userId: 'a', name: 'A' },
          { userId: null, name: 'B' },
        ],
      },
      'unknown COLLECTORS_WITHOUT_ACCOUNT',
    ],
    [
      'TWO_COLLECTORS',
      {
        records: [],
        collectors: [
          { userId: 'a', name: 'A' },
          { userId: 'a', name: 'A' },
        ],
      },
      'missing COLLECTORS_TOO_FEW',
    ],
    [
      'TWO_COLLECTORS',
      { records: [{ ...record, collectorIds: ['a'] }], collectors: [{ userId: 'b', name: 'B' }] },
      'satisfied',
    ],
    ['TWO_COLLECTORS', { records: [draft] }, 'missing COLLECTORS_TOO_FEW'],
    ['INTEGRITY_MEASURE', { hasDigests: false }, 'missing DIGESTS_MISSING'],
    ['SOURCE_AND_PROCESS', { hasDevice: false, records: [] }, 'unknown ORIGIN_UNSTATED'],
    ['SOURCE_AND_PROCESS', { hasDevice: false }, 'satisfied'],
    ['TIME_AND_PLACE', { hasTime: false, records: [] }, 'unknown TIME_UNKNOWN'],
    ['TIME_AND_PLACE', { hasPlace: false, records: [] }, 'unknown PLACE_UNKNOWN'],
    ['TIME_AND_PLACE', { hasTime: false, hasPlace: false, records: [] }, 'unknown TIME_AND_PLACE_UNKNOWN'],
    ['TIME_AND_PLACE', { hasTime: false, hasPlace: false }, 'satisfied'],
    ['TRANSCRIPT', { records: [] }, 'missing NO_RECORD_LISTS_IT'],
    ['TRANSCRIPT', { records: [draft] }, 'missing RECORD_NOT_SIGNED'],
    ['TRANSCRIPT', { records: [differs] }, 'missing RECORD_DIFFERS'],
    ['TRANSCRIPT', { records: [differs, record] }, 'satisfied'],
    ['WITNESS_OR_FILM', { records: [] }, 'missing NO_RECORD_LISTS_IT'],
    ['WITNESS_OR_FILM', { records: [filmed] }, 'missing FILM_NOT_RECEIVED'],
    ['WITNESS_OR_FILM', { records: [{ ...filmed, isFilmHere: true }] }, 'satisfied'],
    ['INSPECTION_LED', { records: [{ ...record, kind: 'inspection_record' }] }, 'missing LEADER_NO_PROSECUTOR'],
    ['INSPECTION_LED', { records: [{ ...record, kind: 'inspection_record', isLedByProsecutor: true }] }, 'satisfied'],
    [
      'RAPID_TEST_USABLE',
      { runs: [{ id: 'r', method: 'HJ 828', standard: 'GB 3838-2002', calibration: 'lapsed' }] },
      'missing CALIBRATION_NOT_VALID',
    ],
    [
      'RAPID_TEST_USABLE',
      { runs: [{ id: 'r', method: 'HJ 828', standard: 'GB 3838-2002', calibration: 'valid' }] },
      'satisfied',
    ],
    ['READING_DONE', { isRenditionPending: true }, 'missing RENDITION_PENDING'],
    ['READING_DONE', { flags: ['METADATA_TIMEOUT'] }, 'unknown METADATA_UNREAD'],
    ['READING_DONE', { flags: ['RENDITION_FAILED'] }, 'satisfied'],
  ])('by %s %j is %s', (rule, over, outcome) => expect(of(rule, over)).toBe(outcome));

  it('needs no record of the place when it was not taken there', () => {
    const papers = { ...complete, kind: 'document', records: [], collectors: [] } as const;
    const rules = judgeSeal(papers, SET).map(({ rule }) => rule);
    expect(rules).not.toContain('TRANSCRIPT');
    expect(rules).not.toContain('WITNESS_OR_FILM');
    expect(rules).not.toContain('INSPECTION_LED');
  });

  it('takes an explanation where the rule does, and nowhere else', () => {
    const said = new Map<SealRuleCode, string>([
      ['TIME_AND_PLACE', '设备时钟故障'],
      ['TWO_COLLECTORS', '只有一人'],
    ]);
    const verdicts = judge({ hasTime: false, records: [] }, said);
    const outcomeOf = (rule: SealRuleCode) => verdicts.find((one) => one.rule === rule);
    expect(outcomeOf('TIME_AND_PLACE')).toMatchObject({ outcome: 'explained', explanation: '设备时钟故障' });
    expect(outcomeOf('TWO_COLLECTORS')).toMatchObject({ outcome: 'missing', explanation: null });
    expect(obstacles(verdicts, []).map(({ rule }) => rule)).not.toContain('TIME_AND_PLACE');
  });
});
