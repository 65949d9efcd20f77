import { openSessions, People, type Person } from '../../test/support/session-people.js';
import { BenchDatabase } from '../support/bench-database.js';
import { Service } from '../support/service.js';
import type { LogIn } from './raw-socket.js';

export type Figures = Readonly<Record<string, number>>;

/** As many connections as people write. */
const WRITERS = 20;
export const SESSIONS = 20;

/** A seeded server with sessions in what its databases are copied from. */
export interface Stage {
  readonly database: BenchDatabase;
  readonly sessionIds: readonly string[];
  readonly rounds: number;
  readonly quick: boolean;
}

export async function onStage<T>(quick: boolean, measure: (stage: Stage) => Promise<T>): Promise<T> {
  let sessionIds: readonly string[] = [];
  const database = await BenchDatabase.start(async (url, { dataDir }) => {
    const people = await People.logIn(url, dataDir);
    const writers = writersAmong(people);
    sessionIds = await openSessions(people, SESSIONS, (nth) => (nth === 0 ? writers : writers.slice(nth, nth + 1)));
  });
  try {
    return await measure({ database, sessionIds, rounds: quick ? 3 : 7, quick });
  } finally {
    await database.stop();
  }
}

/** Those who take part in the first session, each in one of the others, and lead none. */
export function writersAmong(people: People): readonly Person[] {
  return people.all.filter(({ role }) => role !== 'commander' && role !== 'case_handler').slice(0, WRITERS);
}

/** The service in the production configuration on a copy of the database, with everybody logged in. */
export async function withService<T>(
  { database }: Stage,
  { copy, env = {} }: { readonly copy: string; readonly env?: Readonly<Record<string, string>> },
  work: (service: Service, people: People, databaseUrl: string) => Promise<T>,
): Promise<T> {
  const databaseUrl = await database.copy(copy);
  const service = await Service.start(database.dataDir, { DATABASE_URL: databaseUrl, ...env });
  try {
    return await work(service, await People.logIn(service.url, database.dataDir), databaseUrl);
  } finally {
    await service.stop();
  }
}

export function logInOf({ client }: Person): LogIn {
  return { url: client.url, token: client.token };
}

/** So many consoles, spread over everybody who may be there. */
export function consolesOf(people: People, count: number): LogIn[] {
  return Array.from({ length: count }, (_, nth) => people.all[nth % people.all.length])
    .filter((person) => person !== undefined)
    .map(logInOf);
}
