import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser, Places } from '../../identity/index.js';
import { type Actor, Clock, type Tx, UnitOfWork } from '../../platform/index.js';
import { viewerOf } from '../events/session-event.js';
import { SessionReader } from '../sessions/session-reader.js';
import { MapFeatureRepository, type ShownFeature } from './map-feature.repository.js';
import { isOnMapOf, restored } from './map-feature.rules.js';
import { type LastWord, MapHistoryRepository } from './map-history.repository.js';
import { kindOf, placeOf } from './map-shape.rules.js';
import type { SessionMap } from './map.schemas.js';

type Feature = z.input<typeof SessionMap>['features'][number];

/** The map of a session as one reader may see it, each shape also in words. */
@Injectable()
export class MapReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly features: MapFeatureRepository,
    private readonly history: MapHistoryRepository,
    private readonly places: Places,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async map(actor: Actor, sessionId: string, at: number | undefined): Promise<z.input<typeof SessionMap>> {
    return this.unitOfWork.read(async (tx) => {
      await this.sessions.requireVisible(tx, actor, sessionId);
      if (at === undefined) return this.present(tx, actor, sessionId);
      return this.shown(actor, await this.before(tx, sessionId, at));
    });
  }

  /** As it is now, to whoever is known to read the session. */
  async present(tx: Tx, actor: Actor, sessionId: string): Promise<z.input<typeof SessionMap>> {
    return this.shown(actor, await this.now(tx, sessionId));
  }

  private shown(actor: Actor, shapes: readonly Shape[]): z.input<typeof SessionMap> {
    const viewer = viewerOf(asUser(actor));
    const features = shapes
      .filter((shape) => isOnMapOf(shape, viewer))
      .map((shape) => this.feature(shape, placeOf(shape)));
    return { type: 'FeatureCollection', features };
  }

  private async now(tx: Tx, sessionId: string): Promise<Shape[]> {
    return (await this.features.shown(tx, sessionId, this.clock.now())).map(present);
  }

  private async before(tx: Tx, sessionId: string, seq: number): Promise<Shape[]> {
    return (await this.history.at(tx, sessionId, seq)).map(past);
  }

  private feature(shape: Shape, at: { lon: number; lat: number }): Feature {
    const { featureId, geometry, seq, scope, userName, updatedAt, details } = shape;
    const properties = { ...details, seq, scope, ...(userName !== null && { userName }), updatedAt };
    return {
      type: 'Feature',
      id: featureId,
      geometry,
      properties: { ...properties, at, place: this.places.of(at) } as unknown as Feature['properties'],
    };
  }
}

/** A shape of today or of then, in one form; what belongs to its kind goes out as it was kept. */
interface Shape extends Pick<ShownFeature, 'featureId' | 'geometry' | 'seq' | 'scope' | 'authorUserId' | 'userName'> {
  readonly updatedAt: string;
  readonly details: Readonly<Record<string, unknown>>;
}

function present(feature: ShownFeature): Shape {
  const { version, updatedAt } = feature;
  return { ...feature, updatedAt: updatedAt.toISOString(), details: { ...detailsIn(restored(feature)), version } };
}

function past({ payload, recordedAt, ...word }: LastWord): Shape {
  const { featureId, geometry } = payload;
  const kind = kindOf(payload);
  return {
    ...word,
    featureId,
    geometry,
    updatedAt: recordedAt.toISOString(),
    details: { ...detailsIn(payload), kind },
  };
}

const SHOWN = [
  'kind',
  'version',
  'label',
  'colour',
  'style',
  'radiiMetres',
  'bearing',
  'end',
  'measured',
  'expiresAt',
] as const;

function detailsIn(said: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(SHOWN.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])));
}
