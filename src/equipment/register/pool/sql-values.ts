/** Collects the values of one statement: `values.at(x)` is the place holder of x. */
export class SqlValues {
  readonly list: unknown[] = [];

  at(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/** The words as a pattern that matches them anywhere, with no wildcard of their own. */
export function containing(words: string): string {
  return `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
