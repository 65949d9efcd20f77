export const CARD_STATES = ['in_use', 'sealed', 'handed_over', 'cleared'] as const;
export type CardState = (typeof CARD_STATES)[number];

/**
 * What may follow what. A seal is not broken in the field: the card goes to the case handler with it, who may clear it
 * once everything on it has been received. A cleared card is used again.
 */
export const CARD_MOVES: Readonly<Record<CardState, readonly CardState[]>> = {
  in_use: ['sealed', 'cleared'],
  sealed: ['handed_over'],
  handed_over: ['cleared'],
  cleared: ['in_use'],
};

export const CARD_EVENTS = [
  'registered',
  'inserted',
  'removed',
  'carried',
  'listed',
  'sealed',
  'handed_over',
  'cleared',
  'reused',
] as const;
export type CardEvent = (typeof CARD_EVENTS)[number];

/** Files of one generation of a card; more are refused. */
export const MOST_FILES = 20_000;

export function mayMoveCard(from: CardState, to: CardState): boolean {
  return CARD_MOVES[from].includes(to);
}

/** A file as the field app found it on a card. */
export interface ListedFile {
  readonly name: string;
  readonly sha256: string;
}

export type ClearRefusal =
  | { readonly code: 'CARD_COUNT_DIFFERS'; readonly listed: number; readonly counted: number }
  | { readonly code: 'CARD_NOT_RECEIVED'; readonly missing: readonly string[]; readonly missingCount: number };

const MOST_NAMED = 50;

/**
 * Why a card must not be cleared: `counted` files were found on it just now, `listed` are those its manifest names, and
 * every one of them needs a receipt of the server for its very bytes.
 */
export function clearRefusal(
  counted: number,
  listed: readonly ListedFile[],
  received: ReadonlySet<string>,
): ClearRefusal | null {
  if (counted !== listed.length) return { code: 'CARD_COUNT_DIFFERS', listed: listed.length, counted };
  const missing = listed.filter(({ sha256 }) => !received.has(sha256)).map(({ name }) => name);
  if (missing.length === 0) return null;
  return { code: 'CARD_NOT_RECEIVED', missing: missing.slice(0, MOST_NAMED), missingCount: missing.length };
}
