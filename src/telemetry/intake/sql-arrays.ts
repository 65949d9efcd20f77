const NEEDS_ESCAPE = /[\\"]/;

/**
 * Array literals for `unnest`. The driver's own serialiser walks every element through several calls; for thousands of
 * rows a second joining strings is what costs least.
 */
export function numberArray(values: readonly (number | bigint | null)[]): string {
  let text = '{';
  for (const value of values) text += text.length > 1 ? `,${value ?? 'NULL'}` : (value ?? 'NULL');
  return `${text}}`;
}

/** Texts, uuids: anything that PostgreSQL reads from text. */
export function textArray(values: readonly (string | null)[]): string {
  let text = '{';
  for (const value of values) {
    if (text.length > 1) text += ',';
    text += value === null ? 'NULL' : `"${escaped(value)}"`;
  }
  return `${text}}`;
}

/** JSON values. A JSON text holds no control characters, so that its own quoting is that of an array literal. */
export function jsonArray(values: readonly unknown[]): string {
  let text = '{';
  for (const value of values) {
    if (text.length > 1) text += ',';
    text += JSON.stringify(JSON.stringify(value));
  }
  return `${text}}`;
}

/** Instants as seconds since 1970, exact to the millisecond through `to_timestamp`. */
export function secondsArray(values: readonly (Date | null)[]): string {
  return numberArray(values.map((value) => (value === null ? null : value.getTime() / 1000)));
}

function escaped(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replaceAll(/[\\"]/g, String.raw`\$&`) : text;
}
