import { Injectable } from '@nestjs/common';
import { type AccessScope, AccessService, type Permission } from '../../../identity/index.js';
import { type Actor, PlatformErrors, type Tx } from '../../../platform/index.js';
import type { CardRecord } from './media.entity.js';
import { MediaRepository } from './media.repository.js';

/** Who may see and use a card: its unit, those above it, and whoever has it; to read also the members of its case. */
@Injectable()
export class CardRights {
  constructor(
    private readonly access: AccessService,
    private readonly cards: MediaRepository,
  ) {}

  /** @throws FORBIDDEN */
  requireOwnUnit(actor: Actor, unitId: string): void {
    this.access.require(actor, 'media.use', [{ id: unitId, unitIds: [unitId] }]);
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async required(tx: Tx, actor: Actor, permission: Permission, id: string): Promise<CardRecord> {
    return this.checked(actor, permission, await this.cards.get(tx, id));
  }

  /** The card, locked: whatever changes it, or depends on what is on it, comes one after the other. @throws NOT_FOUND, FORBIDDEN */
  async lock(tx: Tx, actor: Actor, permission: Permission, id: string): Promise<CardRecord> {
    return this.checked(actor, permission, await this.cards.lock(tx, id));
  }

  shows(actor: Actor, card: CardRecord): boolean {
    return this.access.allowed(actor, 'media.read', [subjectOf(card)]).has(card.id);
  }

  scope(actor: Actor): AccessScope {
    return this.access.scope(actor, 'media.read');
  }

  private checked(actor: Actor, permission: Permission, card: CardRecord | null): CardRecord {
    if (!card) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [subjectOf(card)]);
    return card;
  }
}

function subjectOf({ id, unitId, holderId, caseId }: CardRecord) {
  return { id, unitIds: [unitId], userIds: [holderId], caseId };
}
