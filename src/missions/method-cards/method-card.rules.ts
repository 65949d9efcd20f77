import { itemKey } from '../../reference/index.js';

export const PRINCIPLES = [
  'electrode',
  'colorimetry',
  'enzyme_inhibition',
  'colloidal_gold',
  'stripping_voltammetry',
  'xrf',
  'bioluminescence',
  'sensor',
  'other',
] as const;
export type Principle = (typeof PRINCIPLES)[number];

/** What the display or strip gives: a number, or only positive or negative. */
export const CARD_READS = ['value', 'outcome'] as const;
export type CardReads = (typeof CARD_READS)[number];

/** What is measured beside the sample so that its reading can be believed. */
export const CONTROL_KINDS = ['blank', 'positive', 'negative', 'standard', 'spike', 'parallel'] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];

export const PHOTO_SUBJECTS = ['display', 'strip', 'kit_label', 'sample', 'place'] as const;
export type PhotoSubject = (typeof PHOTO_SUBJECTS)[number];

/**
 * What a method asks of a control. `least` and `most` bound its value; for `standard` and `spike` they bound what was
 * found of what was there, in percent.
 */
export interface ControlRule {
  readonly kind: ControlKind;
  readonly required: boolean;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

export interface CardStep {
  readonly zh: string;
  readonly en: string;
  /** Runs from when the step begins; the next one waits for it. */
  readonly countdownSeconds?: number | undefined;
  /** The reading window is counted from here. */
  readonly starts?: true | undefined;
  readonly photo?: PhotoSubject | undefined;
}

/** Seconds after the start in which the reading counts, both ends included. */
export interface ReadWindow {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** A card as a judgement looks at it, and as a copy of it is kept with every run. */
export interface MethodCardFacts {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kitCode: string | null;
  readonly deviceKindCode: string | null;
  readonly items: readonly string[];
  readonly methodCode: string | null;
  readonly principle: Principle;
  readonly reads: CardReads;
  readonly unit: string | null;
  readonly detectionLimit: number | null;
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  readonly mostDeviationPercent: number | null;
  readonly readWindow: ReadWindow | null;
  readonly controls: readonly ControlRule[];
  readonly photos: readonly PhotoSubject[];
  readonly interferences: readonly string[];
  readonly source: string;
}

export interface CardWish {
  readonly item: string;
  readonly deviceKindCode: string;
  /** The kits that left with the instrument. */
  readonly kitCodes: readonly string[];
}

/** The only card that serves; undefined where none does, or more than one, between which nobody chose. */
export function cardFor(cards: readonly MethodCardFacts[], wish: CardWish): MethodCardFacts | undefined {
  const fitting = cards.filter((card) => serves(card, wish));
  const ofKit = fitting.filter(({ kitCode }) => kitCode !== null);
  const [card, other] = ofKit.length > 0 ? ofKit : fitting;
  return other === undefined ? card : undefined;
}

/** Whether a card is for the item, on that kind of instrument, with a kit that is there. */
export function serves(
  { items, deviceKindCode, kitCode }: MethodCardFacts,
  { item, deviceKindCode: kind, kitCodes }: CardWish,
): boolean {
  const onKind = deviceKindCode === null || deviceKindCode === kind;
  return onKind && (kitCode === null || kitCodes.includes(kitCode)) && items.some((one) => sameItem(one, item));
}

/** Items are the same when they have the same code in the item list, or the same spelling where the list knows neither. */
export function sameItem(a: string, b: string): boolean {
  return itemKey(a) === itemKey(b);
}

export function sameText(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

/** Full-width letters and the two signs for micro are the same to a reader. */
function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

export type CardFault = 'METHOD_CARD_CONTROL_TWICE' | 'METHOD_CARD_WINDOW_WITHOUT_START' | 'METHOD_CARD_STARTS_TWICE';

/** What is wrong with a card that the shape of the request cannot tell; null when nothing is. */
export function cardFault(card: {
  readonly controls: readonly ControlRule[];
  readonly steps: readonly CardStep[];
  readonly readWindow?: ReadWindow | null | undefined;
}): CardFault | null {
  const kinds = card.controls.map(({ kind }) => kind);
  if (new Set(kinds).size < kinds.length) return 'METHOD_CARD_CONTROL_TWICE';
  const starts = card.steps.filter((step) => step.starts).length;
  if (starts > 1) return 'METHOD_CARD_STARTS_TWICE';
  return card.readWindow && starts === 0 ? 'METHOD_CARD_WINDOW_WITHOUT_START' : null;
}
