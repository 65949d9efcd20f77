import type { z } from 'zod';
import { type ItemAtHand, matchOf } from './listed-items.rules.js';
import { shortCode } from './record-digest.rules.js';
import { unsettled } from './settlement.rules.js';
import type { SiteRecordSignature } from './site-record-signature.entity.js';
import type { SiteRecord } from './site-record.entity.js';
import type { SiteRecordBrief, SiteRecordView } from './site-record.schemas.js';

/** A record with everything its page shows. */
export interface WholeRecord {
  readonly record: SiteRecord;
  readonly signatures: readonly SiteRecordSignature[];
  readonly atHand: readonly ItemAtHand[];
  readonly correctedBy: readonly string[];
}

export function toSiteRecordBrief(record: SiteRecord): z.input<typeof SiteRecordBrief> {
  const { id, kind, state, caseId, correctsId, digest, content, writtenAt, writtenBy, writer } = record;
  return {
    id,
    kind,
    state,
    caseId,
    correctsId,
    digest,
    code: shortCode(digest),
    place: content.place.words,
    ...content.period,
    itemCount: content.items.length,
    writtenAt: writtenAt.toISOString(),
    writtenBy: { id: writtenBy, name: writer.name },
    receivedAt: record.receivedAt.toISOString(),
    signedAt: record.signedAt?.toISOString() ?? null,
  };
}

export function toSiteRecordView(whole: WholeRecord): z.input<typeof SiteRecordView> {
  const { record, signatures, atHand, correctedBy } = whole;
  const { content, leader, partyRefusal, noWitnessReason, videoSha256 } = record;
  const { means, present, collectorIds, sketch, ...same } = content;
  return {
    ...toSiteRecordBrief(record),
    content: {
      ...same,
      means: [...means],
      present: [...present],
      collectorIds: [...collectorIds],
      sketch: sketch && {
        ...sketch,
        lines: sketch.lines.map((line) => [...line]),
        labels: [...sketch.labels],
      },
      items: content.items.map((item) => {
        const { state, evidenceIds, mismatches } = matchOf(item, atHand);
        return { ...item, state, evidenceIds: [...evidenceIds], mismatches: [...mismatches] };
      }),
    },
    leader: leader && { ...leader, roles: [...leader.roles] },
    signatures: signatures.map(toSignatureView),
    partyRefusal,
    noWitness: noWitnessReason === null ? null : { reason: noWitnessReason, videoSha256 },
    waitsFor: record.state === 'signed' ? [] : unsettled(collectorIds, signatures, record),
    correctedBy: [...correctedBy],
  };
}

function toSignatureView(signature: SiteRecordSignature) {
  const { role, userId, name, capacity, way, drawingSha256, signedAt, recordedAt } = signature;
  return {
    role,
    userId,
    name,
    capacity,
    way,
    drawingSha256,
    signedAt: signedAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
  };
}
