import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { EventScope } from '../events/visibility.rules.js';
import type { MapMark } from './pilot-map.rules.js';

/** A word on a shape, for whom it is, and whether the shape was on the map before it. */
export interface MarkNews extends MapMark {
  readonly type: 'map.put' | 'map.remove' | 'map.restore';
  readonly scope: EventScope;
  readonly authorUserId: string;
  readonly wasOnMap: boolean;
}

const WORDS = `type IN ('map.put', 'map.remove', 'map.restore')`;

/** What the records of sessions say of shapes, in their order. */
@Injectable()
export class MapMarkRepository {
  /** Words on shapes after a number. */
  async after(tx: Tx, sessionId: string, seq: number, limit: number): Promise<MarkNews[]> {
    return tx.query<MarkNews>(
      `SELECT e.session_id AS "sessionId", e.seq::float8 AS seq, e.payload ->> 'featureId' AS "featureId",
         e.payload -> 'geometry' AS geometry, e.payload -> 'end' AS "end", e.payload ->> 'label' AS label,
         e.payload ->> 'colour' AS colour, e.actor ->> 'name' AS "userName", e.actor ->> 'userId' AS "authorUserId",
         e.scope, e.recorded_at AS "changedAt", e.recorded_at AS "createdAt", e.type,
         coalesce((SELECT p.type <> 'map.remove' FROM session_event p
           WHERE p.session_id = e.session_id AND p.payload ->> 'featureId' = e.payload ->> 'featureId'
             AND p.${WORDS} AND p.seq < e.seq ORDER BY p.seq DESC LIMIT 1), false) AS "wasOnMap"
       FROM session_event e WHERE e.session_id = $1 AND e.seq > $2 AND e.${WORDS} ORDER BY e.seq LIMIT $3`,
      [sessionId, seq, limit],
    );
  }
}
