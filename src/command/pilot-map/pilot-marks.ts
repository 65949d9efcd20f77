import { Inject, Injectable } from '@nestjs/common';
import type { UserActor } from '../../identity/index.js';
import { LOGGER, type Logger, Rounds, type Tx, UnitOfWork } from '../../platform/index.js';
import { type PilotConsole, PilotConsoles } from '../../telemetry/index.js';
import { viewerOf } from '../events/session-event.js';
import { isOnMapOf } from '../map/map-feature.rules.js';
import type { Session } from '../sessions/session.repository.js';
import { MapMarkRepository, type MarkNews } from './map-mark.repository.js';
import { elementOf } from './pilot-map.rules.js';
import { PilotMap } from './pilot-map.service.js';

const ROUND_MS = 2_000;
/** More changes than this are read again as a whole. */
const MOST_NEWS = 200;

/**
 * Tells listening controllers of marks, from the record of the sessions: so it does not matter on which instance a mark
 * was drawn, nor whether a message was lost.
 */
@Injectable()
export class PilotMarks {
  private readonly rounds = new Rounds({
    everyMs: ROUND_MS,
    work: () => this.round(),
    onFault: (error) => this.logger.warn({ err: error }, 'marks for controllers'),
  });
  /** How far each console has been told, by session. */
  private readonly told = new WeakMap<PilotConsole, Map<string, number>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly consoles: PilotConsoles,
    private readonly map: PilotMap,
    private readonly marks: MapMarkRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.rounds.start();
    consoles.marksFrom((actor) => this.groupsOf(actor));
  }

  /** Before the database pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  private groupsOf(actor: UserActor): Promise<string[]> {
    return this.unitOfWork.read(async (tx) => (await this.map.underWay(tx, actor)).map(({ id }) => id));
  }

  private async round(): Promise<void> {
    for (const console of this.consoles.all()) await this.unitOfWork.read((tx) => this.tell(tx, console));
  }

  private async tell(tx: Tx, console: PilotConsole): Promise<void> {
    const running = await this.map.underWay(tx, console.actor);
    // Whatever Pilot read before it listened may be old by now: the first time it reads every group again.
    const before = this.told.get(console) ?? new Map<string, number>();
    this.told.set(console, new Map(running.map(({ id, lastSeq }) => [id, lastSeq])));
    const ids = new Set(running.map(({ id }) => id));
    const stale = [...before.keys()].filter((id) => !ids.has(id));
    for (const session of running) if (!(await this.tellOf(tx, console, session, before))) stale.push(session.id);
    if (stale.length > 0) this.consoles.tellMark(console, 'map_group_refresh', { ids: stale });
  }

  /** False when the whole group has to be read again. */
  private async tellOf(
    tx: Tx,
    console: PilotConsole,
    { id, lastSeq }: Session,
    before: ReadonlyMap<string, number>,
  ): Promise<boolean> {
    const seq = before.get(id);
    if (seq === undefined) return false;
    if (seq === lastSeq) return true;
    const words = (await this.marks.after(tx, id, seq, MOST_NEWS + 1)).filter((one) => one.seq <= lastSeq);
    if (words.length > MOST_NEWS) return false;
    const news = words.filter((one) => isOnMapOf(one, viewerOf(console.actor)));
    for (const one of news) {
      const [change, data] = frameOf(one);
      this.consoles.tellMark(console, change, data);
    }
    return true;
  }
}

function frameOf(news: MarkNews) {
  const { sessionId: group_id, featureId: id, type, wasOnMap } = news;
  if (type === 'map.remove') return ['map_element_delete', { id, group_id }] as const;
  const { name, resource } = elementOf(news);
  const change = wasOnMap ? ('map_element_update' as const) : ('map_element_create' as const);
  return [change, { id, group_id, name, resource }] as const;
}
