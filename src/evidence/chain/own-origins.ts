import { Injectable } from '@nestjs/common';
import { UnitTree } from '../../identity/index.js';
import { isOfItsParty } from '../items/reader-sight.rules.js';
import type { Surroundings } from './surroundings.reader.js';

/** Who brought an item in; `uploadedBy` is null where a device did. */
export interface Uploader {
  readonly uploadedBy: string | null;
  readonly unitId: string;
}

/**
 * Whether an item comes from those who had its device then. Only into their items goes what the device's track tells: anybody
 * can name a device, and would read its track off the item.
 */
@Injectable()
export class OwnOrigins {
  constructor(private readonly units: UnitTree) {}

  isOwn({ uploadedBy, unitId: uploaderUnitId }: Uploader, { custody, device }: Surroundings): boolean {
    const party = {
      unitId: custody?.holderUnitId ?? device.unitId,
      holderUserId: custody?.holderUserId ?? null,
      caseId: null,
    };
    return isOfItsParty({ uploadedBy, uploaderUnitId, attachments: [] }, party, (unitId, ancestorId) =>
      this.units.isWithin(unitId, ancestorId),
    );
  }
}
