import { Inject, Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import { type BoundingBox, boxHolds } from '../../geo/index.js';
import { Clock, LOGGER, type Logger, Metrics } from '../../platform/index.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import { LiveBoard } from '../positions/live.board.js';
import type { DevicePositionView } from '../positions/position.schemas.js';
import type { LiveViewInput } from './live.schemas.js';
import { SightService } from './sight.service.js';
import { Tick } from './tick.js';
import { Viewer } from './viewer.js';

const FRAME_MS = 500;
/** A followed device's news leave at once, at most this often. */
const FOLLOW_MS = 100;
/** With the few seconds an actor may be remembered, lost rights end within 5 s. */
const SIGHT_MS = 1_500;
const STALE_SWEEP_MS = 2_000;

/**
 * Frames of the live map. What happened since a viewer's last frame is told in one: nobody waits for a slow viewer, and
 * a slow viewer is told more at once instead of everything one by one.
 */
@Injectable()
export class LiveFrames {
  private readonly viewers = new Map<Socket, Viewer>();
  private readonly stale = new Set<string>();
  private readonly timers: NodeJS.Timeout[] = [];
  private namespace: Namespace | undefined;
  private looking = false;
  private readonly skipped;

  constructor(
    private readonly board: LiveBoard,
    private readonly directory: DeviceDirectory,
    private readonly sight: SightService,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.skipped = metrics.counter('live_frames_skipped_total', 'Frames not sent because the viewer was still busy');
    metrics.gauge('live_viewers', 'Open live maps', () => this.viewers.size);
  }

  /** Begins to send frames. */
  start(namespace: Namespace): void {
    this.namespace = namespace;
    this.board.watch((deviceIds) => this.note(deviceIds));
    this.timers.push(
      setInterval(() => this.sendFrames(), FRAME_MS).unref(),
      setInterval(() => this.sweepStale(), STALE_SWEEP_MS).unref(),
      setInterval(() => this.refreshSight(), SIGHT_MS).unref(),
    );
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const viewer of this.viewers.values()) viewer.leave();
  }

  /** The viewer looks somewhere (else); the first picture leaves at once. */
  async look(socket: Socket, view: LiveViewInput): Promise<void> {
    const visible = (await this.sight.of([socket])).get(socket);
    if (!visible || !socket.connected) return;
    const viewer = this.viewers.get(socket) ?? new Viewer(socket);
    this.viewers.set(socket, viewer);
    viewer.see(visible);
    viewer.look(view);
    this.sendFrame([viewer], this.tick());
  }

  /** Everyone who looks now. */
  all(): Iterable<Viewer> {
    return this.viewers.values();
  }

  leave(socket: Socket): void {
    this.viewers.get(socket)?.leave();
    this.viewers.delete(socket);
  }

  private note(deviceIds: readonly string[]): void {
    for (const viewer of this.viewers.values()) {
      if (viewer.follow.size === 0) continue;
      for (const id of deviceIds) if (viewer.follow.has(id) && viewer.visible.has(id)) viewer.followed.add(id);
      if (viewer.followed.size > 0) this.sendFollowed(viewer);
    }
  }

  private sendFollowed(viewer: Viewer): void {
    if (viewer.followTimer) return;
    const waitMs = viewer.followedAt + FOLLOW_MS - this.clock.now().getTime();
    if (waitMs > 0 || !viewer.isReady()) {
      viewer.followTimer = setTimeout(
        () => {
          viewer.followTimer = undefined;
          if (viewer.followed.size > 0) this.sendFollowed(viewer);
        },
        Math.max(waitMs, 5),
      );
      return;
    }
    viewer.followedAt = this.clock.now().getTime();
    const tick = this.tick();
    const items = tick.itemsOf([...viewer.followed].filter((id) => viewer.visible.has(id)));
    viewer.followed.clear();
    if (items.length > 0) viewer.socket.volatile.emit('frame', { at: tick.now.toISOString(), items });
  }

  /** Viewers who look at the same place with the same rights, and have heard as much, get the same frame, written once. */
  private sendFrames(): void {
    const groups = new Map<string, Viewer[]>();
    const rights = new Map<ReadonlySet<string>, number>();
    for (const viewer of this.viewers.values()) {
      if (!viewer.isReady()) {
        this.skipped.inc();
        continue;
      }
      if (!rights.has(viewer.visible)) rights.set(viewer.visible, rights.size);
      const alone = viewer.appeared.size > 0 || viewer.gone.size > 0 ? viewer.socket.id : '';
      const looking = `${JSON.stringify(viewer.bbox)} ${[...viewer.follow].join()}`;
      const key = `${looking} ${rights.get(viewer.visible)} ${viewer.toldUpTo} ${alone}`;
      groups.set(key, [...(groups.get(key) ?? []), viewer]);
    }
    const tick = this.tick();
    for (const group of groups.values()) this.sendFrame(group, tick);
  }

  private sendFrame(group: readonly Viewer[], tick: Tick): void {
    const [first] = group;
    if (!first?.bbox) return;
    const untold = untoldOf(first, first.bbox, tick);
    const items = tick.itemsOf(untold.inside);
    const shown = changed(first.shown, items, untold.gone);
    for (const viewer of group) {
      viewer.toldUpTo = this.board.changes.head;
      viewer.shown = shown;
      viewer.appeared.clear();
      viewer.gone.clear();
    }
    if (items.length === 0 && untold.gone.length === 0) return;
    const sockets = group.map(({ socket }) => socket.id);
    this.namespace?.local.volatile
      .to(sockets)
      .emit('frame', { at: tick.now.toISOString(), items, ...(untold.gone.length > 0 && { gone: untold.gone }) });
  }

  private tick(): Tick {
    return new Tick(this.board, this.directory, this.clock.now());
  }

  /** Silence is news too, once. */
  private sweepStale(): void {
    const now = this.clock.now();
    for (const deviceId of this.board.deviceIds()) {
      if (!this.board.isStale(deviceId, now)) this.stale.delete(deviceId);
      else if (!this.stale.has(deviceId)) {
        this.stale.add(deviceId);
        this.board.changes.note(deviceId);
      }
    }
  }

  private refreshSight(): void {
    if (this.looking || this.viewers.size === 0) return;
    this.looking = true;
    this.takeSight()
      .catch((error: unknown) => this.logger.error({ err: error }, 'who sees what on the live map'))
      .finally(() => (this.looking = false));
  }

  private async takeSight(): Promise<void> {
    for (const [socket, visible] of await this.sight.of([...this.viewers.keys()])) {
      if (visible) this.viewers.get(socket)?.see(visible);
      else socket.disconnect(true);
    }
  }
}

/**
 * What a viewer has not been told yet: devices inside the box, and those that were told inside it and are no longer.
 * Nothing more would be told of them; a followed one goes on to be told.
 */
function untoldOf(viewer: Viewer, bbox: BoundingBox, tick: Tick): { inside: string[]; gone: string[] } {
  const { visible, toldUpTo, appeared, shown, follow } = viewer;
  const inside: string[] = [];
  const gone = [...viewer.gone];
  for (const id of new Set([...tick.since(toldUpTo), ...(toldUpTo < 0 ? visible : appeared)])) {
    const position = visible.has(id) && tick.positionOf(id);
    if (!position) continue;
    if (boxHolds(bbox, position)) inside.push(id);
    else if (shown.has(id) && !follow.has(id)) gone.push(id);
  }
  return { inside, gone };
}

/** The same set again where nothing comes or goes, as for most frames. */
function changed(
  shown: ReadonlySet<string>,
  items: readonly DevicePositionView[],
  gone: readonly string[],
): ReadonlySet<string> {
  if (items.every(({ deviceId }) => shown.has(deviceId)) && !gone.some((id) => shown.has(id))) return shown;
  const next = new Set(shown);
  for (const { deviceId } of items) next.add(deviceId);
  for (const id of gone) next.delete(id);
  return next;
}
