import { Injectable } from '@nestjs/common';
import { AccessService, type AccessSubject, type Permission } from '../../identity/index.js';
import { type Actor, PlatformErrors, type Tx } from '../../platform/index.js';
import type { CaseEvidence } from '../cases/case-evidence.entity.js';
import { CaseEvidenceRepository } from '../cases/case-evidence.repository.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { EvidenceItem } from './evidence-item.entity.js';
import { EvidenceRepository } from './evidence.repository.js';
import type { ReaderSight } from './item-sight.rules.js';
import { ReaderSights } from './reader-sight.service.js';

export interface VisibleItem {
  readonly item: EvidenceItem;
  readonly attachments: readonly CaseEvidence[];
}

export interface SeenItem extends VisibleItem {
  readonly sight: ReaderSight;
}

/** Who may see and use an item: the subtree of its unit and of its cases' units, and the members of those cases. */
@Injectable()
export class ItemAccess {
  constructor(
    private readonly items: EvidenceRepository,
    private readonly lists: CaseEvidenceRepository,
    private readonly access: AccessService,
    private readonly sights: ReaderSights,
  ) {}

  /** One item for reading. @throws NOT_FOUND */
  async find(tx: Tx, actor: Actor, id: string): Promise<VisibleItem> {
    const [found] = await this.require(tx, actor, 'evidence.read', [id]);
    if (!found) throw PlatformErrors.NOT_FOUND();
    return found;
  }

  /** Whether the actor may see it; asking is no refusal. */
  async sees(tx: Tx, actor: Actor, id: string): Promise<boolean> {
    const [item] = await this.items.find(tx, [id]);
    if (!item) return false;
    const attachments = await this.lists.ofItems(tx, [id]);
    return this.access.allowed(actor, 'evidence.read', subjectsOf({ item, attachments })).has(id);
  }

  /** Also with what of its surroundings the reader may know. @throws NOT_FOUND */
  async see(tx: Tx, actor: Actor, id: string): Promise<SeenItem> {
    const found = await this.find(tx, actor, id);
    return { ...found, sight: await this.sights.of(tx, actor, found) };
  }

  /** @throws NOT_FOUND when one of the ids is unknown or not visible; FORBIDDEN when visible but not allowed; EVIDENCE_REMOVED for more than reading */
  async require(tx: Tx, actor: Actor, permission: Permission, ids: readonly string[]): Promise<VisibleItem[]> {
    const items = await this.items.find(tx, ids);
    const attachments = await this.lists.ofItems(tx, ids);
    const found = items.map((item) => ({ item, attachments: attachments.filter(({ itemId }) => itemId === item.id) }));
    if (new Set(ids).size !== found.length) throw PlatformErrors.NOT_FOUND();
    const subjects = found.flatMap(subjectsOf);
    this.access.require(actor, permission, subjects);
    this.access.require(actor, 'evidence.read', subjects);
    if (permission !== 'evidence.read') found.forEach(({ item }) => requireStanding(item));
    return found;
  }

  /** For what is written about the bytes of visible items: none of them is removed before the transaction ends. @throws EVIDENCE_REMOVED */
  async requireKept(tx: Tx, ids: readonly string[]): Promise<void> {
    (await this.items.findKept(tx, ids)).forEach(requireStanding);
  }
}

/** @throws EVIDENCE_REMOVED for a tombstone */
export function requireStanding({ state }: Pick<EvidenceItem, 'state'>): void {
  if (state === 'removed') throw EvidenceErrors.EVIDENCE_REMOVED();
}

/** One subject for each way to the item: any of them suffices. */
function subjectsOf({ item, attachments }: VisibleItem): AccessSubject[] {
  const { id, unitId } = item;
  const byCase = attachments.map((entry) => ({ id, unitIds: [entry.unitId], caseId: entry.caseId }));
  return [{ id, unitIds: [unitId] }, ...byCase];
}
