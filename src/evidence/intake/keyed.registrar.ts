import { Injectable } from '@nestjs/common';
import { type Actor, UnitOfWork, violates } from '../../platform/index.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { Receipt } from './item.recorder.js';
import { Registrar } from './registrar.js';

/** Registers an arrival once under its key, whoever else does so at the same moment. */
@Injectable()
export class KeyedRegistrar {
  constructor(
    private readonly registrar: Registrar,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Id of the new item; undefined when there is one under the key by now. */
  async register(actor: Actor, path: string, receipt: Receipt): Promise<string | undefined> {
    try {
      return await this.registrar.register(actor, path, receipt);
    } catch (error) {
      if (receipt.idempotencyKey !== null && violates(error, 'evidence_item_idempotency_key')) return undefined;
      throw error;
    }
  }

  async findByKey(actor: Actor, key: string): Promise<EvidenceItem | null> {
    return this.unitOfWork.read((tx) => this.registrar.findByKey(tx, actor.id, key));
  }
}
