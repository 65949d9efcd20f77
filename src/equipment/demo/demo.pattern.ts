/** Serial characters without I, O and Q, which hand-read labels confuse with 1 and 0. */
const SERIAL_CHARACTERS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';

/** FNV-1a, 32 bits, and a last mixing round: names that differ in one digit land far apart, on every machine alike. */
export function hash32(words: string): number {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(words)) sum = Math.imul(sum ^ byte, 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return (sum ^ (sum >>> 16)) >>> 0;
}

/** Fills a pattern: the run of `#` becomes the padded number, each `?` a character derived from pattern and number. */
export function fillPattern(pattern: string, number: number): string {
  let at = 0;
  return pattern
    .replace(/#+/, (run) => String(number).padStart(run.length, '0'))
    .replaceAll('?', () => {
      at += 1;
      return SERIAL_CHARACTERS[hash32(`${pattern}:${number}:${at}`) % SERIAL_CHARACTERS.length] ?? '0';
    });
}
