import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import { AccessService, UnitTree } from '../../identity/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import type { VisibleItem } from './item-access.js';
import type { ReaderSight } from './item-sight.rules.js';
import { isOfItsParty, type OriginParty } from './reader-sight.rules.js';

@Injectable()
export class ReaderSights {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly access: AccessService,
    private readonly units: UnitTree,
  ) {}

  async of(tx: Tx, actor: Actor, found: VisibleItem): Promise<ReaderSight> {
    return {
      origin: await this.seesOrigin(tx, actor, found),
      caseIds: this.casesOf(actor, found.attachments),
      isStanding: found.item.state !== 'removed',
    };
  }

  /** Of the cases that an item is attached to those the actor may see. */
  casesOf(actor: Actor, attachments: VisibleItem['attachments']): ReadonlySet<string> {
    const cases = attachments.map(({ caseId, unitId }) => ({ id: caseId, caseId, unitIds: [unitId] }));
    return this.access.allowed(actor, 'evidence.read', cases);
  }

  private async seesOrigin(tx: Tx, actor: Actor, { item, attachments }: VisibleItem): Promise<boolean> {
    const { id, uploadedBy, uploader } = item;
    const party = await this.partyOf(tx, item);
    if (!party) return true;
    const broughtIn = { uploadedBy, uploaderUnitId: String(uploader['unitId']), attachments };
    if (isOfItsParty(broughtIn, party, (unitId, ancestorId) => this.units.isWithin(unitId, ancestorId))) return true;
    const { unitId, caseId } = party;
    return this.access.allowed(actor, 'custody.read', [{ id, unitIds: [unitId], caseId }]).has(id);
  }

  /** Undefined where nothing was looked up: without a device or a time of capture. */
  private async partyOf(tx: Tx, { deviceId, capturedAt }: VisibleItem['item']): Promise<OriginParty | undefined> {
    if (deviceId === null || capturedAt === null) return undefined;
    const custody = await this.equipment.custodyAt(tx, deviceId, capturedAt);
    if (custody) return { ...custody, unitId: custody.holderUnitId };
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    return device && { unitId: device.unitId, holderUserId: null, caseId: null };
  }
}
