import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { APPLICATION_RULES } from './application.rule-table.js';
import { assess, blockingFindings } from './assessment.js';
import { DUTY_RULES } from './duty.rule-table.js';
import { CIRCUMSTANCES, type Circumstances, type FlightFacts } from './flight-facts.js';

const NEVER: Circumstances = {
  networkRelay: 'no',
  dangerousOrDropped: 'no',
  overCrowd: 'no',
  fromMovingVehicle: 'no',
  several: 'no',
};
const USUAL: FlightFacts = {
  during: { from: new Date('2026-03-02T09:00:00+08:00'), to: new Date('2026-03-02T10:00:00+08:00') },
  nature: 'ordinary',
  upperMetres: 100,
  aircraftClass: 'light',
  registered: 'yes',
  insured: 'yes',
  reportsIdentity: 'yes',
  pilotLicensed: 'no',
  pilotTrained: 'yes',
  unitCertified: 'yes',
  circumstances: NEVER,
  controlledAreas: [],
  areasKnown: 'yes',
  beyondSight: 'no',
  inTheDark: 'no',
  surveying: 'no',
};
const IN_EVERY_LINE = ['CARRY_PAPERS', 'READY_BEFORE_FLIGHT', 'FOLLOW_THE_FLIGHT', 'UNIMPAIRED', 'ACTIVATION'];
const LONG_BEFORE = new Date('2026-01-01T00:00:00Z');

/** The usual flight with what a line of the table says otherwise, such as `upperMetres=130 several=yes`. */
function factsOf(differences: string): FlightFacts {
  const facts: Record<string, unknown> = { ...USUAL };
  const circumstances: Record<string, string> = { ...NEVER };
  for (const [name = '', value = ''] of differences.split(' ').map((word) => word.split('='))) {
    if (name === 'from') facts['during'] = { from: new Date(value), to: new Date(Date.parse(value) + 3_600_000) };
    else if (name === 'upperMetres') facts[name] = Number(value);
    else if (name === 'controlledAreas') facts[name] = [value];
    else if ((CIRCUMSTANCES as readonly string[]).includes(name)) circumstances[name] = value;
    else if (name !== '') facts[name] = value;
  }
  return { ...facts, circumstances } as unknown as FlightFacts;
}

const lines = readFileSync('test/golden/air-rules.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('|').map((part) => part.trim()));

describe('the rules of the air, a case a line', () => {
  it.each(lines)('[%s] %s: %s', (differences = '', application, findings) => {
    const answer = assess(factsOf(differences), LONG_BEFORE);
    const said = answer.findings
      .filter(({ code }) => !IN_EVERY_LINE.includes(code))
      .map(({ code, effect, article }) => `${code} ${effect} ${article}`)
      .toSorted();
    expect([answer.application, said.join(', ')]).toEqual([application, findings]);
  });

  it('has a line for every rule', () => {
    const codes = [...APPLICATION_RULES, ...DUTY_RULES].map(({ code }) => code);
    const said = new Set(lines.flatMap((line) => (line[2] ?? '').match(/[A-Z_]{4,}/g) ?? []));
    expect(codes.filter((code) => !said.has(code))).toEqual(IN_EVERY_LINE);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('an assessment', () => {
  it('says by which rules, from which article, whether that was read, and from which facts', () => {
    const { rulesVersion, findings } = assess(
      factsOf('controlledAreas=机场 from=2026-06-01T09:00:00+08:00'),
      LONG_BEFORE,
    );
    expect(rulesVersion).toBe('2026-05.2');
    expect(findings.find(({ code }) => code === 'CONTROLLED_AREA')).toMatchObject({
      textNumber: '国务院、中央军委令第761号',
      article: '19(2)',
      textRead: true,
      inputs: { controlledAreas: ['机场'] },
    });
    expect(findings.find(({ code }) => code === 'ACTIVATION')).toMatchObject({ textRead: false });
    expect(assess(USUAL, LONG_BEFORE).rulesVersion).toBe('2024-01.2');
  });

  it('is too late from noon of the day before in China, to the second', () => {
    const facts = factsOf('upperMetres=130');
    expect(assess(facts, new Date('2026-03-01T11:59:59.999+08:00')).tooLateToApply).toBe(false);
    expect(assess(facts, new Date('2026-03-01T12:00:00+08:00')).tooLateToApply).toBe(true);
    expect(assess(USUAL, new Date('2026-03-02T08:00:00+08:00')).tooLateToApply).toBe(false);
    expect(assess(factsOf('upperMetres=130 nature=special_emergency'), facts.during.from).tooLateToApply).toBe(false);
  });

  it('cannot say whether it is too late once the deadline has passed and the need is unknown', () => {
    const facts = factsOf('areasKnown=unknown');
    expect(assess(facts, new Date('2026-03-01T11:59:59.999+08:00')).tooLateToApply).toBe(false);
    expect(assess(facts, new Date('2026-03-01T12:00:00+08:00')).tooLateToApply).toBeNull();
  });

  it('tells every pilot the duties of art. 32, and those under approval to keep in touch', () => {
    const duties = (differences: string) =>
      assess(factsOf(differences), LONG_BEFORE)
        .findings.filter(({ article, effect }) => article.startsWith('32(') && effect === 'informs')
        .map(({ article, code }) => `${article} ${code}`);
    const always = ['32(1) CARRY_PAPERS', '32(2) READY_BEFORE_FLIGHT', '32(3) FOLLOW_THE_FLIGHT', '32(9) UNIMPAIRED'];
    expect(duties('').toSorted()).toEqual(always);
    const inTouch = [...always, '32(3) AIR_TRAFFIC_CONTACT'].toSorted();
    expect(duties('controlledAreas=水源保护区').toSorted()).toEqual(inTouch);
    expect(duties('reportsIdentity=unknown').toSorted()).toEqual(inTouch);
  });

  it('gives deadlines only where an application is or may be needed', () => {
    expect(assess(USUAL, LONG_BEFORE).deadlines).toBeNull();
    expect(assess(factsOf('areasKnown=unknown'), LONG_BEFORE).deadlines).not.toBeNull();
  });

  it('names what stands in the way', () => {
    const facts = factsOf('aircraftClass=small registered=no insured=no pilotLicensed=no unitCertified=unknown');
    expect(blockingFindings(assess(facts, LONG_BEFORE)).map(({ code }) => code)).toEqual([
      'REGISTRATION',
      'LIABILITY_INSURANCE',
      'PILOT_LICENCE',
    ]);
  });
});
