import type { Writable } from 'node:stream';
import type { QueryRunner } from 'typeorm';

/** A statement that every connection parses once and keeps under its name, or one that is parsed each time. */
export type Statement = string | { readonly name: string; readonly text: string; readonly values: unknown[] };

interface Answer {
  /** What was carried out: a commit of a transaction in which something failed is answered `ROLLBACK`. */
  readonly command: string;
  readonly rows: unknown[];
}

/** What TypeORM's runner keeps open underneath. */
export interface Connection {
  readonly connection: { readonly stream: Pick<Writable, 'cork' | 'uncork'> };
  query(statement: Statement): Promise<Answer>;
}

export async function connectionOf(runner: QueryRunner): Promise<Connection> {
  return (await runner.connect()) as Connection;
}

/** Statements that are sent before the answer to another is awaited leave in one packet and are carried out in their order. */
export function send(connection: Connection, statement: Statement): Promise<Answer> {
  gather(connection);
  return connection.query(statement);
}

/** What is sent until the running callbacks have ended leaves in one packet. */
export function gather({ connection: { stream } }: Connection): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}
