import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import { type SessionEvent, viewerOf, wireFor } from '../events/session-event.js';
import type { Viewer } from '../events/visibility.rules.js';
import { SessionReader } from '../sessions/session-reader.js';
import type { Session } from '../sessions/session.repository.js';
import { positionsAt, type ReplayPosition } from './replay-positions.rules.js';
import { ReplayTracks } from './replay-tracks.js';
import { sceneOf, type Slice, slicesOf, standingAt, staysOf, timed, type TimedEvent } from './replay.rules.js';
import { LONGEST_WINDOW_MS, MOST_FRAMES, type ReplayPage, type ReplayQuery } from './replay.schemas.js';
import { RecordRepository } from './record.repository.js';
import { reads } from './timeline.service.js';

type Page = z.input<typeof ReplayPage>;
type Frame = Page['frames'][number];

const SHORTEST_GAP_MS = 60_000;

/** A session once more, on the clock of its record: events, orders and map, and where the devices were. */
@Injectable()
export class Replays {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly records: RecordRepository,
    private readonly tracks: ReplayTracks,
  ) {}

  /** @throws NOT_FOUND */
  async page(actor: Actor, id: string, query: z.output<typeof ReplayQuery>): Promise<Page> {
    const viewer = viewerOf(asUser(actor));
    return this.unitOfWork.read(async (tx) => {
      const session = await this.sessions.requireVisible(tx, actor, id);
      const all: SessionEvent[] = [];
      for await (const event of this.records.upTo(tx, id, session.lastSeq)) all.push(event);
      return this.drawn(tx, session, { viewer, all: timed(all) }, query);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async requireReadable(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.read((tx) => this.sessions.requireVisible(tx, actor, id));
  }

  private async drawn(
    tx: Tx,
    session: Session,
    { viewer, all }: { readonly viewer: Viewer; readonly all: readonly TimedEvent[] },
    { from, to, stepMs }: z.output<typeof ReplayQuery>,
  ): Promise<Page> {
    const [beginMs, lastMs] = [all[0]?.atMs ?? 0, (all.at(-1)?.atMs ?? 0) + 1];
    const endMs = Math.min(to?.getTime() ?? lastMs, lastMs);
    const fromMs = Math.min(Math.max(from?.getTime() ?? beginMs, beginMs), endMs);
    const toMs = Math.min(endMs, fromMs + Math.min(MOST_FRAMES * stepMs, LONGEST_WINDOW_MS));
    const shown = all.filter(({ event }) => reads(viewer, event));
    const slices = slicesOf(shown, { fromMs, toMs, stepMs });
    const during = { from: new Date(fromMs), to: new Date(toMs) };
    const { tracks, isCut } = await this.tracks.during(tx, session, staysOf(shown, toMs), during);
    const positions = positionsAt(
      tracks,
      slices.map(({ atMs }) => atMs),
    );
    const hidden = all.filter(({ event, atMs }) => atMs >= fromMs && atMs < toMs && !reads(viewer, event));
    const frames = slices.map((slice, index) => frameOf(slice, positions[index] ?? [], hidden, viewer));
    const busy = frames.filter(isBusy);
    const snapshot = standingAt(shown, fromMs).at(during.from);
    return {
      from: instant(fromMs),
      to: instant(toMs),
      end: instant(endMs),
      stepMs,
      next: toMs < endMs ? instant(toMs) : null,
      snapshot: { ...sceneOf(snapshot), seq: snapshot.seq, title: snapshot.title, kind: snapshot.kind },
      frames: busy,
      gaps: gapsBetween(
        busy.map(({ t }) => Date.parse(t)),
        { fromMs, toMs, stepMs },
      ),
      positionsCut: isCut,
    };
  }
}

function frameOf(
  { atMs, untilMs, events, changes }: Slice,
  positions: readonly ReplayPosition[],
  hidden: readonly TimedEvent[],
  viewer: Viewer,
): Frame {
  const withheld = hidden.filter((one) => one.atMs >= atMs && one.atMs < untilMs).map(({ event }) => event);
  const all = [...events, ...withheld].toSorted((a, b) => a.seq - b.seq);
  return {
    t: instant(atMs),
    events: all.map((event) => wireFor(event, viewer)) as Frame['events'],
    positions: [...positions],
    ...changes,
    people: changes.people && [...changes.people],
    orders: changes.orders && { ...changes.orders },
    shapes: changes.shapes && { ...changes.shapes },
  };
}

function isBusy({ events, positions, shapes }: Frame): boolean {
  return events.length > 0 || positions.length > 0 || shapes !== undefined;
}

/** Stretches without a frame, between those that there are and the ends of the page. */
export function gapsBetween(
  busyMs: readonly number[],
  { fromMs, toMs, stepMs }: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
): Page['gaps'] {
  const ends = [...busyMs, toMs];
  return ends.flatMap((until, index) => {
    const before = busyMs[index - 1];
    const since = before === undefined ? fromMs : before + stepMs;
    return until - since >= SHORTEST_GAP_MS ? [{ from: instant(since), to: instant(until) }] : [];
  });
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
