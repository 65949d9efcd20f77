import type { z } from 'zod';
import { periodView } from '../../platform/index.js';
import { gapLimitSeconds, gapsOf, type TrackGap, type TrackPoint } from '../tracks/track.rules.js';
import { CLOCK_WORDS } from './clock.words.js';
import { conflictOf } from './conflict.rules.js';
import { type RecordedSource, trustOf } from './recorded.codes.js';
import type { TrackSourceView } from './recorded.schemas.js';
import type { StoredPoint } from './recorded.types.js';
import type { RecordedStretch } from './recorded-stretches.js';

type SourceView = z.input<typeof TrackSourceView>;

/** Where each stretch of a track comes from: the line first, then every file for itself. */
export function trackSources(
  line: readonly TrackPoint[],
  recorded: readonly RecordedStretch[],
  withPoints: boolean,
): SourceView[] {
  const [first, last] = [line[0], line.at(-1)];
  const live = first && last ? [lineSource(line, first.at, last.at)] : [];
  return [...live, ...recorded.flatMap((stretch) => recordedSource(stretch, line, withPoints))];
}

function lineSource(line: readonly TrackPoint[], from: Date, to: Date): SourceView {
  return {
    source: 'live',
    trust: 'line',
    trackId: null,
    evidenceId: null,
    sha256: null,
    parser: null,
    format: null,
    saidBy: null,
    clock: { basis: 'device_line', assumedZone: null, words: CLOCK_WORDS.device_line },
    from: from.toISOString(),
    to: to.toISOString(),
    shown: line.length,
    everyPoint: true,
    gaps: gapsOf(line).map(periodView),
    conflict: null,
    geometry: null,
    points: [],
  };
}

function recordedSource(
  { track, points, everyPoint }: RecordedStretch,
  line: readonly TrackPoint[],
  withPoints: boolean,
): SourceView | [] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const { pieces, gaps } = piecesOf(points);
  const clock = track.summary?.clock ?? { basis: 'local_assumed', assumedZone: null };
  return {
    source: sourceOf(track.kind),
    trust: trustOf(track.saidBy),
    trackId: track.id,
    evidenceId: track.evidenceId,
    sha256: track.sha256,
    parser: track.parser,
    format: track.summary?.format ?? null,
    saidBy: track.saidBy,
    clock: { ...clock, words: CLOCK_WORDS[clock.basis] },
    from: first.at.toISOString(),
    to: last.at.toISOString(),
    shown: points.length,
    everyPoint,
    gaps: gaps.map(periodView),
    conflict: conflictOf(line, points),
    geometry: linesOf(pieces),
    points: withPoints ? points.map(pointView) : [],
  };
}

/** Only files that can be read have points. */
export function sourceOf(kind: RecordedStretch['track']['kind']): RecordedSource {
  if (kind === 'srt' || kind === 'mrk' || kind === 'gpx' || kind === 'exif') return kind;
  throw new Error(`${kind} holds no track`);
}

/** Cut where the file says that the way is broken, and where nothing was written for long. */
function piecesOf(points: readonly StoredPoint[]): { pieces: StoredPoint[][]; gaps: TrackGap[] } {
  const limitMs = gapLimitSeconds(points) * 1000;
  const pieces: StoredPoint[][] = [];
  const gaps: TrackGap[] = [];
  let previous: StoredPoint | undefined;
  for (const point of points) {
    const isBroken =
      !previous || point.segment !== previous.segment || point.at.getTime() - previous.at.getTime() > limitMs;
    if (previous && isBroken) gaps.push({ from: previous.at, to: point.at });
    if (isBroken) pieces.push([point]);
    else pieces.at(-1)?.push(point);
    previous = point;
  }
  return { pieces, gaps };
}

function linesOf(pieces: readonly (readonly StoredPoint[])[]): SourceView['geometry'] {
  const lines = pieces.filter(({ length }) => length > 1);
  if (lines.length === 0) return null;
  return {
    type: 'MultiLineString',
    coordinates: lines.map((piece) => piece.map(({ position }) => [position.lon, position.lat])),
  };
}

function pointView(point: StoredPoint): SourceView['points'][number] {
  const { at, position, line, segment, evidenceId, fix, extra, gimbal, speedMetresPerSecond } = point;
  const { altitudeEllipsoidMetres, heightAboveTakeoffMetres, altitudeUnstatedMetres } = point;
  return {
    at: at.toISOString(),
    ...position,
    line,
    segment,
    evidenceId,
    altitudeEllipsoidMetres,
    heightAboveTakeoffMetres,
    altitudeUnstatedMetres,
    speedMetresPerSecond,
    gimbal,
    fix,
    extra,
  };
}
