import { hide, saltOf } from './leaf.rules.js';

/** By name, what each hidden value may be. */
export type HiddenValues = Readonly<Record<string, readonly string[]>>;

/** A hidden value of an entry, and with what it was hidden. */
export interface Opening {
  readonly salt: Buffer;
  readonly value: string;
}

export interface Opened {
  /** Of an entry of version 1: opens all its hidden values, so it is given only to who knows them all. */
  readonly salt: Buffer | null;
  readonly openings: Readonly<Record<string, Opening>>;
}

/**
 * Opens those hidden values of an entry that the reader knows already: what he or she is given then proves them and
 * betrays nothing else.
 */
export function openingsOf(
  { leaf, salt }: { readonly leaf: Uint8Array; readonly salt: Buffer },
  known: HiddenValues,
): Opened {
  const { version, hidden = {} } = JSON.parse(Buffer.from(leaf).toString('utf8')) as {
    readonly version: number;
    readonly hidden?: Readonly<Record<string, string>>;
  };
  const own = (name: string): Buffer => (version === 1 ? salt : saltOf(salt, name));
  const openings = Object.entries(hidden).flatMap(([name, hash]) => {
    const value = known[name]?.find((one) => hide(own(name), name, one) === hash);
    return value === undefined ? [] : [[name, { salt: own(name), value }] as const];
  });
  if (version !== 1) return { salt: null, openings: Object.fromEntries(openings) };
  const isAllKnown = openings.length === Object.keys(hidden).length;
  return isAllKnown ? { salt, openings: Object.fromEntries(openings) } : { salt: null, openings: {} };
}
