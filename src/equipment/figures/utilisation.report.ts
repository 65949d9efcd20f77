import { Readable } from 'node:stream';
import type { z } from 'zod';
import { chinaTimeOf, type Paper, type SheetPlan } from '../../platform/index.js';
import type { Grouping } from './figures.repository.js';
import type { UtilisationView } from './figures.schemas.js';
import { type FiguresLanguage, UTILISATION_WORDS } from './utilisation.words.js';

type Utilisation = z.input<typeof UtilisationView>;
type Item = Utilisation['items'][number];

export interface ReportOf {
  readonly by: Grouping;
  readonly language: FiguresLanguage;
  readonly figures: Utilisation;
}

const NUMBERS = [
  'devices',
  'inService',
  'bookings',
  'bookedHours',
  'outHours',
  'utilisation',
  'bookedShare',
  'unused',
] as const satisfies readonly (keyof Item)[];
const SHARES: ReadonlySet<string> = new Set(['utilisation', 'bookedShare']);

/** Period, one row a group, and their sum last; shares as they are, from 0 to 1. */
export function utilisationSheet({ by, language, figures }: ReportOf): SheetPlan {
  const words = UTILISATION_WORDS[language];
  const rows = [...figures.items, { ...figures.total, group: '', name: words.total }];
  return {
    name: words.title,
    banner: `${words.title} ${periodOf(figures)}`,
    columns: [
      { heading: words.by[by], kind: 'text' },
      { heading: words.figures.name, kind: 'text' },
      ...NUMBERS.map((figure) => ({ heading: words.figures[figure], kind: 'number' as const })),
    ],
    rows: Readable.from(rows.map((item) => [item.group, item.name, ...NUMBERS.map((figure) => item[figure])])),
  };
}

export function utilisationPaper({ by, language, figures }: ReportOf, issuer: string, printedAt: Date): Paper {
  const words = UTILISATION_WORDS[language];
  const rows = [...figures.items, { ...figures.total, name: words.total }];
  return {
    title: words.title,
    issuer,
    printedAt,
    language,
    blocks: [
      { kind: 'facts', rows: [{ label: words.period, value: periodOf(figures) }] },
      {
        kind: 'table',
        columns: [
          { title: words.by[by], share: 5 },
          ...NUMBERS.map((figure) => ({ title: words.figures[figure], share: 2, align: 'right' as const })),
        ],
        rows: rows.map((item) => [item.name, ...NUMBERS.map((figure) => shown(figure, item[figure]))]),
      },
    ],
  };
}

function shown(figure: string, value: number): string {
  return SHARES.has(figure) ? `${(value * 100).toFixed(1)}%` : String(value);
}

function periodOf({ during: { from, to } }: Utilisation): string {
  return `${chinaTimeOf(new Date(from))} – ${chinaTimeOf(new Date(to))}`;
}
