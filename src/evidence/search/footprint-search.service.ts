import { Injectable } from '@nestjs/common';
import { AccessService } from '../../identity/index.js';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { type FootprintRow, type FootprintsAsked, SearchRepository } from './search.repository.js';

/** The ground that visible items show. */
@Injectable()
export class FootprintSearch {
  constructor(
    private readonly found: SearchRepository,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** By the item, latest first. */
  async footprints(actor: Actor, asked: FootprintsAsked & { readonly limit: number }): Promise<FootprintRow[]> {
    const scope = this.access.scope(actor, 'evidence.read');
    return this.unitOfWork.read((tx) => this.found.footprints(tx, scope, asked));
  }

  async count(actor: Actor, asked: Omit<FootprintsAsked, 'before'>): Promise<number> {
    const scope = this.access.scope(actor, 'evidence.read');
    return this.unitOfWork.read((tx) => this.found.countFootprints(tx, scope, asked));
  }
}
