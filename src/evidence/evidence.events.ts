import { defineEvents } from '../platform/index.js';

/** Facts the evidence room tells others; aggregate `evidence:<id>`. */
export const EvidenceEvents = defineEvents({
  'evidence.received':
    'An item was brought in: `{itemId, kind, sha256, caseId, deviceId, flightId, sm3, sizeBytes, fileName, deviceFoundBy, flags}`',
  'evidence.attached': 'An item was put on the list of a case: `{itemId, caseId, caseNumber, purpose}`',
  'evidence.removed':
    'An item was removed by rule, its record is a tombstone: `{itemId, removalId, policyId, proposedBy, confirmedBy, sha256}`',
  'evidence.detached': 'An item was taken off the list of a case: `{itemId, caseId, caseNumber, reason}`',
  'evidence.sealed': 'An item was sealed: `{itemId, sealId, recordSha256}`',
  'evidence.corroboration_changed':
    'Checked again, an item was found otherwise: `{itemId, runId, occasion, from, to, checks: [{check, from, to}]}`',
  'evidence.position_stated': 'A person said where an item was made: `{itemId, claimId, chosen, reason}`',
});
export type EvidenceEvent = keyof typeof EvidenceEvents;

/** What others read of `evidence.received`. */
export interface EvidenceReceived {
  readonly itemId: string;
  readonly kind: string;
  readonly sha256: string;
  readonly caseId: string | null;
  readonly deviceId: string | null;
  readonly flightId: string | null;
}

/** What others read of `evidence.attached`. */
export interface EvidenceAttached {
  readonly itemId: string;
  readonly caseId: string;
}
