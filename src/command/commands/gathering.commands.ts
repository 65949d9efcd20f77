import { Injectable } from '@nestjs/common';
import { CollectionCommands } from '../collection/collection.commands.js';
import { ConsultationCommands } from '../consultation/consultation.commands.js';
import type { Handlers } from './command-context.js';

/** What sessions know in which several units decide or collect together. */
@Injectable()
export class GatheringCommands {
  constructor(
    private readonly consultation: ConsultationCommands,
    private readonly collection: CollectionCommands,
  ) {}

  get handlers() {
    return { ...this.consultation.handlers, ...this.collection.handlers } satisfies Partial<Handlers>;
  }
}
