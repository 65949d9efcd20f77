import type { z } from 'zod';
import { type Block, chinaTimeOf, type Fact, type Paper, type PaperLanguage } from '../../platform/index.js';
import { KIND_WORDS, ORDER_STATE_WORDS, ROLE_WORDS, STATE_WORDS, type Words } from './record.words.js';
import type { CommanderLogView, SitrepView } from './report.schemas.js';
import { PAPER_WORDS, type PaperWords } from './report.words.js';

type Log = z.output<typeof CommanderLogView>;
type Sitrep = z.output<typeof SitrepView>;
type Line = Log['lines'][number];
type Sheet = Omit<Paper, 'printedAt'>;

/** 指挥日志, after the manner of ICS 214. */
export function logPaper(log: Log, madeBy: string, language: PaperLanguage): Sheet {
  const words = PAPER_WORDS[language];
  const [from, to] = [log.period.from, log.period.to];
  const period = `${from ? timeOf(from) : words.begin} — ${to ? timeOf(to) : words.now}`;
  return {
    title: words.log,
    issuer: log.commanders.at(-1)?.unitName,
    language,
    blocks: [
      facts([...headFacts(log, words, language), [words.period, period], [words.upToSeq, String(log.upToSeq)]]),
      notice(words.notice),
      heading(words.commander),
      table(
        words.none,
        [
          [words.columns.seq, 8],
          [words.columns.at, 22],
          [words.name, 30],
          [words.unit, 40],
        ],
        log.commanders.map(({ seq, at, name, unitName }) => [String(seq), timeOf(at), name, unitName]),
      ),
      heading(words.people),
      table(
        words.none,
        [
          [words.columns.seq, 8],
          [words.name, 26],
          [words.role, 26],
          [words.unit, 40],
        ],
        log.people.map(({ seq, name, role, unitName }) => [
          String(seq),
          name ?? '',
          said(ROLE_WORDS, role, language),
          unitName ?? '',
        ]),
      ),
      heading(words.lines),
      lines(log.lines, words, language),
      ...withheld(log.withheld, words),
      { kind: 'signatures', boxes: [{ role: words.preparedBy, name: madeBy }, { role: words.reviewedBy }] },
    ],
  };
}

/** 阶段情况报告: as it was issued. */
export function sitrepPaper({ content, sha256, issuedAt }: Sitrep, language: PaperLanguage): Sheet {
  const words = PAPER_WORDS[language];
  const { figures, signedBy, reviewedBy, commander } = content;
  return {
    title: words.sitrep(content.number),
    issuer: signedBy.unitName,
    number: content.documentNumber ?? undefined,
    language,
    blocks: [
      facts([
        [words.documentNumber, content.documentNumber ?? ''],
        ...headFacts(content, words, language),
        [words.period, `${timeOf(content.period.from)} — ${timeOf(content.period.to)}`],
        [words.state, said(STATE_WORDS, content.state, language)],
        [words.commander, commander ? `${commander.name}（${commander.unitName}，#${commander.seq}）` : ''],
        [words.upToSeq, String(content.upToSeq)],
        [words.signedBy, signedBy.name],
        [words.reviewedBy, reviewedBy ?? ''],
        [words.issuedAt, timeOf(issuedAt)],
        [words.sha256, sha256],
      ]),
      notice(words.notice),
      heading(words.figures),
      facts([
        [words.people, String(figures.people)],
        [words.ordersOpen, String(figures.ordersOpen)],
        [words.evidence, String(figures.evidence)],
        ...Object.entries(figures.ordersByState).map(
          ([state, count]) => [said(ORDER_STATE_WORDS, state, language), String(count)] as const,
        ),
      ]),
      ...(content.summary === null ? [] : [heading(words.summary), paragraph(content.summary)]),
      heading(words.ordersOpen),
      table(
        words.none,
        [
          [words.columns.seq, 8],
          [words.columns.at, 20],
          [words.to, 22],
          [words.columns.text, 36],
          [words.state, 14],
        ],
        content.ordersOpen.map(({ issuedSeq, issuedAt: at, to, text, state }) => [
          String(issuedSeq),
          timeOf(at),
          to ?? '',
          text,
          said(ORDER_STATE_WORDS, state, language),
        ]),
      ),
      heading(words.changes),
      lines(content.changes, words, language),
      ...withheld(content.withheld, words),
      {
        kind: 'signatures',
        boxes: [
          { role: words.signedBy, name: signedBy.name, at: timeOf(issuedAt) },
          { role: words.reviewedBy, name: reviewedBy ?? undefined },
        ],
      },
    ],
  };
}

function headFacts(
  { title, kind }: Pick<Log, 'title' | 'kind'>,
  words: PaperWords,
  language: PaperLanguage,
): (readonly [string, string])[] {
  return [
    [words.session, title],
    [words.kind, said(KIND_WORDS, kind, language)],
  ];
}

export function lines(all: readonly Line[], words: PaperWords, language: PaperLanguage): Block {
  const { columns } = words;
  return table(
    words.none,
    [
      [columns.seq, 8],
      [columns.at, 20],
      [columns.by, 17],
      [columns.text, 55],
    ],
    all.map(({ seq, at, by, text }) => [String(seq), timeOf(at), by, text[language]]),
  );
}

export function facts(rows: readonly (readonly [label: string, value: string])[]): Block {
  return { kind: 'facts', columns: 1, rows: rows.map(([label, value]): Fact => ({ label, value })) };
}

export function table(
  empty: string,
  columns: readonly (readonly [title: string, share: number])[],
  rows: readonly (readonly string[])[],
): Block {
  return { kind: 'table', columns: columns.map(([title, share]) => ({ title, share })), rows, empty };
}

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const notice = (text: string): Block => ({ kind: 'paragraph', small: true, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

function withheld(count: number, words: PaperWords): Block[] {
  return count > 0 ? [notice(words.withheld(count))] : [];
}

export function said(words: Readonly<Record<string, Words>>, code: string | null, language: PaperLanguage): string {
  return code === null ? '' : (words[code]?.[language] ?? code);
}

export function timeOf(instant: string): string {
  return chinaTimeOf(new Date(instant));
}
