import pg from 'pg';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements that `work` sends to the database, in their order, with what it gave. */
export async function recordStatements<T>(work: () => Promise<T>): Promise<{ statements: Statement[]; result: T }> {
  const statements: Statement[] = [];
  const prototype = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  prototype.query = function recorded(this: pg.Client, ...args: unknown[]) {
    const [text, values] = args;
    if (typeof text === 'string') statements.push({ text, values: Array.isArray(values) ? [...values] : [] });
    return original.apply(this, args);
  };
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = original;
  }
}

/** Gives each value of a statement another one, also inside lists. */
export function withValues({ text, values }: Statement, change: (value: unknown) => unknown): Statement {
  const changed = (value: unknown): unknown => (Array.isArray(value) ? value.map(change) : change(value));
  return { text, values: values.map(changed) };
}
