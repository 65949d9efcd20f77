import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import { together, type Tx } from '../../platform/index.js';
import { type CardOfItem, CardRepository } from '../cards/card.repository.js';
import type { CustodyEvent } from '../custody/custody-event.entity.js';
import { CustodyLog } from '../custody/custody-log.js';
import type { PlacedEntry } from '../log/log.repository.js';
import { LogService } from '../log/log.service.js';
import type { EvidenceCorrection } from '../sealing/evidence-correction.entity.js';
import type { EvidenceSeal } from '../sealing/evidence-seal.entity.js';
import { SealRepository } from '../sealing/seal.repository.js';
import type { EvidenceItem } from './evidence-item.entity.js';
import { heldDuring, type HeldStretch, timeUnkept } from './preservation.rules.js';

const CUSTODY_SHOWN = 100;

/** What happened to an item, and what was entered of it into the transparency log. */
export interface ItemHistory {
  readonly custody: readonly CustodyEvent[];
  readonly log: readonly PlacedEntry[];
  /** In whose hands the device was between capture and receipt; null where device or time of capture is unknown. */
  readonly held: readonly HeldStretch[] | null;
  /** The card that it came with; null for one that came by itself. */
  readonly card: CardOfItem | null;
  readonly seal: EvidenceSeal | null;
  readonly corrections: readonly EvidenceCorrection[];
}

@Injectable()
export class ItemHistoryReader {
  constructor(
    private readonly custody: CustodyLog,
    private readonly log: LogService,
    private readonly equipment: EquipmentService,
    private readonly seals: SealRepository,
    private readonly cards: CardRepository,
  ) {}

  async of(tx: Tx, item: EvidenceItem): Promise<ItemHistory> {
    const [custody, log, held, card, seal, corrections] = await together([
      this.custody.list(tx, item.id, { limit: CUSTODY_SHOWN }),
      this.log.entriesOf(tx, item.id),
      this.heldBefore(tx, item),
      this.cards.cardOf(tx, item.id),
      this.seals.ofItem(tx, item.id),
      this.seals.correctionsOf(tx, item.id),
    ]);
    return { custody, log, held, card, seal, corrections };
  }

  private async heldBefore(
    tx: Tx,
    { deviceId, capturedAt, receivedAt }: EvidenceItem,
  ): Promise<readonly HeldStretch[] | null> {
    const unkept = timeUnkept(capturedAt, receivedAt);
    if (deviceId === null || unkept === null) return null;
    return heldDuring(unkept, await this.equipment.holdingsDuring(tx, [deviceId], unkept));
  }
}
