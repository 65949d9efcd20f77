import { Injectable } from '@nestjs/common';
import { together } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handler, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import type { MapGeometry } from '../commands/map-geometry.js';
import { viewerOf } from '../events/session-event.js';
import { isSameScope, scopeOf, withSpeaker } from '../talk/audience.rules.js';
import { type MapFeature, MapFeatureRepository, type MapUsage } from './map-feature.repository.js';
import { detailsOf, factsOf, isOnMapOf, isShown, restored } from './map-feature.rules.js';
import { placeOf, positionsOf } from './map-shape.rules.js';
import { MOST_POSITIONS, MOST_SHAPES, MOST_SHAPES_OF_ONE } from './map.codes.js';

interface Word {
  readonly featureId: string;
  readonly baseVersion?: number;
}

/** What people draw on the map of a session, in the record and in the table of what is there now. */
@Injectable()
export class MapCommands {
  constructor(private readonly features: MapFeatureRepository) {}

  readonly handlers: Handlers<'map.put' | 'map.remove' | 'map.restore'> = {
    'map.put': (context, payload) => this.put(context, payload),
    'map.remove': (context, payload) => this.remove(context, payload),
    'map.restore': (context, payload) => this.restore(context, payload),
  };

  /** Lets an order name a shape in place of a place. Both are kept with it: the shape may be moved later. */
  atShape<T extends 'order.issue' | 'order.draft'>(write: Handler<T>): Handler<T> {
    return async (context, payload) => {
      if (!('to' in payload) || payload.featureId === undefined) return write(context, payload);
      const feature = await this.shownTo(context, { featureId: payload.featureId });
      // The order is read by everyone, and would tell where a shape lies that some are not to see.
      if (feature.scope.kind !== 'ALL') throw CommandErrors.MAP_FEATURE_RESTRICTED();
      const place = placeOf(feature);
      const effect = await write(context, { ...payload, place });
      return { ...effect, facts: { ...effect.facts, place, featureVersion: feature.version } };
    };
  }

  private async put(context: CommandContext, payload: Payload<'map.put'>): Promise<Effect> {
    if (payload.expiresAt && new Date(payload.expiresAt) <= context.now) throw CommandErrors.MAP_FEATURE_OVER();
    const [before, others] = await together([this.known(context, payload), this.others(context, payload.featureId)]);
    const scope = before ? before.scope : this.scopeFor(context, payload);
    if (before && payload.audience) requireSameScope(before, this.scopeFor(context, payload));
    requireRoom(others, payload.geometry, before);
    const { session, user, seq, now } = context;
    const facts = factsOf(payload, (before?.version ?? 0) + 1);
    this.features.save(context.tx, {
      sessionId: session.id,
      featureId: payload.featureId,
      version: facts.version,
      seq,
      kind: facts.kind,
      geometry: payload.geometry,
      details: detailsOf(payload, facts),
      label: payload.label ?? null,
      colour: payload.colour ?? null,
      scope,
      authorUserId: before ? before.authorUserId : user.id,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      expiresAt: payload.expiresAt ? new Date(payload.expiresAt) : null,
      deletedAt: null,
    });
    return { facts: { ...facts }, scope };
  }

  private async remove(context: CommandContext, payload: Payload<'map.remove'>): Promise<Effect> {
    const feature = await this.shownTo(context, payload);
    return this.change(context, { ...feature, deletedAt: context.now });
  }

  private async restore(context: CommandContext, payload: Payload<'map.restore'>): Promise<Effect> {
    const feature = await this.known(context, payload);
    if (!feature) throw CommandErrors.MAP_FEATURE_UNKNOWN();
    if (feature.deletedAt === null) throw CommandErrors.BAD_STATE({ subject: 'shape', state: 'on the map' });
    if (feature.expiresAt && feature.expiresAt <= context.now)
      throw CommandErrors.BAD_STATE({ subject: 'shape', state: 'expired' });
    requireRoom(await this.others(context, feature.featureId), feature.geometry, feature);
    const { facts, scope } = this.change(context, { ...feature, deletedAt: null });
    return { facts: { ...facts, ...restored(feature) }, scope };
  }

  private change({ tx, seq, now }: CommandContext, feature: MapFeature): Effect {
    const version = feature.version + 1;
    this.features.save(tx, { ...feature, version, seq, updatedAt: now });
    return { facts: { version }, scope: feature.scope };
  }

  /** @throws MAP_FEATURE_UNKNOWN, MAP_FEATURE_CHANGED */
  private async shownTo(context: CommandContext, word: Word): Promise<MapFeature> {
    const feature = await this.known(context, word);
    if (!feature || !isShown(feature, context.now)) throw CommandErrors.MAP_FEATURE_UNKNOWN();
    return feature;
  }

  /**
   * The shape of this id, there or removed; undefined when nobody has drawn it yet.
   * @throws MAP_FEATURE_UNKNOWN when it is not for the giver's eyes; MAP_FEATURE_CHANGED
   */
  private async known(context: CommandContext, { featureId, baseVersion }: Word): Promise<MapFeature | undefined> {
    const feature = await this.features.find(context.tx, context.session.id, featureId);
    if (feature && !isOnMapOf(feature, viewerOf(context.user))) throw CommandErrors.MAP_FEATURE_UNKNOWN();
    if (baseVersion !== undefined && baseVersion !== feature?.version)
      throw CommandErrors.MAP_FEATURE_CHANGED({ currentVersion: feature?.version ?? 0 });
    return feature;
  }

  private scopeFor({ user }: CommandContext, { audience }: Payload<'map.put'>) {
    // A shape lives on: its author has to see what becomes of it.
    return withSpeaker(scopeOf(audience, user), user.id);
  }

  /** How much of the map the other shapes take. */
  private async others({ tx, session, user, now }: CommandContext, featureId: string): Promise<MapUsage> {
    return this.features.usage(tx, session.id, { now, authorUserId: user.id, but: featureId });
  }
}

/** @throws MAP_FULL, MAP_SHARE_FULL */
function requireRoom(others: MapUsage, geometry: MapGeometry, before: MapFeature | undefined): void {
  const isFull = others.shapes >= MOST_SHAPES || others.positions + positionsOf(geometry) > MOST_POSITIONS;
  if (isFull) throw CommandErrors.MAP_FULL({ most: MOST_SHAPES, positions: MOST_POSITIONS });
  if (!before && others.own >= MOST_SHAPES_OF_ONE) throw CommandErrors.MAP_SHARE_FULL({ most: MOST_SHAPES_OF_ONE });
}

/** Whoever saw a shape once goes on seeing it, and nobody else begins to: another audience is another shape. */
function requireSameScope(before: MapFeature, scope: MapFeature['scope']): void {
  if (!isSameScope(before.scope, scope)) throw CommandErrors.MAP_AUDIENCE_FIXED();
}
