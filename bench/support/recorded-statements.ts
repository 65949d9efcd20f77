import pg from 'pg';

export interface Statement {
  /** Under which a connection keeps it once it is parsed. */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements that `work` sends to the database, in their order, with what it gave. */
export async function recordStatements<T>(work: () => Promise<T>): Promise<{ statements: Statement[]; result: T }> {
  const statements: Statement[] = [];
  const prototype = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  prototype.query = function recorded(this: pg.Client, ...args: unknown[]) {
    statements.push(...statementsOf(args));
    return original.apply(this, args);
  };
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = original;
  }
}

function statementsOf([statement, values]: readonly unknown[]): Statement[] {
  if (typeof statement === 'string') return [{ text: statement, values: Array.isArray(values) ? [...values] : [] }];
  const { name, text, values: own } = statement as Partial<Statement>;
  return name === undefined || text === undefined ? [] : [{ name, text, values: [...(own ?? [])] }];
}

/** Gives each value of a statement another one, also inside lists. */
export function withValues({ values, ...same }: Statement, change: (value: unknown) => unknown): Statement {
  const changed = (value: unknown): unknown => (Array.isArray(value) ? value.map(change) : change(value));
  return { ...same, values: values.map(changed) };
}
