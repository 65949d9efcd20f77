import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, BlobRepository, type Tx } from '../../platform/index.js';
import { IntakeRights } from '../intake/intake.rights.js';
import type { CollectorInput, UploadInput } from '../intake/upload.schemas.js';
import type { Collector } from '../items/item.types.js';
import { ItemAccess } from '../items/item-access.js';
import { CardIntakeErrors } from './card.errors.js';

export interface CardWish extends Pick<UploadInput, 'caseId' | 'deviceId' | 'collectors'> {
  readonly handedInBy?: z.output<typeof CollectorInput> | undefined;
}

/** Where the files of a card come from, and for whom. */
@Injectable()
export class CardOrigin {
  constructor(
    private readonly rights: IntakeRights,
    private readonly visible: ItemAccess,
    private readonly blobs: BlobRepository,
  ) {}

  /** The unit that a card is taken in for, and who hands it in. @throws NOT_FOUND, FORBIDDEN, EVIDENCE_…_UNKNOWN */
  async of(
    actor: Actor,
    { caseId, deviceId, collectors = [], handedInBy = actor.id }: CardWish,
  ): Promise<{ readonly unitId: string; readonly handedInBy: Collector | null }> {
    const people = [...collectors, handedInBy];
    const { unitId, collectors: named } = await this.rights.authorise(actor, {
      kind: 'other',
      caseId,
      deviceId,
      collectors: people,
    });
    return { unitId, handedInBy: named.at(-1) ?? null };
  }

  /** @throws NOT_FOUND, INTAKE_NOT_ARCHIVE */
  async requireArchive(tx: Tx, actor: Actor, itemId: string): Promise<void> {
    const { item } = await this.visible.find(tx, actor, itemId);
    const blob = await this.blobs.find(tx, item.sha256);
    if (blob?.mediaType !== 'application/zip') throw CardIntakeErrors.INTAKE_NOT_ARCHIVE();
  }
}
