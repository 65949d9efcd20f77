import { Injectable } from '@nestjs/common';
import { type Actor, BlobRepository, type Tx } from '../../platform/index.js';
import { IntakeRights } from '../intake/intake.rights.js';
import type { UploadInput } from '../intake/upload.schemas.js';
import { ItemAccess } from '../items/item-access.js';
import { CardIntakeErrors } from './card.errors.js';

/** Where the files of a card come from, and for whom. */
@Injectable()
export class CardOrigin {
  constructor(
    private readonly rights: IntakeRights,
    private readonly visible: ItemAccess,
    private readonly blobs: BlobRepository,
  ) {}

  /** The unit that a card is taken in for. @throws NOT_FOUND, FORBIDDEN, EVIDENCE_…_UNKNOWN */
  async unitFor(
    actor: Actor,
    { caseId, deviceId, collectors }: Pick<UploadInput, 'caseId' | 'deviceId' | 'collectors'>,
  ): Promise<string> {
    return (await this.rights.authorise(actor, { kind: 'other', caseId, deviceId, collectors })).unitId;
  }

  /** @throws NOT_FOUND, INTAKE_NOT_ARCHIVE */
  async requireArchive(tx: Tx, actor: Actor, itemId: string): Promise<void> {
    const { item } = await this.visible.find(tx, actor, itemId);
    const blob = await this.blobs.find(tx, item.sha256);
    if (blob?.mediaType !== 'application/zip') throw CardIntakeErrors.INTAKE_NOT_ARCHIVE();
  }
}
