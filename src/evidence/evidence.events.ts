/** Facts the evidence room tells others, through the outbox; aggregate `evidence:<id>`. */
export const EVIDENCE_EVENTS = {
  received: 'evidence.received',
  attached: 'evidence.attached',
} as const;

/** Payload of `evidence.received`. */
export interface EvidenceReceived {
  readonly itemId: string;
  readonly kind: string;
  readonly sha256: string;
  readonly caseId: string | null;
  readonly deviceId: string | null;
  readonly flightId: string | null;
}

/** Payload of `evidence.attached`. */
export interface EvidenceAttached {
  readonly itemId: string;
  readonly caseId: string;
}
