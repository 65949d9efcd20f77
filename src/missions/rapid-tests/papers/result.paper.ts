import { type Block, chinaTimeOf, type Fact, type Paper, type PaperLanguage } from '../../../platform/index.js';
import { boundsOf, type LimitRow } from '../../../reference/index.js';
import type { Sample } from '../../samples/sample.entity.js';
import type { WholeRun } from '../rapid-test.views.js';
import { RESULT_WORDS, type ResultFact, type ResultWords } from './result.words.js';

/** Everything a result says, whatever language it is in. */
export interface RunResult extends WholeRun {
  readonly unitName: string;
  /** Asset code of the instrument. */
  readonly instrument: string;
  readonly operatorName: string | null;
  readonly sample: Sample | null;
}

/** One page, with the notice that a rapid test is screening. Every rule and row behind the verdict is named. */
export function resultPaper(result: RunResult, language: PaperLanguage, printedAt: Date): Paper {
  const words = RESULT_WORDS[language];
  const { run } = result;
  return {
    title: words.title,
    issuer: result.unitName,
    number: run.id,
    printedAt,
    language,
    blocks: [
      { kind: 'heading', text: `${words.verdict}：${words.verdicts[run.verdict]}` },
      { kind: 'paragraph', text: run.notice[language] },
      {
        kind: 'facts',
        columns: 1,
        rows: facts(words, [['why', whyOf(result, words)], ...measuredFacts(result, words)]),
      },
      { kind: 'facts', columns: 2, rows: facts(words, originFacts(result, language)) },
      { kind: 'facts', columns: 1, rows: facts(words, besideFacts(result, words)) },
      signatures(result, words),
      { kind: 'paragraph', small: true, text: `${words.rules}：${run.details.rules}` },
    ],
  };
}

type Told = readonly [ResultFact, string | null];

function facts(words: ResultWords, told: readonly Told[]): Fact[] {
  return told.flatMap(([name, value]) => (value === null ? [] : { label: words.facts[name], value }));
}

function whyOf({ run }: RunResult, words: ResultWords): string | null {
  const because = [...run.flags.map((flag) => words.flags[flag]), ...(run.reason ? [words.reasons[run.reason]] : [])];
  return because.length > 0 ? because.join('；') : null;
}

function resultText(
  { result, unit, belowDetection, exceedFactor }: RunResult['run'],
  words: ResultWords,
): string | null {
  if (result === null) return null;
  const beside = [
    ...(belowDetection ? [words.belowDetection] : []),
    ...(exceedFactor === null ? [] : [`${words.exceedFactor} ${exceedFactor}`]),
  ];
  return `${result} ${unit ?? ''}${beside.length > 0 ? `（${beside.join('；')}）` : ''}`;
}

function measuredFacts({ run }: RunResult, words: ResultWords): Told[] {
  const { item, value, outcome, unit, dilution, limitRow, limitSource, matrix } = run;
  const shown = value === null ? outcome && words.outcomes[outcome] : `${value} ${unit ?? ''}`;
  const diluted = dilution === 1 ? '' : ` × ${dilution}`;
  return [
    ['item', matrix === null ? item : `${item}（${cut(matrix)}）`],
    ['value', shown && `${shown}${diluted}`],
    ['readings', repeatsText(run, words)],
    ['result', resultText(run, words)],
    ['limit', limitRow && limitText(limitRow, words)],
    ['limitSource', limitSource && cut(limitSource)],
    ['at', chinaTimeOf(run.at)],
  ];
}

function repeatsText({ readings, details }: RunResult['run'], words: ResultWords): string | null {
  if (readings.length === 0) return null;
  const isCut = readings.length > MOST_REPEATS;
  const shown = readings.slice(0, MOST_REPEATS).join('、');
  const { deviationPercent } = details;
  const beside = [
    ...(isCut ? [words.repeats(readings.length)] : []),
    ...(deviationPercent === null ? [] : [`${words.deviation} ${Number(deviationPercent.toPrecision(3))} %`]),
  ];
  return `${shown}${isCut ? ' …' : ''}${beside.length > 0 ? `（${beside.join('；')}）` : ''}`;
}

function holdingText({ details: { holding } }: RunResult['run'], words: ResultWords): string | null {
  if (holding === null) return null;
  const state = words.holdings[holding.state];
  return holding.dueAt === null ? state : `${state}（${words.until} ${chinaTimeOf(new Date(holding.dueAt))}）`;
}

const SIGNS = { at_most: '≤', at_least: '≥', between: '' } as const;

function limitText(row: LimitRow, words: ResultWords): string {
  const bounds = [...new Set(boundsOf(row.value))].join('–');
  const place = [row.standard, row.clause, row.class].filter(Boolean).join(' ');
  const doubt = row.confirmedBy === 'single_source' ? `（${words.singleSource}）` : '';
  return `${place}：${SIGNS[row.operator]} ${bounds} ${row.unit}${doubt}`;
}

function originFacts({ run, instrument, operatorName, sample }: RunResult, language: PaperLanguage): Told[] {
  const { calibration, kit, card } = run.details;
  const { position } = run;
  return [
    ['instrument', instrument],
    ['certificate', calibration?.certificate ? `${calibration.certificate}（${calibration.dueOn ?? ''}）` : null],
    ['kit', kit ? `${kit.kitCode} ${kit.lotNumber}（${kit.usableUntil}）` : run.lotNumber],
    [
      'method',
      card
        ? [card.methodCode, language === 'zh' ? card.nameZh : card.nameEn, `v${card.version}`].filter(Boolean).join(' ')
        : null,
    ],
    ['operator', operatorName],
    ['sample', sample ? cut(`${sample.number} ${sample.place}`) : null],
    ['holding', holdingText(run, RESULT_WORDS[language])],
    ['place', position ? `${position.lon.toFixed(5)}, ${position.lat.toFixed(5)}` : null],
  ];
}

function besideFacts(result: RunResult, words: ResultWords): Told[] {
  const { run, overrides, confirmations, contest } = result;
  const controls = run.details.controls.map(
    ({ kind, state }) => `${words.controls[kind]}：${words.controlStates[state]}`,
  );
  const until = contest.reason === 'running' && contest.dueAt ? ` ${chinaTimeOf(contest.dueAt)}` : '';
  return [
    ['controls', controls.join('；') || words.none],
    ...overrides
      .slice(-MOST_BESIDE)
      .map(({ opinion, reason, givenByName }): Told => [
        'override',
        `${words.verdicts[opinion]}（${givenByName}）：${cut(reason)}`,
      ]),
    ...confirmations
      .slice(-MOST_BESIDE)
      .map(({ laboratory, state, finding, reportNumber }): Told => [
        'confirmation',
        [cut(laboratory), words.confirmationStates[state], reportNumber, finding && words.findings[finding]]
          .filter(Boolean)
          .join(' '),
      ]),
    [
      'contest',
      contest.applies
        ? `${contest.law} ${contest.article}：${words.contests[contest.reason]}${until}`
        : words.contests[contest.reason],
    ],
  ];
}

/** The page holds the last of these, cut; all of them, whole, are in the record. */
const MOST_BESIDE = 2;
const MOST_REPEATS = 12;
const LONGEST_TEXT = 60;

function cut(text: string): string {
  const signs = Array.from(text.replaceAll(/\s+/g, ' '));
  return signs.length > LONGEST_TEXT ? `${signs.slice(0, LONGEST_TEXT).join('')}…` : signs.join('');
}

function signatures({ operatorName, sample }: RunResult, words: ResultWords): Block {
  return {
    kind: 'signatures',
    boxes: [
      { role: words.facts.tester, ...(operatorName && { name: operatorName }) },
      { role: words.facts.witness, ...(sample && { name: sample.secondName }) },
    ],
  };
}
