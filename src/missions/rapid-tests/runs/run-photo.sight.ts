import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type FileSight, FileSights } from '../../../equipment/index.js';
import { AccessService } from '../../../identity/index.js';
import type { Actor, Tx } from '../../../platform/index.js';
import { subjectOf } from '../rapid-test.reader.js';
import { RapidTestRepository } from '../rapid-test.repository.js';

/** Who may see a run sees its photos and the laboratory's reports on it. */
@Injectable()
export class RunPhotoSight implements FileSight, OnModuleInit {
  constructor(
    private readonly sights: FileSights,
    private readonly runs: RapidTestRepository,
    private readonly access: AccessService,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    const runs = await this.runs.ofFile(tx, fileId);
    return this.access.allowed(actor, 'rapidTest.read', runs.map(subjectOf)).size > 0;
  }
}
