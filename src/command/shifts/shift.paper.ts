import type { z } from 'zod';
import { type Block, chinaTimeOf, type Column, type Paper, type PaperLanguage } from '../../platform/index.js';
import type { ShiftHandoverDetail } from './shift.schemas.js';
import { SHIFT_WORDS } from './shift.words.js';

type Detail = z.output<typeof ShiftHandoverDetail>;
type Words = (typeof SHIFT_WORDS)[PaperLanguage];
type ColumnShare = readonly [title: keyof Words['columns'], share: number];

/** The sheet on paper, from what was frozen alone: the same hand-over printed at the same instant gives the same bytes. */
export function shiftPaper(handover: Detail, language: PaperLanguage, printedAt: Date): Paper {
  const words = SHIFT_WORDS[language];
  const { unit, desk, state, givenBy, givenTo, offeredAt, endedAt, remark, endRemark, sheet, sheetSha256 } = handover;
  return {
    title: words.title,
    issuer: unit.name,
    number: handover.id,
    printedAt,
    language,
    blocks: [
      {
        kind: 'facts',
        columns: 2,
        rows: [
          { label: words.desk, value: words.desks[desk] },
          { label: words.state, value: words.states[state] },
          { label: words.offeredAt, value: timeOf(offeredAt, words) },
          { label: words.endedAt, value: timeOf(endedAt, words) },
        ],
      },
      {
        kind: 'facts',
        columns: 1,
        rows: [
          { label: words.remark, value: remark ?? words.none },
          { label: words.endRemark, value: endRemark ?? words.none },
        ],
      },
      ...boardBlocks(sheet, words),
      {
        kind: 'signatures',
        boxes: [
          { role: words.giver, name: givenBy.name },
          { role: words.taker, name: givenTo.name },
          { role: words.leader },
        ],
      },
      { kind: 'paragraph', small: true, text: `${words.digest}: ${sheetSha256}` },
    ],
  };
}

function boardBlocks(sheet: Detail['sheet'], words: Words): Block[] {
  const { duty, sessions, unsigned, overdue, airborne, late, alarms } = sheet;
  return [
    ...table(
      words.duty,
      words,
      [
        ['person', 3],
        ['telephone', 3],
        ['until', 3],
      ],
      {
        more: false,
        rows: duty.map(({ person, telephone, during, desk }) => [
          `${person.name}（${words.desks[desk]}）`,
          telephone,
          timeOf(during.to, words),
        ]),
      },
    ),
    ...table(
      words.sessions,
      words,
      [
        ['session', 5],
        ['commander', 2],
        ['open', 2],
      ],
      {
        more: sessions.more,
        rows: sessions.items.map(({ title, state, commander, openOrders, unsignedOrders }) => [
          `${title}（${words.sessionStates[state]}）`,
          commander.name,
          `${openOrders}/${unsignedOrders}`,
        ]),
      },
    ),
    ...orders(words.unsigned, words, unsigned),
    ...orders(words.overdue, words, overdue),
    ...table(
      words.airborne,
      words,
      [
        ['device', 3],
        ['pilot', 2],
        ['takenOff', 3],
      ],
      {
        more: airborne.more,
        rows: airborne.items.map(({ assetCode, pilot, takenOffAt, heardAirborneAt, alerts }) => [
          [assetCode, ...alerts].join('；'),
          pilot?.name ?? words.none,
          heardAirborneAt === null ? `${timeOf(takenOffAt, words)}（${words.unheard}）` : timeOf(takenOffAt, words),
        ]),
      },
    ),
    ...table(
      words.late,
      words,
      [
        ['device', 3],
        ['holder', 3],
        ['due', 3],
      ],
      {
        more: late.more,
        rows: late.items.map(({ assetCode, holder, unit, dueAt }) => [
          assetCode,
          `${holder.name}（${unit.name}）`,
          timeOf(dueAt, words),
        ]),
      },
    ),
    ...table(
      words.alarms,
      words,
      [
        ['kind', 3],
        ['device', 3],
        ['began', 3],
      ],
      {
        more: alarms.more,
        rows: alarms.items.map(({ kind, about, assetCode, beganAt }) => [
          about ? `${kind}（${about}）` : kind,
          assetCode,
          timeOf(beganAt, words),
        ]),
      },
    ),
  ];
}

function orders(heading: string, words: Words, { items, more }: Detail['sheet']['unsigned']): Block[] {
  return table(
    heading,
    words,
    [
      ['order', 4],
      ['to', 2],
      ['priority', 1],
      ['issued', 2],
      ['due', 3],
    ],
    {
      more,
      rows: items.map(({ text, sessionTitle, to, priority, issuedAt, due, dueAt }) => [
        `${text}（${sessionTitle}）`,
        to,
        words.priorities[priority],
        timeOf(issuedAt, words),
        due === null ? words.none : `${words.deadlines[due]} ${timeOf(dueAt, words)}`,
      ]),
    },
  );
}

function table(
  heading: string,
  words: Words,
  columns: readonly ColumnShare[],
  { rows, more }: { readonly rows: readonly (readonly string[])[]; readonly more: boolean },
): Block[] {
  const titled = columns.map(([title, share]): Column => ({ title: words.columns[title], share }));
  return [
    { kind: 'heading', text: heading },
    { kind: 'table', columns: titled, rows, empty: words.none },
    ...(more ? [{ kind: 'paragraph', small: true, text: words.more } as const] : []),
  ];
}

function timeOf(instant: string | null, words: Words): string {
  return instant === null ? words.none : chinaTimeOf(new Date(instant));
}
