import { Injectable } from '@nestjs/common';
import { UnitTree } from '../../identity/index.js';
import type { FlightSummary } from '../../missions/index.js';
import { isOfItsParty } from '../items/reader-sight.rules.js';
import { mayKnowFlight } from './flight-sight.rules.js';
import type { Surroundings } from './surroundings.reader.js';

/** Who brought an item in; `uploadedBy` is null where a device did. */
export interface Uploader {
  readonly uploadedBy: string | null;
  readonly unitId: string;
  /** The case that it was brought in for, or those on whose lists it stands by now. */
  readonly caseIds: readonly string[];
}

/**
 * Whether an item comes from those who had its device then. Only into their items goes what is known of the device: anybody
 * can name one, or write its serial number into a file, and would read off the item when and where it flew.
 */
@Injectable()
export class OwnOrigins {
  constructor(private readonly units: UnitTree) {}

  isOwn({ uploadedBy, unitId: uploaderUnitId, caseIds }: Uploader, { custody, device }: Surroundings): boolean {
    const party = {
      unitId: custody?.holderUnitId ?? device.unitId,
      holderUserId: custody?.holderUserId ?? null,
      caseId: custody?.caseId ?? null,
    };
    const attachments = caseIds.map((caseId) => ({ caseId }));
    return isOfItsParty({ uploadedBy, uploaderUnitId, attachments }, party, this.isWithin);
  }

  /** The device's plans that the uploader may know of. */
  flightsKnownTo(uploader: Uploader, around: Surroundings): FlightSummary[] {
    const held = around.custody !== undefined && this.isOwn(uploader, around);
    return around.flights.filter((flight) => held || mayKnowFlight(uploader, flight, this.isWithin));
  }

  private readonly isWithin = (unitId: string, ancestorId: string): boolean => this.units.isWithin(unitId, ancestorId);
}
