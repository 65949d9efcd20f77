import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OriginalUses } from '../../platform/index.js';
import { ObjectRepository } from './object.repository.js';

/** An uploaded object needs its bytes until it is taken in; from then on they are its taker's. */
@Injectable()
export class ObjectUses implements OnModuleInit {
  constructor(
    private readonly uses: OriginalUses,
    private readonly objects: ObjectRepository,
  ) {}

  onModuleInit(): void {
    this.uses.include({
      tables: ['stored_object'],
      isUsed: (tx, sha256) => this.objects.awaitsTaking(tx, sha256),
    });
  }
}
