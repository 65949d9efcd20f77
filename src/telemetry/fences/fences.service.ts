import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, type AccessSubject, asUser, type Permission } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { FenceDrawer } from './fence.drawer.js';
import { FenceJournal } from './fence.journal.js';
import { FenceRepository } from './fence.repository.js';
import {
  type FenceChange,
  type FenceCreate,
  type FenceQuery,
  type FenceVersions,
  type FenceView,
  toFenceView,
} from './fence.schemas.js';
import type { Fence } from './fence.types.js';

type View = z.input<typeof FenceView>;

/** Fences of units; members of a session draw and see those for it. */
@Injectable()
export class FencesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fences: FenceRepository,
    private readonly access: AccessService,
    private readonly drawer: FenceDrawer,
    private readonly journal: FenceJournal,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, { limit, cursor, ended }: z.output<typeof FenceQuery>): Promise<Page<View>> {
    const scope = this.access.scope(actor, 'fence.read');
    const filter = { ended, before: idInCursor(cursor), limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.fences.list(tx, scope, filter));
    return keysetPage(rows, limit, ({ id }) => [id], toFenceView);
  }

  /** Newest first. @throws NOT_FOUND */
  async versions(actor: Actor, fenceId: string): Promise<z.input<typeof FenceVersions>> {
    const found = await this.unitOfWork.read((tx) => this.fences.versions(tx, fenceId));
    this.require(actor, 'fence.read', found[0]);
    return { items: found.map(toFenceView) };
  }

  /** @throws NOT_FOUND, FORBIDDEN, a POLYGON_… or FENCE_… fault */
  async draw(actor: Actor, input: z.output<typeof FenceCreate>): Promise<View> {
    const { caseId, sessionId, ...drawing } = input;
    const id = newId();
    const { unitId } = asUser(actor);
    this.access.require(actor, 'fence.manage', [sessionId ? { id, sessionId } : { id, unitIds: [unitId] }]);
    this.requireCase(actor, caseId);
    if (sessionId && !input.during.to) throw TelemetryErrors.FENCE_ENDLESS();
    return this.unitOfWork.run(actor, async (tx) => {
      const fence = await this.drawer.draw(tx, actor, drawing, {
        id,
        fenceId: id,
        version: 1,
        unitId,
        caseId,
        sessionId,
      });
      await this.journal.record(tx, 'fence.draw', fence, {});
      return toFenceView(fence);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, FENCE_ENDED, FENCE_CHANGED, a POLYGON_… or FENCE_… fault */
  async change(actor: Actor, fenceId: string, { version, ...drawing }: z.output<typeof FenceChange>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const known = await this.held(tx, actor, fenceId);
      if (known.version !== version) throw TelemetryErrors.FENCE_CHANGED({ version: known.version });
      const { unitId, caseId, sessionId } = known;
      if (sessionId && !drawing.during.to) throw TelemetryErrors.FENCE_ENDLESS();
      await this.fences.end(tx, known.id, { at: this.clock.now(), userId: actor.id, reason: null });
      const about = { id: newId(), fenceId, version: version + 1, unitId, caseId, sessionId };
      const fence = await this.drawer.draw(tx, actor, drawing, about);
      await this.journal.record(tx, 'fence.change', fence, { before: known.id });
      return toFenceView(fence);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, FENCE_ENDED */
  async end(actor: Actor, fenceId: string, reason: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const known = await this.held(tx, actor, fenceId);
      const at = this.clock.now();
      await this.fences.end(tx, known.id, { at, userId: actor.id, reason });
      const ended = { ...known, endedAt: at, endedBy: actor.id, endReason: reason };
      await this.journal.record(tx, 'fence.end', ended, { reason });
      return toFenceView(ended);
    });
  }

  private async held(tx: Tx, actor: Actor, fenceId: string): Promise<Fence> {
    const known = await this.fences.lock(tx, fenceId);
    this.require(actor, 'fence.manage', known);
    this.requireCase(actor, known.caseId);
    if (known.endedAt !== null) throw TelemetryErrors.FENCE_ENDED();
    return known;
  }

  /** Around devices that are out for a case only those draw who work on it, whoever drew before. */
  private requireCase(actor: Actor, caseId: string | null): void {
    if (caseId) this.access.require(actor, 'fence.drawForCase', [{ id: caseId, caseId }]);
  }

  private require(actor: Actor, permission: Permission, fence: Fence | undefined): asserts fence is Fence {
    if (!fence) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [subjectOf(fence)]);
  }
}

function subjectOf({ fenceId, unitId, caseId, sessionId }: Fence): AccessSubject {
  return sessionId ? { id: fenceId, unitIds: [unitId], sessionId } : { id: fenceId, unitIds: [unitId], caseId };
}
