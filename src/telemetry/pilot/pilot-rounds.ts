import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger } from '../../platform/index.js';
import { SightService } from '../live/sight.service.js';
import { isStale } from '../positions/latest.rules.js';
import { LiveBoard } from '../positions/live.board.js';
import type { PilotConsole } from './pilot-console.js';
import { PilotConsoles } from './pilot-consoles.js';
import { osdOf, pairNews } from './pilot-frame.rules.js';
import { LivePairs, type Pair } from './pilot-topologies.service.js';

/** Aircraft report every two seconds. */
const ROUND_MS = 1_000;

/** Tells listening controllers what changed since they were last told: positions, and who flies behind whom. */
@Injectable()
export class PilotRounds {
  private readonly timer: NodeJS.Timeout;
  private isRunning = false;

  constructor(
    private readonly consoles: PilotConsoles,
    private readonly pairs: LivePairs,
    private readonly sight: SightService,
    private readonly board: LiveBoard,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => void this.round(), ROUND_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async round(): Promise<void> {
    const consoles = this.consoles.all();
    if (this.isRunning || consoles.length === 0) return;
    this.isRunning = true;
    try {
      const pairs = await this.pairs.all();
      const sight = await this.sight.ofActors(consoles.map(({ actor }) => actor));
      for (const console of consoles) {
        const visible = sight.get(console.actor);
        if (visible && console.isReady(this.clock.now())) await this.tell(console, pairs, visible);
      }
    } catch (error) {
      this.logger.error({ err: error }, 'what controllers are told');
    } finally {
      this.isRunning = false;
    }
  }

  private async tell(console: PilotConsole, pairs: readonly Pair[], visible: ReadonlySet<string>): Promise<void> {
    const shown = pairs.filter(({ aircraft, isOnline }) => isOnline && visible.has(aircraft.id));
    this.tellPairs(console, shown);
    this.tellPositions(console, shown, visible);
    await this.consoles.makeGood(console);
  }

  private tellPairs(console: PilotConsole, shown: readonly Pair[]): void {
    const at = this.clock.now();
    const now = new Map(shown.map(({ aircraft, gateway }) => [aircraft.serial ?? '', gateway.serial ?? '']));
    const { came, went, moved } = pairNews(console.pairs, now);
    console.pairs = now;
    for (const sn of came) console.tell('device_online', { sn }, at);
    for (const sn of went) console.tell('device_offline', { sn }, at);
    if (moved || came.length > 0 || went.length > 0) console.tell('device_update_topo', {}, at);
  }

  /** Of devices that came into sight the last place, of the others what is new. */
  private tellPositions(console: PilotConsole, shown: readonly Pair[], visible: ReadonlySet<string>): void {
    const at = this.clock.now();
    const news = new Set(this.board.changes.since(console.toldUpTo));
    const before = console.visible;
    console.visible = visible;
    const isFirst = console.toldUpTo < 0;
    console.toldUpTo = this.board.changes.head;
    for (const { aircraft } of shown) {
      if (!isFirst && before.has(aircraft.id) && !news.has(aircraft.id)) continue;
      const position = this.board.get(aircraft.id)?.state.position;
      if (!position || aircraft.serial === null || isStale(position, at)) continue;
      console.tell('device_osd', osdOf(aircraft.serial, position), at);
    }
  }
}
