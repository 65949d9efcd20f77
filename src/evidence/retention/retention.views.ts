import type { z } from 'zod';
import type { StoredBlob } from '../../platform/index.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { EvidenceRemoval } from './evidence-removal.entity.js';
import type { HoldRow } from './legal-hold.repository.js';
import type { RetentionPolicy } from './retention-policy.entity.js';
import type { HoldView, PolicyView, RemovalView } from './retention.schemas.js';

export function toHoldView(hold: HoldRow, now: Date): z.input<typeof HoldView> {
  const { id, caseId, itemId, reason, endsAt, placedBy, placedAt, releasedBy, releasedAt, releaseReason } = hold;
  const isReleased = releasedBy !== null && releasedAt !== null && releaseReason !== null;
  const isOver = endsAt !== null && endsAt <= now;
  return {
    id,
    caseId,
    itemId,
    reason,
    until: endsAt?.toISOString() ?? null,
    placedBy,
    placedAt: placedAt.toISOString(),
    state: isReleased ? 'released' : isOver ? 'ended' : 'in_force',
    release: isReleased ? { reason: releaseReason, releasedBy, releasedAt: releasedAt.toISOString() } : null,
  };
}

export function toPolicyView(policy: RetentionPolicy): z.input<typeof PolicyView> {
  const { id, domain, keepMonths, includesSealed, basis, validFrom, madeBy, madeAt, endedAt } = policy;
  return {
    id,
    domain,
    keepMonths,
    includesSealed,
    basis,
    validFrom: validFrom.toISOString(),
    madeBy,
    madeAt: madeAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

export function toRemovalView(
  removal: EvidenceRemoval,
  item: EvidenceItem,
  blob: StoredBlob,
): z.input<typeof RemovalView> {
  const { id, itemId, state, reason, policyId, dueAt, proposedBy, proposer, proposedAt, decidedBy, decider } = removal;
  return {
    id,
    itemId,
    state,
    reason,
    policyId,
    dueAt: dueAt.toISOString(),
    proposedBy: { id: proposedBy, name: proposer.name },
    proposedAt: proposedAt.toISOString(),
    decidedBy: decidedBy !== null && decider ? { id: decidedBy, name: decider.name } : null,
    decidedAt: removal.decidedAt?.toISOString() ?? null,
    decisionReason: removal.decisionReason,
    item: {
      kind: item.kind,
      sha256: item.sha256,
      sm3: blob.sm3,
      size: blob.sizeBytes,
      mediaType: blob.mediaType,
      receivedAt: item.receivedAt.toISOString(),
    },
  };
}
