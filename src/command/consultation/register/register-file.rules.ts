import { type AppError, type Cell, type SheetRow, textFault } from '../../../platform/index.js';
import {
  ENTRY_KINDS,
  type EntryKind,
  EXPERT_FIELDS,
  type ExpertField,
  FIELD_WORDS,
  LONGEST,
} from './register.codes.js';
import { RegisterRowErrors } from './register.errors.js';

/** The columns of a file, with the other heading that each is known by. */
export const REGISTER_COLUMNS = {
  kind: '类别',
  name: '名称',
  institution: '所属机构',
  fields: '专业领域',
  title: '职称',
  contact: '联系方式',
  active: '在用',
} as const;
export type RegisterColumn = keyof typeof REGISTER_COLUMNS;
export const NEEDED_COLUMNS: readonly RegisterColumn[] = ['kind', 'name', 'fields'];

/** What one row says. */
export interface EntryDraft {
  readonly kind: EntryKind;
  readonly name: string;
  /** Where the expert works; null for an institution and for whoever belongs to none. */
  readonly institution: string | null;
  readonly fields: readonly ExpertField[];
  readonly title: string | null;
  readonly contact: string | null;
  readonly active: boolean;
}

export interface EntryFault {
  readonly row: number;
  readonly column: RegisterColumn | null;
  readonly error: AppError;
}

export type ReadEntry = { readonly draft: EntryDraft } | { readonly faults: readonly EntryFault[] };

const KIND_WORDS: Readonly<Record<string, EntryKind>> = { 专家: 'expert', 机构: 'institution' };
const YES = ['yes', 'true', '1', '是'];
const NO = ['no', 'false', '0', '否'];
/** What a spreadsheet program would compute when the text is written into a file again. */
const LIKE_FORMULA = /^[=+\-@＝＋－＠]/;
/** The one text of the trade that begins so. */
const TELEPHONE = /^[+＋][\d ()-]{4,}$/;

/** Which column of the file holds what; a heading that is not known is passed over, a second one of a name is a fault. */
export function columnsOf(cells: readonly Cell[]): {
  readonly columns: ReadonlyMap<RegisterColumn, number>;
  readonly twice: RegisterColumn | undefined;
} {
  const columns = new Map<RegisterColumn, number>();
  let twice: RegisterColumn | undefined;
  for (const [at, { text }] of cells.entries()) {
    const column = columnNamed(text.normalize('NFKC').trim().toLowerCase());
    if (column === undefined) continue;
    if (columns.has(column)) twice ??= column;
    else columns.set(column, at);
  }
  return { columns, twice };
}

function columnNamed(heading: string): RegisterColumn | undefined {
  const names = Object.entries(REGISTER_COLUMNS) as [RegisterColumn, string][];
  return names.find(([code, zh]) => code === heading || zh === heading)?.[0];
}

/** What two rows of a file may not share. */
export function entryKey({ kind, name, institution }: Pick<EntryDraft, 'kind' | 'name' | 'institution'>): string {
  return JSON.stringify([kind, name, institution]);
}

/** What a row says, or everything that is wrong with it. */
export function readEntry(row: SheetRow, columns: ReadonlyMap<RegisterColumn, number>): ReadEntry {
  const reading = new EntryReading(row, columns);
  const draft = reading.draft();
  return reading.faults.length === 0 ? { draft } : { faults: reading.faults };
}

class EntryReading {
  readonly faults: EntryFault[] = [];

  constructor(
    private readonly row: SheetRow,
    private readonly columns: ReadonlyMap<RegisterColumn, number>,
  ) {}

  draft(): EntryDraft {
    const kind = this.kind();
    const draft = {
      kind,
      name: this.needed('name', LONGEST[kind]),
      institution: this.text('institution', LONGEST.institution),
      fields: this.fields(kind),
      title: this.text('title', LONGEST.title),
      contact: this.text('contact', LONGEST.contact),
      active: this.active(),
    };
    for (const column of ['institution', 'title'] as const)
      if (kind === 'institution' && draft[column] !== null)
        this.fault(column, RegisterRowErrors.REGISTER_CELL_STRANGE({ column }));
    return draft;
  }

  private kind(): EntryKind {
    const text = this.needed('kind', 20);
    const kind = ENTRY_KINDS.find((one) => one === text) ?? KIND_WORDS[text];
    if (kind === undefined && text !== '') this.notChosen('kind', text, [...ENTRY_KINDS, ...Object.keys(KIND_WORDS)]);
    return kind ?? 'expert';
  }

  /** Codes or words, parted by semicolons; each once, in the order of the list. */
  private fields(kind: EntryKind): ExpertField[] {
    const text = kind === 'expert' ? this.needed('fields', 200) : (this.text('fields', 200) ?? '');
    const parts = text.split(/[;；、]/).flatMap((part) => (part.trim() === '' ? [] : part.trim()));
    if (kind === 'expert' && parts.length === 0 && text !== '')
      this.fault('fields', RegisterRowErrors.REGISTER_CELL_REQUIRED({ column: 'fields' }));
    const chosen = new Set(parts.map((part) => this.field(part)));
    return EXPERT_FIELDS.filter((field) => chosen.has(field));
  }

  private field(text: string): ExpertField | undefined {
    const field = EXPERT_FIELDS.find((one) => one === text || FIELD_WORDS[one] === text);
    if (field === undefined) this.notChosen('fields', text, EXPERT_FIELDS);
    return field;
  }

  private active(): boolean {
    const text = this.text('active', 20)?.toLowerCase();
    if (text !== undefined && ![...YES, ...NO].includes(text)) this.notChosen('active', text, [...YES, ...NO]);
    return text === undefined || YES.includes(text);
  }

  private needed(column: RegisterColumn, most: number): string {
    const before = this.faults.length;
    const text = this.text(column, most);
    if (text === null && this.faults.length === before)
      this.fault(column, RegisterRowErrors.REGISTER_CELL_REQUIRED({ column }));
    return text ?? '';
  }

  private text(column: RegisterColumn, most: number): string | null {
    const cell = this.row.cells[this.columns.get(column) ?? -1];
    const text = cell?.text.trim() ?? '';
    if (cell?.fault || (LIKE_FORMULA.test(text) && !(column === 'contact' && TELEPHONE.test(text)))) {
      this.fault(column, RegisterRowErrors.REGISTER_CELL_FORMULA());
      return null;
    }
    if (text.length > most) this.fault(column, RegisterRowErrors.REGISTER_CELL_TOO_LONG({ most }));
    if (textFault(text)) this.fault(column, RegisterRowErrors.REGISTER_CELL_CHARACTER());
    return text === '' ? null : text;
  }

  private notChosen(column: RegisterColumn, text: string, choices: readonly string[]): void {
    this.fault(
      column,
      RegisterRowErrors.REGISTER_CELL_NOT_CHOICE({ value: text.slice(0, 60), choices: choices.join(', ') }),
    );
  }

  private fault(column: RegisterColumn, error: AppError): void {
    this.faults.push({ row: this.row.number, column, error });
  }
}
