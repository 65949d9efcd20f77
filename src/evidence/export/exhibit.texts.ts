import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { UnitOfWork } from '../../platform/index.js';
import { type TrackPiece, type TrackSample, TelemetryService } from '../../telemetry/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import type { CustodyEventView } from '../items/evidence.schemas.js';
import { toCustodyEventView } from '../items/evidence.views.js';
import { HeadRepository, type WholeRow } from '../log/heads/head.repository.js';
import type { Exhibit, ExhibitTrack, TrackLine } from './exhibit.types.js';
import { thinned } from './track-line.rules.js';

const PIECE_EVENTS = 1_000;
/** Even: two are a place. */
const PIECE_NUMBERS = 10_000;

type CustodyView = z.input<typeof CustodyEventView>;
type Told = Pick<Exhibit, 'item' | 'sight' | 'custodyUpTo'>;

/** What of an exhibit may be long: written piece by piece as it is read, however long it is. */
@Injectable()
export class ExhibitTexts {
  constructor(
    private readonly custody: CustodyLog,
    private readonly heads: HeadRepository,
    private readonly telemetry: TelemetryService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Everything that happened to the item until it was read for the export, as JSON. */
  custodyOf(exhibit: Told): AsyncGenerator<string> {
    return listText(this.views(exhibit));
  }

  /** The same once more, row by row as the daily heads in the log are reckoned over it. */
  custodyRowsOf(exhibit: Told): AsyncGenerator<string> {
    return listText(this.rows(exhibit));
  }

  private async *views({ item, sight, custodyUpTo }: Told): AsyncGenerator<readonly CustodyView[]> {
    let after = '0';
    while (BigInt(after) < BigInt(custodyUpTo)) {
      const filter = { after, upTo: custodyUpTo, limit: PIECE_EVENTS };
      const events = await this.unitOfWork.read((tx) => this.custody.list(tx, item.id, filter));
      yield events.map((event) => toCustodyEventView(event, sight));
      after = events.at(-1)?.sequence ?? custodyUpTo;
    }
  }

  /** Of an event whose details the reader may not know, nothing but that it is there. */
  private async *rows(exhibit: Told): AsyncGenerator<readonly WholeRow[]> {
    for await (const events of this.views(exhibit)) {
      const isHidden = new Map(events.map(({ id, details }) => [id, details['redacted'] === true]));
      const rows = await this.unitOfWork.read((tx) => this.heads.custodyRows(tx, [...isHidden.keys()]));
      yield rows.map((row) =>
        isHidden.get(String(row['id'])) ? { id: row['id'], sequence: row['sequence'], redacted: true } : row,
      );
    }
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

/** Pieces of a list as one JSON text, an element a line. */
async function* listText(pieces: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    yield before + piece.map((element) => JSON.stringify(element)).join(',\n');
    before = ',\n';
  }
  yield before === ',\n' ? '\n]\n' : '[]\n';
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
