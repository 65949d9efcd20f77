import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { MapMark } from './pilot-map.rules.js';

/** A word on a shape, and whether the shape was on the map before it. */
export interface MarkNews extends MapMark {
  readonly type: 'map.put' | 'map.remove';
  readonly wasOnMap: boolean;
}

const COLUMNS = `
  e.session_id AS "sessionId", e.seq::float8 AS seq, e.payload ->> 'featureId' AS "featureId",
  e.payload -> 'geometry' AS geometry, e.payload ->> 'label' AS label, e.payload ->> 'colour' AS colour,
  e.actor ->> 'name' AS "userName", e.recorded_at AS "changedAt", e.type`;
const ON_MAP = `e.type IN ('map.put', 'map.remove')`;

/** The marks of sessions: what their events leave on the map. */
@Injectable()
export class MapMarkRepository {
  /** Those that are there now, the latest first. */
  async present(tx: Tx, sessionIds: readonly string[], limit: number): Promise<MapMark[]> {
    return tx.query<MapMark>(
      `SELECT * FROM (
         SELECT DISTINCT ON (e.session_id, e.payload ->> 'featureId') ${COLUMNS},
           min(e.recorded_at) OVER (PARTITION BY e.session_id, e.payload ->> 'featureId') AS "createdAt"
         FROM session_event e WHERE e.session_id = ANY ($1::uuid[]) AND ${ON_MAP}
         ORDER BY e.session_id, e.payload ->> 'featureId', e.seq DESC) AS latest
       WHERE type = 'map.put' ORDER BY "changedAt" DESC, "featureId" LIMIT $2`,
      [sessionIds, limit],
    );
  }

  /** In which of these sessions the shape is on the map. */
  async sessionOf(tx: Tx, sessionIds: readonly string[], featureId: string): Promise<string | undefined> {
    const row = await tx.queryOne<{ sessionId: string }>(
      `SELECT "sessionId" FROM (
         SELECT DISTINCT ON (e.session_id) e.session_id AS "sessionId", e.type
         FROM session_event e
         WHERE e.session_id = ANY ($1::uuid[]) AND ${ON_MAP} AND e.payload ->> 'featureId' = $2
         ORDER BY e.session_id, e.seq DESC) AS latest
       WHERE type = 'map.put' ORDER BY "sessionId" DESC LIMIT 1`,
      [sessionIds, featureId],
    );
    return row?.sessionId;
  }

  /** Words on shapes after a number, in order. */
  async after(tx: Tx, sessionId: string, seq: number, limit: number): Promise<MarkNews[]> {
    return tx.query<MarkNews>(
      `SELECT ${COLUMNS}, e.recorded_at AS "createdAt",
         coalesce((SELECT p.type = 'map.put' FROM session_event p
           WHERE p.session_id = e.session_id AND p.payload ->> 'featureId' = e.payload ->> 'featureId'
             AND p.type IN ('map.put', 'map.remove') AND p.seq < e.seq ORDER BY p.seq DESC LIMIT 1), false) AS "wasOnMap"
       FROM session_event e WHERE e.session_id = $1 AND e.seq > $2 AND ${ON_MAP} ORDER BY e.seq LIMIT $3`,
      [sessionId, seq, limit],
    );
  }
}
