import type { z } from 'zod';
import { chinaTimeOf, type Fact, type Paper, type PaperLanguage, type StoredBlob } from '../../platform/index.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { CustodyEventView } from '../items/evidence.schemas.js';
import { codeInWords, CUSTODY_WORDS, REPORT_WORDS, type ReportWords } from './custody.words.js';

type Event = z.input<typeof CustodyEventView>;

/** Everything the report says, whatever language it is in. */
export interface CustodyReport {
  readonly item: EvidenceItem;
  readonly blob: StoredBlob;
  readonly unitName: string;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  readonly events: readonly Event[];
  readonly madeBy: string;
}

/** Members of details that tell a person something: codes, and what somebody or a file wrote. */
const CODED = ['of', 'what', 'kind', 'verdict', 'outcome'] as const;
const WRITTEN = ['fileName', 'caseNumber', 'purpose', 'reason'] as const;

export function custodyPaper(report: CustodyReport, language: PaperLanguage, printedAt: Date): Paper {
  const words = REPORT_WORDS[language];
  return {
    title: words.title,
    issuer: report.unitName,
    number: report.item.id,
    printedAt,
    language,
    blocks: [
      { kind: 'facts', columns: 1, rows: factsOf(report, language) },
      { kind: 'paragraph', small: true, text: words.notice },
      {
        kind: 'table',
        columns: [
          { title: words.columns.number, share: 6, align: 'right' },
          { title: words.columns.at, share: 19 },
          { title: words.columns.event, share: 18 },
          { title: words.columns.actor, share: 22 },
          { title: words.columns.details, share: 35 },
        ],
        rows: report.events.map((event, index) => [
          String(index + 1),
          chinaTimeOf(new Date(event.at)),
          CUSTODY_WORDS[event.event][language],
          event.actor.kind === 'system' ? words.system : event.actor.name,
          detailsText(event, language),
        ]),
        empty: words.none,
      },
    ],
  };
}

function factsOf({ item, blob, from, to, events, madeBy }: CustodyReport, language: PaperLanguage): Fact[] {
  const words = REPORT_WORDS[language];
  const period = `${from ? chinaTimeOf(from) : words.from} — ${to ? chinaTimeOf(to) : words.to}`;
  const facts: readonly [keyof ReportWords['facts'], string][] = [
    ['file', item.fileName],
    ['kind', codeInWords(item.kind, language)],
    ['sha256', item.sha256],
    ['sm3', blob.sm3],
    ['size', `${blob.sizeBytes} ${words.bytes}`],
    ['receivedAt', chinaTimeOf(item.receivedAt)],
    ['period', period],
    ['events', String(events.length)],
    ['madeBy', madeBy],
  ];
  return facts.map(([name, value]) => ({ label: words.facts[name], value }));
}

function detailsText({ details }: Event, language: PaperLanguage): string {
  if (details['redacted'] === true) return REPORT_WORDS[language].withheld;
  const told = [...CODED, ...WRITTEN].flatMap((name) => {
    const value = details[name];
    if (typeof value !== 'string' || value === '') return [];
    return [CODED.some((coded) => coded === name) ? codeInWords(value, language) : value];
  });
  return told.join('；');
}
