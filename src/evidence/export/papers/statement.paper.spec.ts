import { describe, expect, it } from '@jest/globals';
import { CHECKS } from '../../corroboration/corroboration.types.js';
import type { ExhibitBrief } from '../exhibit.types.js';
import { numberRanges } from './number-ranges.rules.js';
import { supportRows } from './statement.paper.js';
import { checksWords } from './system-facts.reader.js';

type Checks = NonNullable<ExhibitBrief['corroboration']>['checks'];

function brief(number: string, checks: Checks | null, state = 'received'): ExhibitBrief {
  return {
    number,
    purpose: null,
    record: { state } as unknown as ExhibitBrief['record'],
    corroboration: checks && { words: { zh: '', en: '' }, checks },
    answers: [],
    files: [],
    track: null,
    entries: [],
  };
}

describe('the statement of the system', () => {
  it('tells of each claim whose records it rests on, exhibit by exhibit', () => {
    const agreed = (independence: Checks[number]['independence']): Checks => [
      { check: 'TRACK_POSITION', verdict: 'consistent', independence },
    ];
    const rows = supportRows([
      brief('001', agreed('same_receiver')),
      brief('002', agreed('same_receiver')),
      brief('003', agreed('same_party')),
      brief('004', agreed('independent')),
      brief('005', [{ check: 'TRACK_POSITION', verdict: 'inconsistent', independence: 'same_party' }]),
      brief('006', [{ check: 'TRACK_POSITION', verdict: 'unknown', independence: 'same_party' }]),
      brief('007', null),
      brief('008', null, 'removed'),
    ]);
    expect(rows).toHaveLength(CHECKS.length);
    expect(rows[CHECKS.indexOf('TRACK_POSITION')]).toEqual([
      '拍摄位置与航迹',
      '001–002',
      '003\n不符：005',
      '004',
      '006–007',
    ]);
    expect(rows[CHECKS.indexOf('CUSTODY')]).toEqual(['持有人与领用记录', '—', '—', '—', '001–007']);
  });

  it('names no machine of the installation', () => {
    const checks = [
      { name: 'database', state: 'ok', detail: 'external' },
      { name: 'broker', state: 'away', detail: 'external: connect ECONNREFUSED 10.3.0.7:1883' },
      { name: 'clock', state: 'unknown', detail: 'offset against ntp.inside.example' },
    ] as const;
    expect(checksWords(checks)).toBe('database：正常；broker：无应答；clock：未检测');
  });
});

describe('numbers of exhibits', () => {
  it.each([
    [[], ''],
    [['001'], '001'],
    [['001', '002', '003', '007', '009', '010'], '001–003、007、009–010'],
    [['998', '999', '1000'], '998–1000'],
  ])('%j as %s', (numbers, words) => expect(numberRanges(numbers)).toBe(words));
});
