import { Inject, Injectable } from '@nestjs/common';
import { ControllerLogIns, type UserActor } from '../../identity/index.js';
import { asAppError, Clock, LOGGER, type Logger, Metrics } from '../../platform/index.js';
import type { PilotConsole } from './pilot-console.js';
import type { PilotNews } from './pilot-frame.rules.js';

/** With the 3 s that an actor may be remembered, an ended token ends its socket within 5 s. */
const RECHECK_MS = 1_500;
const ALIVE_MS = 15_000;
const EXPIRY_GRACE_SECONDS = 30;
/** RFC 6455 §7.4.1: the endpoint's policy. */
const TOKEN_ENDED = 1_008;

/** Gives the groups of marks that a console has to read again. */
export type MarkGroups = (actor: UserActor) => Promise<readonly string[]>;

/** Every DJI Pilot 2 that listens to this instance. */
@Injectable()
export class PilotConsoles {
  private readonly open = new Set<PilotConsole>();
  private readonly timers: NodeJS.Timeout[] = [];
  private markGroups: MarkGroups = () => Promise.resolve([]);
  private rechecking = false;

  constructor(
    private readonly logIns: ControllerLogIns,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: Metrics,
  ) {
    metrics.gauge('pilot_sockets', 'Controllers that listen', () => this.open.size);
    this.timers.push(
      setInterval(() => void this.recheck(), RECHECK_MS).unref(),
      setInterval(() => this.dropTheDead(), ALIVE_MS).unref(),
    );
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const { socket } of this.open) socket.terminate();
  }

  /** The room that keeps marks says which groups there are. */
  marksFrom(groups: MarkGroups): void {
    this.markGroups = groups;
  }

  all(): readonly PilotConsole[] {
    return [...this.open];
  }

  of(userId: string): number {
    return this.all().filter(({ actor }) => actor.id === userId).length;
  }

  add(console: PilotConsole): void {
    this.open.add(console);
    console.socket.on('close', () => this.open.delete(console));
    console.socket.on('pong', () => (console.isAlive = true));
  }

  /** A change of a mark that the console may see. */
  tellMark(console: PilotConsole, news: PilotNews, data: object): void {
    console.tellMark(news, data, this.clock.now());
  }

  /** Groups are read again by consoles that could not be told of single marks. */
  async makeGood(console: PilotConsole): Promise<void> {
    if (!console.takeMissedMarks()) return;
    const ids = await this.markGroups(console.actor);
    if (ids.length > 0) console.tell('map_group_refresh', { ids }, this.clock.now());
  }

  private async recheck(): Promise<void> {
    if (this.rechecking) return;
    this.rechecking = true;
    try {
      for (const console of this.open) await this.recheckOne(console);
    } finally {
      this.rechecking = false;
    }
  }

  private async recheckOne(console: PilotConsole): Promise<void> {
    try {
      console.actor = (await this.logIns.session(console.token, EXPIRY_GRACE_SECONDS)).actor;
    } catch (thrown) {
      const { code, entry } = asAppError(thrown);
      if (entry.status !== 401) {
        this.logger.warn({ code, err: thrown }, 'the token of a controller could not be checked');
        return;
      }
      this.logger.info({ code, actor: console.actor.id }, 'controller let go: its token has ended');
      this.open.delete(console);
      console.socket.close(TOKEN_ENDED, code);
      // One that does not answer the farewell is not waited for.
      setTimeout(() => console.socket.terminate(), RECHECK_MS).unref();
    }
  }

  private dropTheDead(): void {
    for (const console of this.open) {
      if (!console.isAlive) {
        console.socket.terminate();
        continue;
      }
      console.isAlive = false;
      console.socket.ping();
    }
  }
}
