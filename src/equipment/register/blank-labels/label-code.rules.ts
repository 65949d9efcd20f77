/** Without I, L, O and U: nobody has to tell them from 1, 0 and V (Crockford, Base 32). */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PREFIX = 'TZ';
const RANDOM_SIGNS = 7;
const MISREAD: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/** What a label printed ahead may be taken for; no device is called so, see `device_asset_code_label_check`. */
export const LABEL_FORM = /^TZ-[0-9A-Z]{4}-[0-9A-Z]{4}$/i;

/** A code for a label that belongs to nothing yet. `pick` gives a whole number from 0 to below its argument. */
export function newLabelCode(pick: (below: number) => number): string {
  const signs = Array.from({ length: RANDOM_SIGNS }, () => SIGNS.charAt(pick(SIGNS.length))).join('');
  return spaced(signs + checkSign(signs));
}

/** The code as it was printed, however it was typed; undefined for what is none, or was mistyped. */
export function asLabelCode(text: string): string | undefined {
  const typed = text.trim();
  if (!LABEL_FORM.test(typed)) return undefined;
  const signs = typed
    .slice(PREFIX.length)
    .toUpperCase()
    .replaceAll('-', '')
    .replace(/[ILO]/g, (sign) => MISREAD[sign] ?? sign);
  return checkSign(signs.slice(0, RANDOM_SIGNS)) === signs[RANDOM_SIGNS] ? spaced(signs) : undefined;
}

function spaced(signs: string): string {
  return `${PREFIX}-${signs.slice(0, 4)}-${signs.slice(4)}`;
}

/** Luhn's rule over 32 signs (ISO/IEC 7812-1 annex B, with another base): finds one wrong sign and two that changed places. */
function checkSign(signs: string): string {
  const base = SIGNS.length;
  const sum = Array.from(signs)
    .toReversed()
    .reduce((total, sign, at) => {
      const value = SIGNS.indexOf(sign) * (at % 2 === 0 ? 2 : 1);
      return total + Math.floor(value / base) + (value % base);
    }, 0);
  return SIGNS.charAt((base - (sum % base)) % base);
}
