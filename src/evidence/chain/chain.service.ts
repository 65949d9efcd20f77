import { Injectable } from '@nestjs/common';
import { EquipmentEvents } from '../../equipment/index.js';
import { Clock, newId, OnEvent, type RecordedEvent, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { TelemetryService } from '../../telemetry/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { EvidenceLink } from './evidence-link.entity.js';
import { EvidenceLinkRepository } from './evidence-link.repository.js';
import { flightLink, type LinkInput, linksOf, trackPeriod } from './links.rules.js';
import type { Origin } from './origin.service.js';

/** What an item hangs together with: each link recorded once, as the other side was then. */
@Injectable()
export class ChainService {
  constructor(
    private readonly links: EvidenceLinkRepository,
    private readonly custody: CustodyLog,
    private readonly telemetry: TelemetryService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Linking the same two again changes nothing. */
  async link(tx: Tx, itemId: string, { kind, refId, snapshot }: LinkInput): Promise<void> {
    const link = { id: newId(), itemId, kind, refId, snapshot, linkedAt: this.clock.now(), linkedBy: tx.actor.id };
    if (await this.links.insertIfNew(tx, link)) await this.custody.record(tx, itemId, 'linked', { kind, refId });
  }

  /**
   * The links that the item's device gives it, and the frames they rest on kept from being cleared away. To an item of those
   * whose device it was not, no more is tied than the flight they may know of.
   */
  async linkOrigin(
    tx: Tx,
    item: EvidenceItem,
    { around, isOwn, flight }: Pick<Origin, 'around' | 'isOwn' | 'flight'>,
  ): Promise<void> {
    const { capturedAt: at } = item;
    if (flight) await this.link(tx, item.id, flightLink(flight));
    if (!around || !at || !isOwn) return;
    for (const link of linksOf(around, at)) await this.link(tx, item.id, link);
    const frames = trackPeriod(around, at);
    if (frames) await this.telemetry.holdTrack(tx, around.device.id, flight?.during ?? frames, `evidence:${item.id}`);
  }

  async of(tx: Tx, itemId: string): Promise<EvidenceLink[]> {
    return this.links.ofItem(tx, itemId);
  }

  @OnEvent(EquipmentEvents['equipment.handed_back'])
  async onHandedBack({ payload }: RecordedEvent): Promise<void> {
    await this.closeChains(payload);
  }

  /** The device went on to another hand: for what the first one took, that is the end of its custody. */
  @OnEvent(EquipmentEvents['equipment.handed_over'])
  async onHandedOver({ payload }: RecordedEvent): Promise<void> {
    await this.closeChains(payload);
  }

  /** The chain of what was taken with a check-out gets its end. */
  private async closeChains(payload: RecordedEvent['payload']): Promise<void> {
    const refId = String(payload['custodyId']);
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const itemId of await this.links.itemsOf(tx, 'check_out', refId)) {
        await this.link(tx, itemId, { kind: 'hand_back', refId, snapshot: payload });
      }
    });
  }
}
