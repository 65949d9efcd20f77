import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser, type UserActor } from '../../identity/index.js';
import { type Actor, Clock, newId, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { Payload } from '../commands/command-types.js';
import { CommandsService } from '../commands/commands.service.js';
import { type Session, SessionRepository } from '../sessions/session.repository.js';
import { viewerOf } from '../events/session-event.js';
import { type MapFeature, MapFeatureRepository, type ShownFeature } from '../map/map-feature.repository.js';
import { isOnMapOf, isShown } from '../map/map-feature.rules.js';
import { elementOf, type MapMark, redrawn, type PilotShape } from './pilot-map.rules.js';
import type { ElementChange, ElementCreate, ElementGroups } from './pilot-map.schemas.js';

const MOST_SESSIONS = 20;
/** Of one session. */
const MOST_MARKS = 1_000;

/** The maps of command sessions as DJI Pilot 2 reads and draws them: a running session is a group, a mark an element. */
@Injectable()
export class PilotMap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: AccessService,
    private readonly sessions: SessionRepository,
    private readonly features: MapFeatureRepository,
    private readonly commands: CommandsService,
    private readonly clock: Clock,
  ) {}

  /** Sessions under way that the actor may read, suspended ones after those that run, the newest first. */
  async underWay(tx: Tx, actor: Actor): Promise<Session[]> {
    const scope = this.access.scope(actor, 'session.read');
    const open = await this.sessions.list(tx, scope, { state: 'open', limit: MOST_SESSIONS });
    return [...open, ...(await this.sessions.list(tx, scope, { state: 'suspended', limit: MOST_SESSIONS }))];
  }

  /** With none running, an empty one that nobody can draw in: without a group Pilot does not synchronise. @throws NOT_FOUND */
  async groups(actor: Actor, workspaceId: string, groupId?: string): Promise<z.input<typeof ElementGroups>> {
    this.requireWorkspace(actor, workspaceId);
    return this.unitOfWork.read(async (tx) => {
      const sessions = await this.underWay(tx, actor);
      const marks = await this.marks(tx, asUser(actor), sessions);
      const groups = sessions.map(({ id, title, state, createdAt }) => ({
        id,
        name: title,
        type: 2 as const,
        is_lock: state !== 'open',
        create_time: createdAt.getTime(),
        elements: marks.filter(({ sessionId }) => sessionId === id).map(elementOf),
      }));
      const shown = groups.length > 0 ? groups : [emptyGroup(workspaceId)];
      return groupId === undefined ? shown : shown.filter(({ id }) => id === groupId);
    });
  }

  /** @throws NOT_FOUND, NO_RUNNING_SESSION, and what the session itself refuses */
  async put(
    actor: Actor,
    workspaceId: string,
    groupId: string,
    { id, name, resource }: z.output<typeof ElementCreate>,
  ): Promise<{ id: string }> {
    this.requireWorkspace(actor, workspaceId);
    if (groupId === workspaceId) throw CommandErrors.NO_RUNNING_SESSION();
    return this.give(actor, groupId, { ...shapeOf({ name, content: resource.content }), featureId: id });
  }

  /** @throws NOT_FOUND, and what the session itself refuses */
  async change(
    actor: Actor,
    workspaceId: string,
    id: string,
    change: z.output<typeof ElementChange>,
  ): Promise<{ id: string }> {
    const feature = await this.requireFeature(actor, workspaceId, id);
    return this.give(actor, feature.sessionId, { ...redrawn(feature, shapeOf(change)), featureId: id });
  }

  /** @throws NOT_FOUND, and what the session itself refuses */
  async remove(actor: Actor, workspaceId: string, featureId: string): Promise<{ id: string }> {
    const { sessionId } = await this.requireFeature(actor, workspaceId, featureId);
    await this.commands.give(actor, { cmdId: newId(), sessionId, type: 'map.remove', v: 1, payload: { featureId } });
    return { id: featureId };
  }

  private async give(actor: Actor, sessionId: string, payload: Payload<'map.put'>): Promise<{ id: string }> {
    await this.commands.give(actor, { cmdId: newId(), sessionId, type: 'map.put', v: 1, payload });
    return { id: payload.featureId };
  }

  private async requireFeature(actor: Actor, workspaceId: string, featureId: string): Promise<MapFeature> {
    this.requireWorkspace(actor, workspaceId);
    const viewer = viewerOf(asUser(actor));
    const found = await this.unitOfWork.read(async (tx) => {
      for (const { id } of await this.underWay(tx, actor)) {
        const feature = await this.features.find(tx, id, featureId);
        if (feature && isShown(feature, this.clock.now()) && isOnMapOf(feature, viewer)) return feature;
      }
      return undefined;
    });
    if (found === undefined) throw PlatformErrors.NOT_FOUND();
    return found;
  }

  /** Of each session what the actor may see, the latest of it. */
  private async marks(tx: Tx, actor: UserActor, sessions: readonly Session[]): Promise<MapMark[]> {
    const [marks, now]: [MapMark[], Date] = [[], this.clock.now()];
    for (const { id } of sessions) {
      const seen = (await this.features.shown(tx, id, now)).filter((feature) => isOnMapOf(feature, viewerOf(actor)));
      marks.push(...seen.slice(0, MOST_MARKS).map(toMark));
    }
    return marks;
  }

  private requireWorkspace(actor: Actor, workspaceId: string): void {
    this.access.require(asUser(actor), 'pilotWorkspace.use', [{ id: workspaceId, unitIds: [workspaceId] }]);
  }
}

function shapeOf({ name: label, content }: z.output<typeof ElementChange>): PilotShape {
  return { geometry: content.geometry, label, colour: content.properties.color };
}

function emptyGroup(workspaceId: string) {
  const name = '无进行中的指挥会话 / no running session';
  return { id: workspaceId, name, type: 2 as const, is_lock: true, create_time: 0, elements: [] };
}

function toMark({ updatedAt, details, userName, ...feature }: ShownFeature): MapMark {
  return { ...feature, end: details.end ?? null, userName: userName ?? '', changedAt: updatedAt };
}
