import type { z } from 'zod';
import type { IntegrityFinding } from './integrity-finding.entity.js';
import type { IntegritySweep } from './integrity-sweep.entity.js';
import type { FindingView, SweepView } from './sweep.schemas.js';

export function toSweepView(sweep: IntegritySweep): z.input<typeof SweepView> {
  const { id, occasion, beganAt, endedAt, checked, checkedBytes, wrong, untracked } = sweep;
  return {
    id,
    occasion,
    beganAt: beganAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    checked,
    checkedBytes,
    wrong,
    untracked,
  };
}

export function toFindingView(finding: IntegrityFinding): z.input<typeof FindingView> {
  const { id, sha256, kind, state, foundSha256, foundSm3, foundBytes, foundAt, seenAt, closedAt, reason } = finding;
  const isRead = foundSha256 !== null && foundSm3 !== null && foundBytes !== null;
  return {
    id,
    sha256,
    kind,
    state,
    found: isRead ? { sha256: foundSha256, sm3: foundSm3, size: foundBytes } : null,
    foundAt: foundAt.toISOString(),
    seenAt: seenAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    reason,
  };
}
