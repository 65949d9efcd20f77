import {
  checkGap,
  GAP_PATIENCE_MS,
  hearHeartbeat,
  receive,
  startSync,
  type SyncStep,
  takePage,
} from './client-sync.js';

/** An event or its tombstone, as the server sends it. */
export interface FollowedEvent {
  readonly sessionId: string;
  readonly seq: number;
  readonly redacted?: true;
  readonly type?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** What a follower needs of a socket.io client. */
export interface FollowedSocket {
  on(event: string, listener: (message: never) => void): unknown;
  timeout(milliseconds: number): { emitWithAck(event: string, message: object): Promise<unknown> };
}

type Page =
  | { readonly ok: true; readonly events: FollowedEvent[]; readonly lastSeq: number; readonly epoch: number }
  | { readonly ok: false; readonly error: { readonly code: string } };

const ANSWER_WITHIN_MS = 5_000;

/** Follows one session over whatever socket there is: every event once, in order, whatever the line does. */
export class SessionFollower {
  /** Everything so far. */
  readonly events: FollowedEvent[] = [];
  /** As last heard; commands of authority carry it. */
  epoch = 0;
  private state = startSync<FollowedEvent>();
  private socket: FollowedSocket | undefined;

  constructor(
    readonly sessionId: string,
    private readonly onEvent: (event: FollowedEvent) => void = () => undefined,
  ) {}

  /** Joins over a fresh socket, from where the last one ended. @throws Error with the code when the server refuses */
  async follow(socket: FollowedSocket): Promise<void> {
    this.socket = socket;
    socket.on('ev', (event: FollowedEvent) => {
      if (event.sessionId === this.sessionId) this.take(receive(this.state, event));
    });
    socket.on('hb', (pulse: { sessionId: string; lastSeq: number; epoch: number }) => {
      if (pulse.sessionId !== this.sessionId) return;
      this.epoch = pulse.epoch;
      this.take(hearHeartbeat(this.state, pulse.lastSeq));
    });
    await this.ask('join', this.state.applied);
  }

  private take(step: SyncStep<FollowedEvent>): void {
    this.state = step.state;
    for (const event of step.apply) {
      this.events.push(event);
      this.onEvent(event);
    }
    if (step.ask?.when === 'ifStillMissing') setTimeout(() => this.take(checkGap(this.state)), GAP_PATIENCE_MS);
    // A question that is lost is asked again at the next heartbeat or gap.
    if (step.ask?.when === 'now') this.ask('sync', step.ask.after).catch(() => undefined);
  }

  private async ask(event: 'join' | 'sync', after: number): Promise<void> {
    const question = { sessionId: this.sessionId, after };
    const page = (await this.socket?.timeout(ANSWER_WITHIN_MS).emitWithAck(event, question)) as Page;
    if (!page.ok) throw new Error(page.error.code);
    this.epoch = page.epoch;
    this.take(takePage(this.state, page));
  }
}
