import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser } from '../../../identity/index.js';
import { type Actor, Clock, PlatformErrors, type Tx, UnitOfWork } from '../../../platform/index.js';
import { AddressHolders, WaylineAddresses } from '../files/wayline-addresses.service.js';
import { LibraryRepository } from './library.repository.js';
import { elementOf, orderOf, pilotName, templatesOf } from './pilot-wayline.rules.js';
import type { LibraryPage, LibraryQuery } from './pilot-wayline.schemas.js';

/** Waylines as DJI Pilot 2 finds them: those of units that one may look into, and of flights that one may read. */
@Injectable()
export class PilotWaylines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: AccessService,
    private readonly library: LibraryRepository,
    private readonly holders: AddressHolders,
    private readonly addresses: WaylineAddresses,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async page(
    actor: Actor,
    workspaceId: string,
    query: z.output<typeof LibraryQuery>,
  ): Promise<z.input<typeof LibraryPage>> {
    this.requireWorkspace(actor, workspaceId);
    const { page, page_size: size } = query;
    const { items, total } = await this.unitOfWork.read((tx) =>
      this.library.list(tx, this.holders.scopeOf(actor), {
        favoured: query.favorited,
        templateTypes: query.template_type && templatesOf(query.template_type),
        reshoots: query.action_type === undefined ? undefined : query.action_type === 1,
        drones: query.drone_model_keys,
        payloads: query.payload_model_key,
        order: orderOf(query.order_by),
        limit: size,
        offset: (page - 1) * size,
      }),
    );
    return { list: items.map(elementOf), pagination: { page, page_size: size, total } };
  }

  /** The path under which the file can be fetched without a header. @throws NOT_FOUND */
  async addressOf(actor: Actor, workspaceId: string, waylineId: string): Promise<string> {
    this.requireWorkspace(actor, workspaceId);
    return this.addresses.forPerson(actor, waylineId);
  }

  /** Of these names those that waylines of the unit have. @throws NOT_FOUND */
  async takenNames(actor: Actor, workspaceId: string, names: readonly string[]): Promise<string[]> {
    this.requireWorkspace(actor, workspaceId);
    const kept = names.map((name) => pilotName(name));
    const taken = new Set(await this.unitOfWork.read((tx) => this.library.takenNames(tx, workspaceId, kept)));
    return names.filter((name) => taken.has(pilotName(name)));
  }

  /** All of them or none. @throws NOT_FOUND */
  async favour(actor: Actor, workspaceId: string, ids: readonly string[]): Promise<void> {
    await this.change(actor, workspaceId, ids, (tx, subjectIds) =>
      this.library.favour(tx, actor.id, subjectIds, this.clock.now()),
    );
  }

  /** @throws NOT_FOUND */
  async unfavour(actor: Actor, workspaceId: string, ids: readonly string[]): Promise<void> {
    await this.change(actor, workspaceId, ids, (tx, subjectIds) => this.library.unfavour(tx, actor.id, subjectIds));
  }

  /** @throws NOT_FOUND for another unit than the person's */
  requireWorkspace(actor: Actor, workspaceId: string): void {
    this.access.require(asUser(actor), 'pilotWorkspace.use', [{ id: workspaceId, unitIds: [workspaceId] }]);
  }

  private async change(
    actor: Actor,
    workspaceId: string,
    ids: readonly string[],
    work: (tx: Tx, subjectIds: readonly string[]) => Promise<void>,
  ): Promise<void> {
    this.requireWorkspace(actor, workspaceId);
    await this.unitOfWork.run(actor, async (tx) => {
      const offered = await this.library.offered(tx, this.holders.scopeOf(actor), ids);
      if (offered.length < new Set(ids).size) throw PlatformErrors.NOT_FOUND();
      await work(
        tx,
        offered.map(({ subjectId }) => subjectId),
      );
    });
  }
}
