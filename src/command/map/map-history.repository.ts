import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { MapGeometry } from '../commands/map-geometry.js';
import { type MapKind, MOST_SHAPES } from './map.codes.js';
import type { EventScope } from '../events/visibility.rules.js';

/** The last word on a shape up to some number, as the record has it. */
export interface LastWord {
  readonly seq: number;
  readonly scope: EventScope;
  readonly authorUserId: string;
  readonly userName: string;
  readonly recordedAt: Date;
  readonly payload: Readonly<Record<string, unknown>> & {
    readonly featureId: string;
    readonly geometry: MapGeometry;
    readonly kind?: MapKind;
  };
}

/** The map as it was, out of the record alone. */
@Injectable()
export class MapHistoryRepository {
  /** What stood on the map after the event of this number, the latest first. */
  async at(tx: Tx, sessionId: string, seq: number): Promise<LastWord[]> {
    return tx.query<LastWord>(
      `SELECT * FROM (
         SELECT DISTINCT ON (payload ->> 'featureId') seq::float8 AS seq, type, scope, payload,
           actor ->> 'userId' AS "authorUserId", actor ->> 'name' AS "userName", recorded_at AS "recordedAt"
         FROM session_event
         WHERE session_id = $1 AND seq <= $2 AND type IN ('map.put', 'map.remove', 'map.restore')
         ORDER BY payload ->> 'featureId', session_event.seq DESC) AS last
       WHERE type <> 'map.remove' AND coalesce((payload ->> 'expiresAt')::timestamptz > (
         SELECT recorded_at FROM session_event WHERE session_id = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1), true)
       ORDER BY seq DESC LIMIT ${MOST_SHAPES}`,
      [sessionId, seq],
    );
  }
}
