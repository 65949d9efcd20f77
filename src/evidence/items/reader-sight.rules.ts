import type { CaseEvidence } from '../cases/case-evidence.entity.js';

/** Whose the item's device was at the moment of capture: the holder's, or at home its owner's. */
export interface OriginParty {
  readonly unitId: string;
  readonly holderUserId: string | null;
  readonly caseId: string | null;
}

export interface BroughtIn {
  /** Null where a device did. */
  readonly uploadedBy: string | null;
  readonly uploaderUnitId: string;
  readonly attachments: readonly Pick<CaseEvidence, 'caseId'>[];
}

/**
 * Whether the item was brought in by those whose device it was: then what is known of the device belongs to the item. A
 * serial number in a file is only a claim, and anybody can write one.
 * @param isWithin whether the first unit is the second or stands below it
 */
export function isOfItsParty(
  { uploadedBy, uploaderUnitId, attachments }: BroughtIn,
  { unitId, holderUserId, caseId }: OriginParty,
  isWithin: (unitId: string, ancestorId: string) => boolean,
): boolean {
  if ((uploadedBy !== null && uploadedBy === holderUserId) || isWithin(unitId, uploaderUnitId)) return true;
  return caseId !== null && attachments.some((entry) => entry.caseId === caseId);
}
