import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import { SessionFollower } from '../../../src/command/index.js';
import type { ApiClient } from '../api-client.js';
import { type Cast, expectStatus, must, type Stage } from '../stage.js';

interface CommandAnswer {
  readonly ok: boolean;
  readonly seq: number;
  readonly error?: { readonly code: string };
}

const PATIENCE_MS = 10_000;

/** A person at a console of one session. */
class Console {
  private readonly follower: SessionFollower;
  private socket: Socket | undefined;

  private constructor(
    readonly name: string,
    private readonly client: ApiClient,
    private readonly sessionId: string,
  ) {
    this.follower = new SessionFollower(sessionId);
  }

  static async open(name: string, client: ApiClient, sessionId: string): Promise<Console> {
    const console = new Console(name, client, sessionId);
    await console.connect();
    return console;
  }

  /** Joins, or catches up after an absence. */
  async connect(): Promise<void> {
    this.socket = await this.client.socket('/command');
    await this.follower.follow(this.socket);
  }

  cutOff(): void {
    this.socket?.disconnect();
  }

  /** Number of the last event applied. */
  get applied(): number {
    return this.follower.events.at(-1)?.seq ?? 0;
  }

  async command(type: string, payload: object): Promise<number> {
    const { sessionId, follower } = this;
    const command = { cmdId: newId(), sessionId, epoch: follower.epoch, type, v: 1, payload };
    const answer = (await this.socket?.timeout(PATIENCE_MS).emitWithAck('cmd', command)) as CommandAnswer;
    must(answer.ok, `${this.name}: ${type}`, answer);
    return answer.seq;
  }

  async until(seq: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (this.applied < seq && Date.now() < deadline) await pause(30);
    must(this.isGapless(seq), `${this.name} has every event up to ${seq}`, this.list());
  }

  list(): string {
    return this.follower.events.map(({ seq, type }) => `${seq} ${type ?? 'redacted'}`).join(', ');
  }

  private isGapless(last: number): boolean {
    const { events } = this.follower;
    return events.length === last && events.every(({ seq }, index) => seq === index + 1);
  }
}

/** What the officer's phone says on the way. */
const RECEIPTS = ['order.delivered', 'order.seen', 'order.acknowledge', 'order.enRoute', 'order.onScene'];

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
  await cityConsole.command('participant.invite', { userId: officer.user.id, role: 'field_lead' });
  const provinceConsole = await Console.open('province', province, sessionId);
  await provinceConsole.command('participant.join', {});
  const officerConsole = await Console.open('county', officer, sessionId);
  await officerConsole.command('participant.join', {});
  await refuseOutsider(otherCity, sessionId, say);

  provinceConsole.cutOff();
  const cutOffAt = provinceConsole.applied;
  const orderId = newId();
  await cityConsole.command('order.issue', {
    orderId,
    to: { userId: officer.user.id },
    text: '请到排污口上游补拍并提交',
    place: { lon: 116.616, lat: 37.887 },
    ackDueAt: new Date(Date.now() + 600_000).toISOString(),
  });
  for (const type of RECEIPTS) await officerConsole.command(type, { orderId });
  const last = await officerConsole.command('order.submit', { orderId, evidenceIds: [evidenceId] });
  say(
    `order to ${officer.user.username}: delivered, seen, acknowledged, on the way, on the scene, submitted with the photo`,
  );

  await provinceConsole.connect();
  const consoles = [cityConsole, officerConsole, provinceConsole];
  for (const console of consoles) await console.until(last);
  must(new Set(consoles.map((console) => console.list())).size === 1, 'all have the same list', cityConsole.list());
  say(`the province was cut off at event ${cutOffAt} and caught up to ${last}; all three have the same list:`);
  say(`  ${cityConsole.list()}`);
  for (const console of consoles) console.cutOff();
  return { sessionId, orderId };
}

async function refuseOutsider(client: ApiClient, sessionId: string, say: Stage['say']): Promise<void> {
  const socket = await client.socket('/command');
  const answer = (await socket.timeout(PATIENCE_MS).emitWithAck('join', { sessionId, after: 0 })) as CommandAnswer;
  must(!answer.ok, 'another city stays outside', answer);
  socket.disconnect();
  say(`another city: ${answer.error?.code}`);
}
