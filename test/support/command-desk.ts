import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { type ChainedFact, type ChainVerdict, genesisHash, verifyChain } from '../../src/command/events/event-chain.js';
import { type FollowedEvent, SessionFollower } from '../../src/command/index.js';
import { TestApp, type TestAppOptions } from './app.js';
import type { ApiClient } from './client.js';

export interface Ack {
  readonly ok: boolean;
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly code: string; readonly retryable: boolean };
  readonly events?: FollowedEvent[];
  readonly lastSeq?: number;
  readonly more?: boolean;
}

export interface OpenedSession {
  readonly id: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly state: string;
  readonly caseId: string;
}

export type RecordedEvent = ChainedFact & { readonly hash: string };

/** Someone with a socket who follows the session and gives commands. */
export class Console {
  private constructor(
    readonly client: ApiClient,
    public socket: Socket,
    readonly session: OpenedSession,
    readonly follower: SessionFollower,
  ) {}

  static async of(client: ApiClient, session: OpenedSession): Promise<Console> {
    const follower = new SessionFollower(session.id);
    const socket = await client.socket('/command');
    await follower.follow(socket);
    return new Console(client, socket, session, follower);
  }

  async cmd(type: string, payload: object = {}, more: object = {}): Promise<Ack> {
    const { epoch } = this.follower;
    const command = { cmdId: randomUUID(), sessionId: this.session.id, epoch, type, v: 1, payload, ...more };
    return (await this.socket.timeout(10_000).emitWithAck('cmd', command)) as Ack;
  }

  async reconnect(): Promise<void> {
    this.socket = await this.client.socket('/command');
    await this.follower.follow(this.socket);
  }

  get types(): (string | undefined)[] {
    return this.follower.events.map(({ type, redacted }) => (redacted ? 'redacted' : type));
  }

  async until(seq: number): Promise<void> {
    await waitFor(() => this.follower.events.length >= seq);
  }
}

/** Milliseconds until the condition held. */
export async function waitFor(condition: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<number> {
  const started = Date.now();
  while (!(await condition())) {
    if (Date.now() - started > withinMs) throw new Error(`not within ${withinMs} ms`);
    await pause(20);
  }
  return Date.now() - started;
}

const PEOPLE = {
  province: { role: 'commander', unit: '河北省人民检察院' },
  city: { role: 'commander', unit: '沧州市人民检察院' },
  county: { role: 'field_officer', unit: '东光县' },
  handler: { role: 'case_handler', unit: '沧州市人民检察院' },
  outsider: { role: 'field_officer', unit: '大名县' },
} as const;

/** The application with people of three tiers, one of another city, and sessions on fresh cases. */
export class CommandDesk {
  private cases = 0;

  private constructor(
    readonly app: TestApp,
    private readonly people: Readonly<Record<keyof typeof PEOPLE, ApiClient>>,
  ) {}

  static async start(options: TestAppOptions = {}): Promise<CommandDesk> {
    const app = await TestApp.start(options);
    const logIns = Object.entries(PEOPLE).map(async ([name, person]) => [name, await app.as(person)] as const);
    const people = Object.fromEntries(await Promise.all(logIns)) as Record<keyof typeof PEOPLE, ApiClient>;
    return new CommandDesk(app, people);
  }

  async stop(): Promise<void> {
    for (const client of Object.values(this.people)) client.close();
    await this.app.stop();
  }

  get province(): ApiClient {
    return this.people.province;
  }

  get city(): ApiClient {
    return this.people.city;
  }

  get county(): ApiClient {
    return this.people.county;
  }

  get handler(): ApiClient {
    return this.people.handler;
  }

  get outsider(): ApiClient {
    return this.people.outsider;
  }

  /** On a case of the city. */
  async openSession(by: ApiClient = this.city, kind = 'dispatch'): Promise<OpenedSession> {
    this.cases += 1;
    const { body: file } = await this.handler.post<{ id: string }>('/cases', {
      number: `沧检行公立〔2026〕${this.cases}号`,
      title: '南运河排污',
      domain: 'environment',
      members: [by.user.id],
    });
    const opened = await by.post<OpenedSession>('/command-sessions', {
      caseId: file.id,
      title: '南运河',
      kind,
    });
    if (opened.status !== 201) throw new Error(`opening: ${opened.status} ${JSON.stringify(opened.body)}`);
    return opened.body;
  }

  /** The city's console in a fresh session. */
  async command(kind = 'dispatch'): Promise<{ session: OpenedSession; chief: Console }> {
    const session = await this.openSession(this.city, kind);
    return { session, chief: await Console.of(this.city, session) };
  }
}

/** The whole record as HTTP gives it. */
export async function recordOf(client: ApiClient, sessionId: string): Promise<RecordedEvent[]> {
  const { body } = await client.get<{ items: RecordedEvent[] }>(`/command-sessions/${sessionId}/events?after=0`);
  return body.items;
}

/** As anyone with the record could check it: each hash over the one before. */
export function chainVerdict(sessionId: string, events: readonly RecordedEvent[]): ChainVerdict {
  const start = { seq: 0, hash: genesisHash(sessionId) };
  const hashes = [start.hash, ...events.map(({ hash }) => Buffer.from(hash, 'hex'))];
  const chained = events.map((event, index) => ({
    ...event,
    prevHash: hashes[index] ?? start.hash,
    hash: hashes[index + 1] ?? start.hash,
  }));
  return verifyChain(chained, start);
}

export const orderTo = (to: object, more: object = {}) => ({
  orderId: randomUUID(),
  to,
  text: '赴排污口取样',
  ...more,
});

/** Gives a command over HTTP, under the session's present epoch unless said otherwise. */
export async function give(
  client: ApiClient,
  sessionId: string,
  type: string,
  payload: object = {},
  more: object = {},
): Promise<{ readonly status: number; readonly code: string | undefined; readonly body: Ack & GivenOnce }> {
  const command = { cmdId: randomUUID(), epoch: 1, type, v: 1, payload, ...more };
  const { status, body } = await client.post<Ack & GivenOnce & { code?: string }>(
    `/command-sessions/${sessionId}/commands`,
    command,
  );
  return { status, code: body.code, body };
}

/** What only the giver of a command is told. */
export interface GivenOnce {
  readonly guestId?: string;
  readonly token?: string;
}

export interface PersonInSession {
  readonly userId: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly state: string;
  readonly joinMode: string;
  readonly reachability: string | null;
  readonly capabilities: readonly string[];
}

export interface SessionAsShown extends OpenedSession {
  readonly commanderUserId: string;
  readonly scheduledFor: string | null;
  readonly closedManifestSha256: string | null;
  readonly participants: readonly PersonInSession[];
  readonly presence: readonly { readonly userId: string; readonly state: string; readonly lastSeenAt: string }[];
  readonly guests: readonly { readonly id: string; readonly state: string }[];
}

export async function shown(client: ApiClient, sessionId: string): Promise<SessionAsShown> {
  const { status, body } = await client.get<SessionAsShown>(`/command-sessions/${sessionId}`);
  if (status !== 200) throw new Error(`session ${sessionId}: ${status}`);
  return body;
}

export async function personIn(client: ApiClient, sessionId: string, userId: string) {
  return (await shown(client, sessionId)).participants.find((one) => one.userId === userId);
}

/** Somebody whom the commander invited under a role and who has joined, at a console of their own. */
export async function joined(chief: Console, client: ApiClient, role: string): Promise<Console> {
  const invited = await chief.cmd('participant.invite', { userId: client.user.id, role });
  if (!invited.ok) throw new Error(`inviting: ${JSON.stringify(invited.error)}`);
  const console = await Console.of(client, chief.session);
  const entered = await console.cmd('participant.join');
  if (!entered.ok) throw new Error(`joining: ${JSON.stringify(entered.error)}`);
  return console;
}

/** The event of this number as a console has it. */
export async function eventAt(console: Console, seq: number | undefined): Promise<FollowedEvent> {
  await console.until(seq ?? 0);
  const event = console.follower.events.find((one) => one.seq === seq);
  if (!event) throw new Error(`there is no event ${seq}`);
  return event;
}
