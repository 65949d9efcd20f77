import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { GAP_PATIENCE_MS } from './client-sync.js';
import { type FollowedEvent, type FollowedSocket, SessionFollower } from './session-follower.js';
import { asSeenBy, type EventScope, type Viewer } from './visibility.rules.js';

const SESSION = 'the session';
const ME: Viewer = { userId: 'me', unitId: 'my unit', tier: 'county' };
const PAGE = 3;

const SCOPES: readonly EventScope[] = [
  { kind: 'ALL' },
  { kind: 'ORG', unitId: 'my unit' },
  { kind: 'ORG', unitId: 'another' },
  { kind: 'DIRECT', userIds: ['me', 'you'] },
  { kind: 'DIRECT', userIds: ['you'] },
  { kind: 'TIER_AND_UP', tier: 'city' },
];

type Listener = (message: never) => void;
interface Question {
  readonly socket: PretendSocket;
  readonly event: string;
  readonly after: number;
  readonly answer: (page: object) => void;
  readonly fail: (error: Error) => void;
}

/** One connection: what the server says comes in its order or, once the connection has ended, not at all. */
class PretendSocket implements FollowedSocket {
  private readonly listeners: { readonly event: string; readonly listener: Listener }[] = [];
  readonly toClient: (() => void)[] = [];
  isInRoom = false;

  constructor(private readonly server: Server) {}

  on(event: string, listener: Listener): void {
    this.listeners.push({ event, listener });
  }

  timeout(): { emitWithAck(event: string, message: object): Promise<unknown> } {
    return {
      emitWithAck: (event, message) =>
        new Promise((answer, fail) => {
          const { after } = message as { after: number };
          this.server.questions.push({ socket: this, event, after, answer, fail });
        }),
    };
  }

  send(event: string, message: object): void {
    this.toClient.push(() => {
      for (const one of this.listeners) if (one.event === event) one.listener(message as never);
    });
  }
}

type Fate = 'sent' | 'lost' | 'twice' | 'late';

/** The server and the one line to it. What was committed stays, whatever becomes of connections and instances. */
class Server {
  readonly follower = new SessionFollower(SESSION);
  readonly log: { readonly seq: number; readonly scope: EventScope }[] = [];
  questions: Question[] = [];
  private socket: PretendSocket | undefined;
  /** Told by another instance, and not here yet. */
  private late: FollowedEvent[] = [];

  get expected(): FollowedEvent[] {
    return this.log.map((event) => this.wire(event));
  }

  write(scope: EventScope, fate: Fate): void {
    const event = { seq: this.log.length + 1, scope, payload: { n: this.log.length } };
    this.log.push(event);
    if (fate === 'late') this.late.push(this.wire(event));
    else if (fate !== 'lost') this.tell(this.wire(event), fate === 'twice' ? 2 : 1);
  }

  /** What another instance told arrives now, in whatever order. */
  catchUp(index: number): void {
    for (const event of this.late.splice(index % Math.max(1, this.late.length), 1)) this.tell(event, 1);
  }

  beat(): void {
    if (this.socket?.isInRoom) this.socket.send('hb', { sessionId: SESSION, lastSeq: this.log.length, epoch: 1 });
    this.socket?.send('hb', { sessionId: 'another', lastSeq: 1_000, epoch: 9 });
    this.socket?.send('ev', { sessionId: 'another', seq: this.follower.events.length + 1 });
  }

  async deliver(): Promise<void> {
    this.socket?.toClient.shift()?.();
    await settled();
  }

  /** Enters the room first. */
  hear(): void {
    for (const { socket, event } of this.questions) if (event === 'join') socket.isInRoom = true;
  }

  /** Reads then, and answers. */
  reply(): void {
    this.hear();
    const question = this.questions.shift();
    if (!question) return;
    const events = this.log.slice(question.after, question.after + PAGE).map((event) => this.wire(event));
    const page = { ok: true, events, lastSeq: this.log.length, epoch: 1, more: false };
    question.socket.toClient.push(() => question.answer(page));
  }

  /** Everything on the way is lost, and whoever waits for an answer is told so. */
  async cut(): Promise<void> {
    this.socket = undefined;
    for (const { fail } of this.questions.splice(0)) fail(new Error('cut'));
    await settled();
  }

  async restart(): Promise<void> {
    this.late = [];
    await this.cut();
  }

  async connect(): Promise<void> {
    await this.cut();
    this.socket = new PretendSocket(this);
    this.follower.follow(this.socket).catch(() => undefined);
    await settled();
  }

  /** The line is sound from here on. */
  async heal(): Promise<void> {
    await this.connect();
    for (let round = 0; this.follower.events.length < this.log.length && round < this.log.length + 5; round += 1) {
      this.beat();
      while (this.questions.length > 0) this.reply();
      while (this.socket && this.socket.toClient.length > 0) await this.deliver();
      await patience();
    }
  }

  private tell(event: FollowedEvent, times: number): void {
    for (let time = 0; time < times; time += 1) if (this.socket?.isInRoom) this.socket.send('ev', event);
  }

  private wire(event: { readonly seq: number; readonly scope: EventScope }): FollowedEvent {
    return { sessionId: SESSION, ...asSeenBy(event, ME) };
  }
}

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

async function patience(): Promise<void> {
  jest.advanceTimersByTime(GAP_PATIENCE_MS);
  await settled();
}

/** One thing that happens; after it the client has a beginning of what it may see, and nothing else. */
class Happening implements fc.AsyncCommand<object, Server> {
  constructor(
    private readonly name: string,
    private readonly act: (server: Server) => Promise<void> | void,
  ) {}

  check = () => true;
  run = async (_: object, server: Server): Promise<void> => {
    await this.act(server);
    await settled();
    expect(server.follower.events).toEqual(server.expected.slice(0, server.follower.events.length));
  };
  toString = () => this.name;
}

const happening = (name: string, act: (server: Server) => Promise<void> | void) =>
  fc.constant(new Happening(name, act));

const writes = fc
  .tuple(fc.constantFrom(...SCOPES), fc.constantFrom<Fate>('sent', 'sent', 'sent', 'lost', 'twice', 'late'))
  .map(([scope, fate]) => new Happening(`write ${scope.kind}, ${fate}`, (server) => server.write(scope, fate)));

describe('a follower of a session', () => {
  beforeAll(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
  });
  afterAll(() => {
    jest.useRealTimers();
  });

  it('has every event or its tombstone once, in order, whatever becomes of lines and instances', async () => {
    const commands = fc.commands(
      [
        writes,
        writes,
        fc.nat(5).map((index) => new Happening(`late ${index}`, (server) => server.catchUp(index))),
        happening('beat', (server) => server.beat()),
        happening('deliver', (server) => server.deliver()),
        happening('deliver', (server) => server.deliver()),
        happening('hear', (server) => server.hear()),
        happening('reply', (server) => server.reply()),
        happening('wait', () => patience()),
        happening('cut', (server) => server.cut()),
        happening('restart', (server) => server.restart()),
        happening('connect', (server) => server.connect()),
        happening('connect', (server) => server.connect()),
      ],
      { maxCommands: 120, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (run) => {
        const server = new Server();
        await fc.asyncModelRun(() => ({ model: {}, real: server }), run);
        await server.heal();
        expect(server.follower.events).toEqual(server.expected);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('asks again in vain where the session refuses, and says the code', async () => {
    const server = new Server();
    const follower = new SessionFollower(SESSION);
    const joining = follower.follow(new PretendSocket(server));
    server.questions[0]?.answer({ ok: false, error: { code: 'FORBIDDEN' } });
    await expect(joining).rejects.toThrow('FORBIDDEN');
  });
});
