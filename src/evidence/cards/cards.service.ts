import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser, type Permission } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  Jobs,
  keysetPage,
  newId,
  numberInCursor,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { CardIntakeErrors } from './card.errors.js';
import type { CardFile, CardIntake } from './card-intake.entity.js';
import { subjectOf } from './card-receipts.service.js';
import { CardOrigin } from './card-origin.service.js';
import { CardRepository } from './card.repository.js';
import type { CardFileView, CardIntakeCreate, CardIntakeView } from './card.schemas.js';
import { UNPACK_QUEUE } from './card.unpacking.js';

/** Memory cards that are taken in as one. */
@Injectable()
export class Cards {
  constructor(
    private readonly cards: CardRepository,
    private readonly origin: CardOrigin,
    private readonly access: AccessService,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_…_UNKNOWN, INTAKE_NOT_ARCHIVE */
  async open(actor: Actor, wish: z.output<typeof CardIntakeCreate>): Promise<z.input<typeof CardIntakeView>> {
    const { archiveId = null, title = null, caseId = null, deviceId = null, collectors = [] } = wish;
    const { unitId, handedInBy } = await this.origin.of(actor, wish);
    const intake: CardIntake = {
      id: newId(),
      state: archiveId === null ? 'open' : 'unpacking',
      title,
      unitId,
      caseId,
      deviceId,
      collectors,
      handedInBy,
      archiveId,
      entries: null,
      fault: null,
      openedBy: asUser(actor).id,
      openedAt: this.clock.now(),
      closedAt: null,
    };
    return this.unitOfWork.run(actor, async (tx) => {
      if (archiveId !== null) await this.origin.requireArchive(tx, actor, archiveId);
      await this.cards.insert(tx, intake);
      if (archiveId !== null) await this.jobs.enqueue(tx, UNPACK_QUEUE, { intakeId: intake.id });
      return this.view(tx, intake);
    });
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof CardIntakeView>> {
    return this.unitOfWork.read(async (tx) => this.view(tx, await this.seen(actor, await this.cards.find(tx, id))));
  }

  /** Receipts in the order in which the files came. @throws NOT_FOUND */
  async files(
    actor: Actor,
    id: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<z.input<typeof CardFileView>>> {
    const after = numberInCursor(cursor) ?? 0;
    return this.unitOfWork.read(async (tx) => {
      await this.seen(actor, await this.cards.find(tx, id));
      const files = await this.cards.files(tx, id, after, limit + 1);
      return keysetPage(files, limit, ({ sequence }) => [sequence], toFileView);
    });
  }

  /** No file comes after it. Closing again changes nothing. @throws NOT_FOUND, FORBIDDEN, INTAKE_CLOSED */
  async close(actor: Actor, id: string): Promise<z.input<typeof CardIntakeView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const intake = await this.seen(actor, await this.cards.lock(tx, id), 'evidence.create');
      const { state } = intake;
      if (state === 'closed') return this.view(tx, intake);
      if (state !== 'open') throw CardIntakeErrors.INTAKE_CLOSED({ state });
      const closed = { state: 'closed' as const, closedAt: this.clock.now() };
      await this.cards.update(tx, id, closed);
      return this.view(tx, Object.assign(intake, closed));
    });
  }

  private async seen(
    actor: Actor,
    intake: CardIntake | null,
    permission: Permission = 'evidence.read',
  ): Promise<CardIntake> {
    if (!intake) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [subjectOf(intake)]);
    return intake;
  }

  private async view(tx: Tx, intake: CardIntake): Promise<z.input<typeof CardIntakeView>> {
    const { id, state, title, unitId, caseId, deviceId, archiveId, handedInBy, entries, fault, openedAt, closedAt } =
      intake;
    return {
      id,
      state,
      title,
      unitId,
      caseId,
      deviceId,
      archiveId,
      handedInBy,
      entries,
      fault,
      ...(await this.cards.counts(tx, id)),
      openedAt: openedAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    };
  }
}

function toFileView({
  path,
  state,
  itemId,
  sha256,
  sm3,
  sizeBytes,
  code,
  receivedAt,
}: CardFile): z.input<typeof CardFileView> {
  return { path, state, itemId, sha256, sm3, size: sizeBytes, code, receivedAt: receivedAt.toISOString() };
}
