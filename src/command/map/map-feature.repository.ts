import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { MapGeometry } from '../commands/map-geometry.js';
import type { EventScope } from '../events/visibility.rules.js';
import type { PilotColour } from '../pilot-map/pilot-map.rules.js';
import { type MapKind, MOST_SHAPES } from './map.codes.js';
import type { ShapeDetails } from './map-feature.rules.js';
import { positionsOf } from './map-shape.rules.js';

/** A shape as its last word left it. */
export interface MapFeature {
  readonly sessionId: string;
  readonly featureId: string;
  readonly version: number;
  readonly seq: number;
  readonly kind: MapKind;
  readonly geometry: MapGeometry;
  readonly details: ShapeDetails;
  readonly label: string | null;
  readonly colour: PilotColour | null;
  readonly scope: EventScope;
  readonly authorUserId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date | null;
  readonly deletedAt: Date | null;
}

/** How much of a session's map is taken: shapes, those of one person, and positions. */
export interface MapUsage {
  readonly shapes: number;
  readonly own: number;
  readonly positions: number;
}

/** With the name of whoever had the last word on it. */
export interface ShownFeature extends MapFeature {
  readonly userName: string | null;
}

const COLUMNS = `
  f.session_id AS "sessionId", f.feature_id AS "featureId", f.version, f.seq::float8 AS seq, f.kind, f.geometry,
  f.details, f.label, f.colour, f.scope, f.author_user_id AS "authorUserId", f.created_at AS "createdAt",
  f.updated_at AS "updatedAt", f.expires_at AS "expiresAt", f.deleted_at AS "deletedAt"`;
const IS_SHOWN = `f.deleted_at IS NULL AND (f.expires_at IS NULL OR f.expires_at > $2)`;

const FIND = `SELECT ${COLUMNS} FROM map_feature f WHERE session_id = $1 AND feature_id = $2`;
const USAGE = `
  SELECT count(*)::int AS shapes, count(*) FILTER (WHERE f.author_user_id = $3)::int AS own,
    coalesce(sum(f.positions), 0)::int AS positions
  FROM map_feature f WHERE f.session_id = $1 AND ${IS_SHOWN} AND f.feature_id <> $4`;
const SAVE = `
  INSERT INTO map_feature (session_id, feature_id, version, seq, kind, geometry, details, label, colour, scope,
    author_user_id, created_at, updated_at, expires_at, deleted_at, positions)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  ON CONFLICT (session_id, feature_id) DO UPDATE SET version = $3, seq = $4, kind = $5, geometry = $6, details = $7,
    label = $8, colour = $9, updated_at = $13, expires_at = $14, deleted_at = $15, positions = $16`;

/** The shapes of sessions. The session must be locked by whoever writes. */
@Injectable()
export class MapFeatureRepository {
  async find(tx: Tx, sessionId: string, featureId: string): Promise<MapFeature | undefined> {
    const [feature] = await tx.prepared<MapFeature>('command.shape', FIND, [sessionId, featureId]);
    return feature;
  }

  /** Those that are there now, the latest first. */
  async shown(tx: Tx, sessionId: string, now: Date): Promise<ShownFeature[]> {
    return tx.query<ShownFeature>(
      `SELECT ${COLUMNS}, e.actor ->> 'name' AS "userName"
       FROM map_feature f JOIN session_event e ON e.session_id = f.session_id AND e.seq = f.seq
       WHERE f.session_id = $1 AND ${IS_SHOWN} ORDER BY f.updated_at DESC, f.feature_id LIMIT ${MOST_SHAPES}`,
      [sessionId, now],
    );
  }

  /** How much of the map is taken, without one shape. */
  async usage(
    tx: Tx,
    sessionId: string,
    { now, authorUserId, but }: { readonly now: Date; readonly authorUserId: string; readonly but: string },
  ): Promise<MapUsage> {
    const [usage] = await tx.prepared<MapUsage>('command.mapUsage', USAGE, [sessionId, now, authorUserId, but]);
    return usage ?? { shapes: 0, own: 0, positions: 0 };
  }

  /** Inserts or replaces, right before the event; who drew it first and for whom stays. */
  save(tx: Tx, feature: MapFeature): void {
    tx.lastly(
      tx.prepared('command.draw', SAVE, [
        feature.sessionId,
        feature.featureId,
        feature.version,
        feature.seq,
        feature.kind,
        JSON.stringify(feature.geometry),
        JSON.stringify(feature.details),
        feature.label,
        feature.colour,
        JSON.stringify(feature.scope),
        feature.authorUserId,
        feature.createdAt,
        feature.updatedAt,
        feature.expiresAt,
        feature.deletedAt,
        positionsOf(feature.geometry),
      ]),
    );
  }
}
