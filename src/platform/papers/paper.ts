import type { Mark } from './marks.js';

/** A document of text on A4, before it is laid out. Strings may hold any character and line breaks. */
export interface Paper {
  readonly title: string;
  /** Under the title: the office that issues it. */
  readonly issuer?: string;
  /** Number of the document: beside the title and at the foot of every page. */
  readonly number?: string;
  /** Upper right corner of the first page. */
  readonly code?: { readonly text: string; readonly caption?: string };
  readonly blocks: readonly Block[];
  /** When it was printed: at the foot of every page and in the metadata. The same instant gives the same bytes. */
  readonly printedAt: Date;
  readonly language: PaperLanguage;
}

export type PaperLanguage = 'zh' | 'en';

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly small?: boolean }
  | { readonly kind: 'facts'; readonly rows: readonly Fact[]; readonly columns?: 1 | 2 }
  | TableBlock
  | FigureBlock
  /** Boxes to sign and stamp, two a row, never parted from each other's row. */
  | { readonly kind: 'signatures'; readonly boxes: readonly SignatureBox[] };

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** In the place of the rows when there are none. */
  readonly empty?: string;
}

/** A drawing whose marks somebody else has placed, in points from its own upper left corner; never parted. */
export interface FigureBlock {
  readonly kind: 'figure';
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** Below it; also what a text processor gets in the place of the drawing. */
  readonly caption: string;
}

export interface Column {
  readonly title: string;
  /** Share of the width, beside those of the other columns. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

export interface SignatureBox {
  /** Who signs, such as 经手人. */
  readonly role: string;
  readonly name?: string;
  /** When, as it shall stand there. */
  readonly at?: string;
  /** What was drawn: a data URL (PNG, JPEG, WebP) or SVG path data. Without it the box stays empty, for pen and stamp. */
  readonly signature?: string | null;
}
