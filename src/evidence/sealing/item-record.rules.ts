import { createHash } from 'node:crypto';
import { canonicalJson, type StoredBlob } from '../../platform/index.js';
import type { CaseEvidence } from '../cases/case-evidence.entity.js';
import type { EvidenceLink } from '../chain/evidence-link.entity.js';
import type { CorroborationRun } from '../corroboration/corroboration.entity.js';
import type { EvidenceClaim } from '../items/evidence-claim.entity.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';

/** Everything an item says at the moment it is sealed. */
export interface SealedParts {
  readonly item: EvidenceItem;
  readonly blob: StoredBlob;
  readonly claims: readonly EvidenceClaim[];
  readonly attachments: readonly CaseEvidence[];
  readonly links: readonly EvidenceLink[];
  readonly corroboration: CorroborationRun | null;
  /** Signed records that list it. */
  readonly records: readonly { readonly id: string; readonly digest: string }[];
}

export interface ItemRecord {
  readonly text: string;
  readonly sha256: string;
}

const FORM = 'skydocket evidence record 1';

/** The record as canonical JSON (RFC 8785) and its digest: anyone who has the text can take the digest again. */
export function itemRecord({
  item,
  blob,
  claims,
  attachments,
  links,
  corroboration,
  records,
}: SealedParts): ItemRecord {
  const { state: _state, idempotencyKey: _key, ...columns } = item;
  const text = canonicalJson(
    plain({
      form: FORM,
      item: columns,
      bytes: { sha256: blob.sha256, sm3: blob.sm3, sizeBytes: blob.sizeBytes, mediaType: blob.mediaType },
      claims: claims.map(({ itemId: _item, ...claim }) => claim),
      cases: attachments.map(({ caseId, position, purpose, attachedAt }) => ({
        caseId,
        position,
        purpose,
        attachedAt,
      })),
      links: links.map(({ kind, refId, snapshot, linkedAt }) => ({ kind, refId, snapshot, linkedAt })),
      corroboration: corroboration && {
        id: corroboration.id,
        verdict: corroboration.verdict,
        computedAt: corroboration.computedAt,
      },
      siteRecords: records,
    }),
  );
  return { text, sha256: createHash('sha256').update(text, 'utf8').digest('hex') };
}

/** Instants as ISO 8601, no classes. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
