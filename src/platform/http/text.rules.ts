/** Why a text cannot be kept as it is. */
export const TEXT_FAULTS = {
  control: { en: 'holds a control character', zh: '含有控制字符' },
  half: { en: 'holds half a character', zh: '含有不完整的字符' },
  hidden: { en: 'holds a character that nobody sees', zh: '含有不可见字符或改变文字方向的字符' },
} as const;
export type TextFault = (typeof TEXT_FAULTS)[keyof typeof TEXT_FAULTS];

/** Tab and line breaks are the only ones; NUL cannot be stored, and U+FFFE and U+FFFF would make a written XML unreadable. [XML 1.0 §2.2] */
const CONTROL = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/u;
/**
 * Two texts that look alike are alike, and nothing is read in another order than it was written. [Unicode TR 36 §2.5,
 * §3.2] Joiners (U+200C, U+200D) and variation selectors stay: scripts, pictograms and the spelling of names need them.
 */
const HIDDEN = /(?![\u200c\u200d])\p{Cf}|[\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/u;
const SHOWS_SOMETHING = /[^\s\u200c\u200d\p{Variation_Selector}]/u;

/** Whether a text that somebody typed, or a file brought, may be kept; a blank one is not judged. */
export function textFault(value: string): TextFault | null {
  if (CONTROL.test(value)) return TEXT_FAULTS.control;
  if (/\p{Surrogate}/u.test(value)) return TEXT_FAULTS.half;
  const isUnseen = value.trim() !== '' && !SHOWS_SOMETHING.test(value);
  return isUnseen || HIDDEN.test(value) ? TEXT_FAULTS.hidden : null;
}
