import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomOf } from '../../../scripts/simulator/random.js';
import { embedded } from '../embedded.js';
import { KeptService } from '../servers/kept-service.js';
import type { SoakOptions, Trial, Verdict } from '../soak.types.js';
import { CommandBook } from './command-book.js';
import { faultsOf, judge, type Judgement } from './judgement.js';
import { openSessions, People } from '../../support/session-people.js';
import { scriptsOf } from './scripts.js';
import { SessionClient } from './session-client.js';
import { Writer } from './writer.js';

const CLIENTS = 100;
const CUT_EACH_MS = 10_000;
const CUT_MS = 2_000;
/** Each of the five writers says something once a second. */
const WRITE_EACH_MS = 1_000;
/** Nothing is killed before so much of the run is over, nor after. */
const FIRST_MOMENT = 0.15;
const LAST_MOMENT = 0.85;
/** Far more than it takes: only an end that never comes is a fault. */
const END_WITHIN_MS = 300_000;

type Say = (line: string) => void;

/**
 * A hundred clients follow one session, each cut off for 2 s every 10 s, while five people write and the service is
 * killed: in the end each has every event it may see, once, in order, and nothing acknowledged is lost or done twice.
 */
export const commandTrial: Trial = {
  name: 'command',
  title: `${CLIENTS} clients of a command session, each cut off for 2 s every 10 s, kill -9 of the service`,
  quick: { seconds: 60, disturbances: 2 },
  full: { seconds: 300, disturbances: 8 },
  rehearse,
};

async function rehearse(options: SoakOptions, workDir: string, say: Say): Promise<Verdict> {
  const dataDir = join(workDir, 'var');
  const service = await KeptService.start(workDir, dataDir, { SKYDOCKET_LOGIN_ATTEMPTS: '1000' });
  const clients: SessionClient[] = [];
  try {
    const people = await People.logIn(service.url, dataDir);
    const inTheField = [people.of('东光县', 'field_officer'), people.of('献县', 'pilot')];
    const [sessionId = ''] = await openSessions(people, 1, () => inTheField);
    for (let index = 0; index < CLIENTS; index += 1) {
      const person = people.all[index % people.all.length];
      if (person) clients.push(await SessionClient.behindALine(person, sessionId, service.ports.http));
    }
    await untilIn(clients);
    const book = new CommandBook();
    const writers = writersOf(people, clients, book);
    const seconds = await perform(options, { service, clients, writers }, say);
    const { lastSeq, unanswered, behind } = await untilQuiet(people, sessionId, clients, writers);
    const { databaseUrl } = embedded(service, dataDir);
    const judgement = await judge({ databaseUrl, sessionId, lastSeq }, clients, book);
    const faults = faultsOf(judgement) + unanswered + behind + book.refusals.length;
    return { faults, words: inWords(faults, { judgement, book, clients, seconds, unanswered, behind, options }) };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await service.stop();
  }
}

/** Everybody has been there once: who joins later still joins over a line that is cut. */
async function untilIn(clients: readonly SessionClient[]): Promise<void> {
  const deadline = performance.now() + END_WITHIN_MS;
  while (clients.some(({ appliedSeq }) => appliedSeq === 0)) {
    if (performance.now() > deadline) throw new Error('not everybody came into the session');
    await pause(50);
  }
}

function writersOf(people: People, clients: readonly SessionClient[], book: CommandBook): Writer[] {
  const clientOf = (userId: string): SessionClient => {
    const found = clients.find(({ person }) => person.userId === userId);
    if (!found) throw new Error('a writer has no client');
    return found;
  };
  const officer = clientOf(people.of('东光县', 'field_officer').userId);
  return scriptsOf(people, officer).map(({ by, script }) => new Writer(clientOf(by.userId), book, script));
}

interface Players {
  readonly service: KeptService;
  readonly clients: readonly SessionClient[];
  readonly writers: readonly Writer[];
}

/** Writes, cuts and kills for the whole time. @returns the seconds it took */
async function perform(
  { seconds, disturbances, seed }: SoakOptions,
  { service, clients, writers }: Players,
  say: Say,
): Promise<number> {
  const begun = performance.now();
  const random = randomOf(seed);
  const over = new AbortController();
  for (const writer of writers) void writer.give();
  const writing = (async () => {
    for (let turn = 0; !over.signal.aborted; turn += 1) {
      for (const writer of writers) writer.writeNext();
      await pause(Math.max(0, begun + (turn + 1) * WRITE_EACH_MS - performance.now()));
    }
  })();
  const cutting = clients.map(async (client, index) => {
    await pause((index / clients.length) * CUT_EACH_MS);
    while (!over.signal.aborted) {
      await client.cut(CUT_MS, random() < 0.5);
      await pause(CUT_EACH_MS - CUT_MS);
    }
  });
  const moments = Array.from({ length: disturbances }, () => FIRST_MOMENT + random() * (LAST_MOMENT - FIRST_MOMENT));
  for (const moment of moments.sort((a, b) => a - b)) {
    await pause(Math.max(0, begun + moment * seconds * 1_000 - performance.now()));
    const killedAt = performance.now();
    await service.kill();
    await service.untilReady();
    const [at, away] = [killedAt - begun, performance.now() - killedAt].map((ms) => (ms / 1_000).toFixed(1));
    say(`  ${at} s: kill -9 of the service; ready again ${away} s later`);
  }
  await pause(Math.max(0, begun + seconds * 1_000 - performance.now()));
  over.abort();
  await Promise.all([writing, ...cutting]);
  for (const writer of writers) writer.finish();
  return (performance.now() - begun) / 1_000;
}

/** Waits until everything is acknowledged and everybody is as far as the session is. */
async function untilQuiet(
  people: People,
  sessionId: string,
  clients: readonly SessionClient[],
  writers: readonly Writer[],
): Promise<{ readonly lastSeq: number; readonly unanswered: number; readonly behind: number }> {
  const deadline = performance.now() + END_WITHIN_MS;
  const unanswered = (): number => writers.reduce((sum, { waiting }) => sum + waiting, 0);
  while (unanswered() > 0 && performance.now() < deadline) await pause(100);
  const left = unanswered();
  for (const writer of writers) writer.giveUp();
  const { client } = people.of('沧州市', 'commander');
  const { lastSeq } = (await client.get<{ lastSeq: number }>(`/command-sessions/${sessionId}`)).body;
  const behind = (): number => clients.filter(({ appliedSeq }) => appliedSeq < lastSeq).length;
  while (behind() > 0 && performance.now() < deadline) await pause(100);
  return { lastSeq, unanswered: left, behind: behind() };
}

interface Outcome {
  readonly judgement: Judgement;
  readonly book: CommandBook;
  readonly clients: readonly SessionClient[];
  readonly seconds: number;
  readonly unanswered: number;
  readonly behind: number;
  readonly options: SoakOptions;
}

function inWords(faults: number, outcome: Outcome): string {
  const { judgement, book, clients, seconds, unanswered, behind, options } = outcome;
  const total = (read: (client: SessionClient) => number) => clients.reduce((sum, client) => sum + read(client), 0);
  const { events, acknowledged, lost, twice, strangers, contradictions } = judgement;
  const { disordered, different, misshown, broken, checkedLinks } = judgement;
  return [
    `${faults === 0 ? 'PASS' : 'FAIL'} command: ${acknowledged} acknowledged, ${lost} lost, ${twice} done twice, ${unanswered} unanswered`,
    `${book.repetitions} sent again, ${book.duplicates} of them committed before, ${contradictions} under another number`,
    `${strangers} never given, refused: ${book.refusals.length === 0 ? 'none' : [...new Set(book.refusals)].join(', ')}`,
    `${events} events to ${clients.length} clients, ${behind} behind, ${disordered} not each once in order, ${different} unlike the record`,
    `${misshown} shown to the wrong people, ${checkedLinks} links of the chain checked by clients, ${broken} broken`,
    `${total(({ cuts }) => cuts)} cuts, ${total(({ connections }) => connections)} connections, ${options.disturbances} kills in ${Math.round(seconds)} s`,
  ].join('; ');
}
