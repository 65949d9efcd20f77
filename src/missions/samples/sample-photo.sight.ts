import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type FileSight, FileSights } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { SampleRepository } from './sample.repository.js';

/** Who may see a sample sees its photos. */
@Injectable()
export class SamplePhotoSight implements FileSight, OnModuleInit {
  constructor(
    private readonly sights: FileSights,
    private readonly samples: SampleRepository,
    private readonly access: AccessService,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    const subjects = [];
    for (const { id, unitId, caseId } of await this.samples.ofPhoto(tx, fileId))
      subjects.push({ id, unitIds: [unitId], caseId, userIds: await this.samples.holderIds(tx, id) });
    return this.access.allowed(actor, 'sample.read', subjects).size > 0;
  }
}
