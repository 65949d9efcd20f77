import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { EquipmentFiles } from './equipment-files.service.js';

/** Files that are attached as photos of something. */
@Injectable()
export class Photos {
  constructor(private readonly files: EquipmentFiles) {}

  /** @throws FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async require(tx: Tx, actor: Actor, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const files = await this.files.requireOwn(tx, actor, ids);
    const others = files.filter(({ mediaType }) => !mediaType.startsWith('image/')).map(({ id }) => id);
    if (others.length > 0) throw EquipmentErrors.PHOTO_NOT_PICTURE({ fileIds: others });
  }
}
