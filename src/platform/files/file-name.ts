const NAME_LIMIT = 180;
// C0 and C1 controls, and the marks that turn the reading direction round (a name may show "gpj.exe" as "exe.jpg").
const UNSAFE_IN_NAME = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"<>:|?*]/gu;

export interface FileName {
  readonly name: string;
  /** Whether anything but the name itself was taken away: a path, control characters, too much length. */
  readonly cleaned: boolean;
}

/** The last part of a client's file name, fit to be shown and to stand in a header. It never names anything in the store. */
export function safeFileName(given: string): FileName {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const printable = Array.from(last.replace(UNSAFE_IN_NAME, '').trim()).slice(0, NAME_LIMIT).join('');
  const name = /^\.*$/.test(printable) ? 'unnamed' : printable;
  return { name, cleaned: name !== given.normalize('NFC') };
}
