import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import type { ApiClient } from '../api-client.js';
import { type Cast, expectStatus, must, type Stage } from '../stage.js';

interface SessionEvent {
  readonly seq: number;
  readonly type?: string;
  readonly redacted?: boolean;
}

interface JoinAnswer {
  readonly ok: boolean;
  readonly events: readonly SessionEvent[];
  readonly lastSeq: number;
  readonly epoch: number;
  readonly error?: { readonly code: string };
}

interface CommandAnswer {
  readonly ok: boolean;
  readonly seq: number;
  readonly error?: { readonly code: string };
}

const PATIENCE_MS = 10_000;

/** One console: applies events by their number and never skips one. */
class Console {
  readonly events = new Map<number, SessionEvent>();
  private epoch = 0;

  private constructor(
    readonly name: string,
    readonly socket: Socket,
    readonly sessionId: string,
  ) {}

  static async open(name: string, client: ApiClient, sessionId: string): Promise<Console> {
    const opened = new Console(name, await client.socket('/command'), sessionId);
    opened.socket.on('ev', (event: SessionEvent) => opened.events.set(event.seq, event));
    return opened;
  }

  /** Joins, or catches up after an absence. */
  async join(after = 0): Promise<void> {
    const answer = (await this.socket
      .timeout(PATIENCE_MS)
      .emitWithAck('join', { sessionId: this.sessionId, after })) as JoinAnswer;
    must(answer.ok, `${this.name} joins`, answer);
    for (const event of answer.events) this.events.set(event.seq, event);
    this.epoch = answer.epoch;
  }

  async command(type: string, payload: object): Promise<number> {
    const command = { cmdId: newId(), sessionId: this.sessionId, epoch: this.epoch, type, v: 1, payload };
    const answer = (await this.socket.timeout(PATIENCE_MS).emitWithAck('cmd', command)) as CommandAnswer;
    must(answer.ok, `${this.name}: ${type}`, answer);
    return answer.seq;
  }

  async until(seq: number): Promise<void> {
    for (const deadline = Date.now() + PATIENCE_MS; !this.isGapless(seq); await pause(30)) {
      must(Date.now() < deadline, `${this.name} has every event up to ${seq}`, [...this.events.keys()]);
    }
  }

  list(): string {
    return [...this.events.values()]
      .sort((a, b) => a.seq - b.seq)
      .map(({ seq, type }) => `${seq} ${type}`)
      .join(', ');
  }

  private isGapless(seq: number): boolean {
    return Array.from({ length: seq }, (_, index) => index + 1).every((number) => this.events.has(number));
  }
}

type Commanding = Pick<Stage, 'caseId' | 'evidenceId' | 'say'>;

/**
 * Step 6: the city opens a session on the case, the province joins, an order goes to the county officer, who
 * signs for it and submits the photo; a client that was cut off meanwhile catches up; all have the same list.
 */
export async function commandTogether(
  cast: Cast,
  { caseId, evidenceId, say }: Commanding,
): Promise<{ sessionId: string; orderId: string }> {
  const { city, province, officer, otherCity } = cast;
  const body = { caseId, title: '远程指挥：排污口取证', kind: 'dispatch' };
  const { id: sessionId } = expectStatus(
    await city.post<{ id: string }>('/command-sessions', body),
    201,
    'the session',
  );
  const cityConsole = await Console.open('city', city, sessionId);
  await cityConsole.join();
  await cityConsole.command('participant.invite', { userId: officer.user.id, role: 'field_lead' });
  const provinceConsole = await Console.open('province', province, sessionId);
  await provinceConsole.join();
  await provinceConsole.command('participant.join', {});
  const officerConsole = await Console.open('county', officer, sessionId);
  await officerConsole.join();
  await officerConsole.command('participant.join', {});
  await refuseOutsider(otherCity, sessionId, say);

  const applied = Math.max(...provinceConsole.events.keys());
  provinceConsole.socket.disconnect();
  const orderId = newId();
  const ackDueAt = new Date(Date.now() + 600_000).toISOString();
  await cityConsole.command('order.issue', {
    orderId,
    to: { userId: officer.user.id },
    text: '请到排污口上游补拍并提交',
    place: { lon: 116.616, lat: 37.887 },
    ackDueAt,
  });
  for (const type of ['order.delivered', 'order.seen', 'order.acknowledge'])
    await officerConsole.command(type, { orderId });
  await officerConsole.command('order.enRoute', { orderId });
  await officerConsole.command('order.onScene', { orderId });
  const last = await officerConsole.command('order.submit', { orderId, evidenceIds: [evidenceId] });
  say(
    `order to ${officer.user.username}: delivered, seen, acknowledged, on the way, on the scene, submitted with the photo`,
  );

  const returned = await Console.open('province', province, sessionId);
  for (const [seq, event] of provinceConsole.events) if (seq <= applied) returned.events.set(seq, event);
  await returned.join(applied);
  for (const console of [cityConsole, officerConsole, returned]) await console.until(last);
  must(
    cityConsole.list() === officerConsole.list() && cityConsole.list() === returned.list(),
    'all have the same list',
    [cityConsole.list(), returned.list()],
  );
  say(
    `the province was cut off at event ${applied} and caught up to ${last}; all three have the same list: ${cityConsole.list()}`,
  );
  for (const { socket } of [cityConsole, officerConsole, returned]) socket.disconnect();
  return { sessionId, orderId };
}

async function refuseOutsider(client: ApiClient, sessionId: string, say: Stage['say']): Promise<void> {
  const socket = await client.socket('/command');
  const answer = (await socket.timeout(PATIENCE_MS).emitWithAck('join', { sessionId, after: 0 })) as JoinAnswer;
  must(!answer.ok, 'another city stays outside', answer);
  socket.disconnect();
  say(`another city: ${answer.error?.code}`);
}
