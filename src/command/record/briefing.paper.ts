import type { z } from 'zod';
import type { Paper, PaperLanguage } from '../../platform/index.js';
import { ORDER_STATE_WORDS, ROLE_WORDS } from './record.words.js';
import { facts, heading, lines, notice, said, table, timeOf } from './report.papers.js';
import type { BriefingView } from './report.schemas.js';
import { PAPER_WORDS } from './report.words.js';

type Briefing = z.output<typeof BriefingView>;

/** 交接简报, after the manner of ICS 201: what an incoming commander must know. */
export function briefingPaper(briefing: Briefing, madeBy: string, language: PaperLanguage): Omit<Paper, 'printedAt'> {
  const words = PAPER_WORDS[language];
  const { situation, orders, people, events } = briefing;
  const { columns } = words;
  return {
    title: words.briefing,
    language,
    blocks: [
      facts([
        [words.session, situation.title],
        [words.issuedAt, timeOf(briefing.at)],
        [words.ordersOpen, String(briefing.ordersOpen)],
      ]),
      notice(words.notice),
      heading(words.ordersOpen),
      table(
        words.none,
        [
          [columns.seq, 8],
          [columns.text, 72],
          [words.state, 20],
        ],
        orders.map(({ seq, text, state }) => [String(seq), text, said(ORDER_STATE_WORDS, state, language)]),
      ),
      heading(words.people),
      table(
        words.none,
        [
          [columns.seq, 8],
          [words.name, 26],
          [words.role, 26],
          [words.unit, 40],
        ],
        people.map(({ seq, name, role, unitName }) => [
          seq === null ? '' : String(seq),
          name ?? '',
          said(ROLE_WORDS, role, language),
          unitName,
        ]),
      ),
      heading(words.lines),
      lines(events, words, language),
      { kind: 'signatures', boxes: [{ role: words.preparedBy, name: madeBy }, { role: words.signedBy }] },
    ],
  };
}
