import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Person } from '../../identity/index.js';
import {
  Clock,
  digestFile,
  newId,
  OriginalsService,
  PROJECT_ROOT,
  type Tx,
  WORK_FOLDER,
} from '../../platform/index.js';
import { EquipmentFileRepository } from '../register/files/equipment-file.repository.js';

const FOLDER = join(PROJECT_ROOT, 'resources', 'demo');

export type DemoPicture = 'cracked-lens.png' | 'sealed-card.png';

/** Photos of the demonstration, as somebody brought them in. */
@Injectable()
export class DemoPhoto {
  constructor(
    private readonly originals: OriginalsService,
    private readonly files: EquipmentFileRepository,
    private readonly clock: Clock,
    @Inject(WORK_FOLDER) private readonly workFolder: string,
  ) {}

  /** Gives the id of the file. */
  async bringIn(tx: Tx, { id: uploadedBy, displayName: uploadedByName, unitId }: Person, fileName: DemoPicture) {
    const path = join(this.workFolder, `${newId()}.png`);
    await mkdir(this.workFolder, { recursive: true, mode: 0o700 });
    await copyFile(join(FOLDER, fileName), path);
    const digests = await digestFile(path);
    await this.originals.keep(path, digests);
    await this.originals.record(tx, digests, 'image/png');
    const by = { unitId, uploadedBy, uploadedByName, uploadedAt: this.clock.now() };
    const { id } = await this.files.insert(tx, {
      id: newId(),
      sha256: digests.sha256,
      fileName,
      ...by,
    });
    return id;
  }
}
