import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/index.js';
import { type TrackPiece, type TrackSample, TelemetryService } from '../../telemetry/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { toCustodyEventView } from '../items/evidence.views.js';
import type { Exhibit, ExhibitTrack, TrackLine } from './exhibit.types.js';
import { thinned } from './track-line.rules.js';

const PIECE_EVENTS = 1_000;
/** Even: two are a place. */
const PIECE_NUMBERS = 10_000;

/** What of an exhibit may be long: written piece by piece as it is read, however long it is. */
@Injectable()
export class ExhibitTexts {
  constructor(
    private readonly custody: CustodyLog,
    private readonly telemetry: TelemetryService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Everything that happened to the item up to now, as JSON. */
  async *custodyOf({ item, sight }: Pick<Exhibit, 'item' | 'sight'>): AsyncGenerator<string> {
    let after = '0';
    let before = '[\n';
    for (;;) {
      const filter = { after, limit: PIECE_EVENTS };
      const events = await this.unitOfWork.read((tx) => this.custody.list(tx, item.id, filter));
      const last = events.at(-1);
      if (!last) break;
      yield before + events.map((event) => JSON.stringify(toCustodyEventView(event, sight))).join(',\n');
      before = ',\n';
      if (events.length < PIECE_EVENTS) break;
      after = last.sequence;
    }
    yield before === ',\n' ? '\n]\n' : '[]\n';
  }

  /** The frames around the capture as GeoJSON; returns the line that they draw. */
  async *trackOf(track: ExhibitTrack): AsyncGenerator<string, TrackLine> {
    const { deviceId } = track;
    const line: number[] = [];
    yield `{"type":"Feature","properties":{"deviceId":${JSON.stringify(deviceId)},"samples":[`;
    for await (const { samples } of this.pieces(track)) {
      if (samples.length === 0) continue;
      yield (
        (line.length === 0 ? '\n' : ',\n') + samples.map((sample) => JSON.stringify(sampleView(sample))).join(',\n')
      );
      for (const { position } of samples) line.push(position.lon, position.lat);
    }
    yield '\n]},"geometry":';
    if (line.length < 4) yield 'null}\n';
    else yield* lineText(line);
    return { ...track, frames: line.length / 2, coordinates: thinned(line) };
  }

  private async *pieces({ deviceId, during }: ExhibitTrack): AsyncGenerator<TrackPiece> {
    let after: TrackPiece['last'];
    do {
      const next = after;
      const piece = await this.unitOfWork.read((tx) => this.telemetry.trackPiece(tx, deviceId, during, next));
      yield piece;
      after = piece.last;
    } while (after);
  }
}

function* lineText(line: readonly number[]): Generator<string> {
  yield '{"type":"LineString","coordinates":[\n';
  for (let at = 0; at < line.length; at += PIECE_NUMBERS) {
    const places: string[] = [];
    for (let nth = at; nth < Math.min(at + PIECE_NUMBERS, line.length); nth += 2)
      places.push(`[${line[nth]},${line[nth + 1]}]`);
    yield (at === 0 ? '' : ',\n') + places.join(',\n');
  }
  yield '\n]}}\n';
}

function sampleView({
  at,
  position,
  altitudeEllipsoidMetres,
  heightAboveTakeoffMetres,
  headingDegrees,
  fix,
}: TrackSample) {
  return {
    at: at.toISOString(),
    ...position,
    altitudeEllipsoidMetres,
    heightAboveTakeoffMetres,
    headingDegrees,
    fix,
  };
}
