import type { LockedDevice, LockedPart } from '../../register/pool/device-row.js';
import type { PartFacts, UpkeepFacts } from '../../upkeep/upkeep.rules.js';

/** What the row of a device or part says of its upkeep. */
export function upkeepOf(row: LockedPart): UpkeepFacts {
  const { calibrationRequired, certificateNumber, certificateResult, certificateDueOn, maintenance } = row;
  const certificate =
    certificateResult === null || certificateDueOn === null
      ? null
      : { number: certificateNumber, result: certificateResult, dueOn: certificateDueOn };
  return { calibrationRequired, certificate, maintenance };
}

export function partsOf({ parts }: LockedDevice): PartFacts[] {
  return parts.map((part) => ({ partId: part.id, assetCode: part.assetCode, ...upkeepOf(part) }));
}
