import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { SessionFollower } from '../../../src/command/index.js';
import { CuttableLine } from '../../support/cuttable-line.js';
import type { Person } from '../../support/session-people.js';

const RETRY_MS = { least: 100, spread: 300 } as const;
const ANSWER_WITHIN_MS = 3_000;

export interface Answer {
  readonly ok: boolean;
  readonly seq?: number;
  readonly duplicate?: true;
  readonly error?: { readonly code: string; readonly retryable: boolean };
}

/** A console behind a line of its own: it follows the session whatever the line does. */
export class SessionClient {
  readonly follower: SessionFollower;
  connections = 0;
  cuts = 0;
  private socket: Socket | undefined;
  private ended = false;
  private following: Promise<void> = Promise.resolve();

  private constructor(
    readonly person: Person,
    sessionId: string,
    private readonly line: CuttableLine,
  ) {
    this.follower = new SessionFollower(sessionId);
  }

  static async behindALine(person: Person, sessionId: string, port: number): Promise<SessionClient> {
    const client = new SessionClient(person, sessionId, await CuttableLine.to({ host: '127.0.0.1', port }));
    client.following = client.keepFollowing();
    return client;
  }

  /** What was applied so far ends here. */
  get appliedSeq(): number {
    return this.follower.events.at(-1)?.seq ?? 0;
  }

  /** A tunnel: `silent`, nothing comes and nobody says so; otherwise the connection ends and none can be made. */
  async cut(milliseconds: number, silent: boolean): Promise<void> {
    this.cuts += 1;
    if (silent) {
      this.line.silence();
      await pause(milliseconds);
      await this.line.cut();
    } else {
      await this.line.cut();
      await pause(milliseconds);
    }
    if (!this.ended) await this.line.mend();
  }

  /** @throws when there is no connection, or no answer in time */
  async giveOverSocket(command: object): Promise<Answer> {
    if (!this.socket) throw new Error('not connected');
    return (await this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck('cmd', command)) as Answer;
  }

  /** The same over HTTP, through the same line. @throws when there is no connection, or no answer in time */
  async giveOverHttp({ sessionId, ...command }: { readonly sessionId: string }): Promise<Answer> {
    const response = await fetch(`${this.address}/api/v1/command-sessions/${sessionId}/commands`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await this.person.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(command),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const body = (await response.json()) as Answer & { readonly code: string };
    if (response.ok) return body;
    return { ok: false, error: { code: body.code, retryable: response.status === 429 || response.status >= 500 } };
  }

  async end(): Promise<void> {
    this.ended = true;
    this.socket?.disconnect();
    await this.following;
    await this.line.cut().catch(() => undefined);
  }

  private get address(): string {
    return `http://127.0.0.1:${this.line.port}`;
  }

  private async keepFollowing(): Promise<void> {
    while (!this.ended) {
      await this.followOnce().catch(() => undefined);
      await pause(RETRY_MS.least + Math.random() * RETRY_MS.spread);
    }
  }

  /** One connection from its beginning to its end. */
  private async followOnce(): Promise<void> {
    const socket = io(`${this.address}/command`, {
      transports: ['websocket'],
      auth: { token: await this.person.token() },
      reconnection: false,
      forceNew: true,
    });
    const over = new Promise<void>((done) => {
      socket.once('disconnect', () => done());
      socket.once('connect_error', () => done());
    });
    try {
      const connected = new Promise<boolean>((done) => socket.once('connect', () => done(true)));
      if (!(await Promise.race([connected, over]))) return;
      await Promise.race([this.follower.follow(socket), over]);
      if (socket.connected) this.connections += 1;
      this.socket = socket;
      if (this.ended) return;
      await over;
    } finally {
      this.socket = undefined;
      socket.disconnect();
    }
  }
}
