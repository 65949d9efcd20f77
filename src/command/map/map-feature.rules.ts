import type { Position } from '../../geo/index.js';
import type { Payload } from '../commands/command-types.js';
import { type EventScope, isVisible, type Viewer } from '../events/visibility.rules.js';
import { endOf, kindOf, type Measured, measured } from './map-shape.rules.js';
import type { MapKind } from './map.codes.js';

type Put = Payload<'map.put'>;

/** What belongs to a shape's kind, and how it is drawn. */
export interface ShapeDetails extends Pick<Put, 'radiiMetres' | 'bearing' | 'style'> {
  readonly end?: Position;
  readonly measured?: Measured;
}

/** What the service adds to what was drawn. */
export interface ShapeFacts {
  readonly kind: MapKind;
  readonly version: number;
  readonly end?: Position;
  readonly measured?: Measured;
}

interface Seen {
  readonly seq: number;
  readonly scope: EventScope;
  readonly authorUserId: string | null;
}

/** Whether a shape is on the viewer's map. */
export function isOnMapOf({ seq, scope, authorUserId }: Seen, viewer: Viewer): boolean {
  return isVisible({ seq, scope, actorUserId: authorUserId ?? undefined }, viewer);
}

export function isShown(
  { deletedAt, expiresAt }: { readonly deletedAt: Date | null; readonly expiresAt: Date | null },
  now: Date,
): boolean {
  return deletedAt === null && (expiresAt === null || expiresAt > now);
}

export function factsOf(shape: Put, version: number): ShapeFacts {
  const [end, figures] = [endOf(shape), measured(shape)];
  return { kind: kindOf(shape), version, ...(end && { end }), ...(figures && { measured: figures }) };
}

export function detailsOf({ radiiMetres, bearing, style }: Put, { end, measured: figures }: ShapeFacts): ShapeDetails {
  return {
    ...(radiiMetres && { radiiMetres }),
    ...(bearing && { bearing }),
    ...(style && { style }),
    ...(end && { end }),
    ...(figures && { measured: figures }),
  };
}

/** What the record says of a shape that is put back, so that whoever reads it alone can draw it. */
export function restored(feature: {
  readonly kind: MapKind;
  readonly geometry: Put['geometry'];
  readonly details: ShapeDetails;
  readonly label: string | null;
  readonly colour: string | null;
  readonly expiresAt: Date | null;
}): Readonly<Record<string, unknown>> {
  const { kind, geometry, details, label, colour, expiresAt } = feature;
  return {
    kind,
    geometry,
    ...details,
    ...(label !== null && { label }),
    ...(colour !== null && { colour }),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
  };
}
