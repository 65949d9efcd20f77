import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Helper, isProgram, serve } from '../support/helper.js';
import { type LogIn, RawSocket, seqOf } from './raw-socket.js';

export interface Consoles {
  readonly logIns: readonly LogIn[];
  readonly sessionId: string;
}

/** Someone who draws, in one session. */
export type WriterLogIn = LogIn & { readonly sessionId: string };

type CrowdRequest =
  | ({ readonly kind: 'openConsoles' } & Consoles)
  | { readonly kind: 'openWriters'; readonly writers: readonly WriterLogIn[] }
  | { readonly kind: 'burst'; readonly each: number }
  | { readonly kind: 'pace'; readonly perSecond: number; readonly seconds: number }
  | { readonly kind: 'close' };

export interface Burst {
  readonly commands: number;
  /** From the first command to the last acknowledgement. */
  readonly writingSeconds: number;
  readonly deliveries: number;
  /** From the first command until every console has the last event. */
  readonly tellingSeconds: number;
}

/** When each event came to each console: milliseconds since 1970, by number. */
export type Arrivals = readonly (readonly [seq: number, at: number])[];

const MOST_QUIET_MS = 30_000;

/** All clients of a measurement in a process of their own, the same for the service and for what it is measured against. */
export class Crowd {
  private readonly helper = Helper.start<CrowdRequest>(new URL(import.meta.url));

  async openConsoles(consoles: Consoles): Promise<void> {
    await this.helper.ask({ kind: 'openConsoles', ...consoles });
  }

  async openWriters(writers: readonly WriterLogIn[]): Promise<void> {
    await this.helper.ask({ kind: 'openWriters', writers });
  }

  /** Each writer gives so many commands, one after the other's answer. */
  burst(each: number): Promise<Burst> {
    return this.helper.ask({ kind: 'burst', each });
  }

  /** Commands at a steady rate that does not wait for answers. */
  pace(perSecond: number, seconds: number): Promise<Arrivals> {
    return this.helper.ask({ kind: 'pace', perSecond, seconds });
  }

  async close(): Promise<void> {
    await this.helper.ask({ kind: 'close' });
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

interface Writer {
  readonly socket: RawSocket;
  readonly sessionId: string;
  readonly featureId: string;
}

const consoles: RawSocket[] = [];
const writers: Writer[] = [];
let told = 0;
let arrivals: [number, number][] | undefined;
let turns = 0;

/** Of this process, in finer steps than the clock of Date. */
const now = (): number => performance.timeOrigin + performance.now();

const count = (message: Buffer): void => {
  told += 1;
  arrivals?.push([seqOf(message), now()]);
};

async function openConsoles({ logIns, sessionId }: Consoles): Promise<void> {
  for (const logIn of logIns) {
    const socket = await RawSocket.open(logIn, count);
    const { ok } = await socket.ask<{ ok: boolean }>('join', { sessionId });
    if (!ok) throw new Error('a console was not let in');
    consoles.push(socket);
  }
}

async function openWriters(logIns: readonly WriterLogIn[]): Promise<void> {
  for (const { sessionId, ...logIn } of logIns)
    writers.push({ socket: await RawSocket.open(logIn, () => undefined), sessionId, featureId: randomUUID() });
}

async function draw({ socket, sessionId, featureId }: Writer): Promise<void> {
  turns += 1;
  const geometry = { type: 'Point', coordinates: [116.5, 37 + (turns % 1_000) / 1_000] };
  const payload = { featureId, geometry, label: '排污口' };
  const command = { cmdId: randomUUID(), sessionId, epoch: 1, type: 'map.put', v: 1, payload };
  const answer = await socket.ask<{ ok: boolean; error?: object }>('cmd', command);
  if (!answer.ok) throw new Error(`a command was refused: ${JSON.stringify(answer.error)}`);
}

async function burst(each: number): Promise<Burst> {
  told = 0;
  const begun = performance.now();
  await Promise.all(
    writers.map(async (writer) => {
      for (let turn = 0; turn < each; turn += 1) await draw(writer);
    }),
  );
  const writingSeconds = (performance.now() - begun) / 1_000;
  const commands = writers.length * each;
  await untilTold(commands * consoles.length);
  return { commands, writingSeconds, deliveries: told, tellingSeconds: (performance.now() - begun) / 1_000 };
}

async function pace(perSecond: number, seconds: number): Promise<Arrivals> {
  told = 0;
  arrivals = [];
  const begun = performance.now();
  const drawing: Promise<void>[] = [];
  for (let turn = 0; turn < perSecond * seconds; turn += 1) {
    await pause(Math.max(0, begun + (turn * 1_000) / perSecond - performance.now()));
    const writer = writers[turn % writers.length];
    if (writer) drawing.push(draw(writer));
  }
  await Promise.all(drawing);
  await untilTold(drawing.length * consoles.length);
  const all = arrivals;
  arrivals = undefined;
  return all;
}

async function untilTold(expected: number): Promise<void> {
  let heard = 0;
  let heardAt = performance.now();
  const isOver = (): boolean => {
    if (told > heard) [heard, heardAt] = [told, performance.now()];
    if (performance.now() - heardAt > MOST_QUIET_MS) throw new Error(`${told} of ${expected} events came`);
    return told >= expected;
  };
  while (!isOver()) await pause(1);
}

function close(): void {
  for (const socket of [...consoles.splice(0), ...writers.splice(0).map((writer) => writer.socket)]) socket.close();
}

if (isProgram(import.meta.url))
  serve(async (asked) => {
    const request = asked as CrowdRequest;
    if (request.kind === 'openConsoles') return openConsoles(request);
    if (request.kind === 'openWriters') return openWriters(request.writers);
    if (request.kind === 'burst') return burst(request.each);
    if (request.kind === 'pace') return pace(request.perSecond, request.seconds);
    return close();
  });
