import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { OriginalsService, UnitOfWork } from '../../platform/index.js';
import { EvidenceRepository } from '../items/evidence.repository.js';

/** The ZIP file as it was brought in. */
@Injectable()
export class ArchivedOriginals {
  constructor(
    private readonly items: EvidenceRepository,
    private readonly originals: OriginalsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async copy(itemId: string, path: string): Promise<void> {
    const [item] = await this.unitOfWork.read((tx) => this.items.find(tx, [itemId]));
    if (!item) throw new Error(`there is no item ${itemId}`);
    await pipeline(await this.originals.read(item.sha256), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  }
}
