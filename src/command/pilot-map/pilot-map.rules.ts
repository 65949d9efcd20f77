import type { Position } from '../../geo/index.js';
import { canonicalJson } from '../../platform/index.js';
import type { MapGeometry } from '../commands/map-geometry.js';
import type { MapFeature } from '../map/map-feature.repository.js';

/** The only colours that DJI Pilot 2 draws with. */
export const PILOT_COLOURS = ['#2D8CF0', '#19BE6B', '#FFBB00', '#B620E0', '#E23C39', '#212121'] as const;
export type PilotColour = (typeof PILOT_COLOURS)[number];

const SHAPES = { Point: 0, LineString: 1, Polygon: 2 } as const;

/** A shape on the map of a session as its last word left it. */
export interface MapMark {
  readonly sessionId: string;
  readonly seq: number;
  readonly featureId: string;
  readonly geometry: MapGeometry;
  /** Where a bearing ends: Pilot is shown the line to it. */
  readonly end: Position | null;
  readonly label: string | null;
  readonly colour: PilotColour | null;
  readonly userName: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** What Pilot says of a mark. */
export interface PilotShape {
  readonly geometry: MapGeometry;
  readonly label: string;
  readonly colour: PilotColour;
}

type Known = Pick<MapFeature, 'kind' | 'geometry' | 'details' | 'version' | 'expiresAt'>;

/** A change from Pilot, which knows neither kinds nor times: what it does not say stays, as far as the new geometry allows it. */
export function redrawn({ kind, geometry, details, version, expiresAt }: Known, change: PilotShape) {
  const { end, radiiMetres, bearing, style } = details;
  const isUntouched = canonicalJson(change.geometry) === canonicalJson(drawnAs({ geometry, end: end ?? null }));
  const isSameForm = change.geometry.type === geometry.type;
  const stays = isUntouched || (isSameForm && kind !== 'bearing');
  return {
    ...change,
    ...(isUntouched && { geometry }),
    ...(stays && { kind, ...(radiiMetres && { radiiMetres }), ...(bearing && { bearing }) }),
    ...(style && { style }),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    baseVersion: version,
  };
}

/** A mark in Pilot's words; what came without a colour is drawn blue. */
export function elementOf(mark: MapMark) {
  const { featureId, label, colour, userName, createdAt, changedAt } = mark;
  const geometry = drawnAs(mark);
  const properties = { color: colour ?? PILOT_COLOURS[0], clampToGround: true };
  return {
    id: featureId,
    name: label ?? '',
    create_time: createdAt.getTime(),
    update_time: changedAt.getTime(),
    resource: {
      type: SHAPES[geometry.type],
      user_name: userName,
      content: { type: 'Feature' as const, properties, geometry },
    },
  };
}

function drawnAs({ geometry, end }: Pick<MapMark, 'geometry' | 'end'>): MapGeometry {
  if (!end || geometry.type !== 'Point') return geometry;
  return { type: 'LineString', coordinates: [geometry.coordinates, [end.lon, end.lat]] };
}
