import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { checkDrawing } from '../../equipment/index.js';
import { People } from '../../identity/index.js';
import { Clock, newId, type Tx } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { SigningWay } from './site-record.codes.js';
import type { SiteRecordSignature } from './site-record-signature.entity.js';
import type { SiteRecord } from './site-record.entity.js';
import type { SignatureInput } from './site-record.schemas.js';

/** Who stands behind a signature, and how that is known. */
@Injectable()
export class SignerNames {
  constructor(
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async row(
    tx: Tx,
    record: SiteRecord,
    input: z.output<typeof SignatureInput>,
    code: string | undefined,
  ): Promise<SiteRecordSignature> {
    const { role, userId = null, capacity = null, drawing = null, signedAt } = input;
    const name = userId === null ? (input.name ?? '') : await this.collector(tx, record, userId);
    const way = wayOf(tx, userId, code);
    requireDrawn(name, drawing, way);
    return {
      id: newId(),
      recordId: record.id,
      role,
      userId,
      name,
      capacity,
      way,
      digest: record.digest,
      drawing,
      drawingSha256: drawing && createHash('sha256').update(drawing, 'utf8').digest('hex'),
      signedAt,
      recordedAt: this.clock.now(),
      recordedBy: tx.actor.id,
    };
  }

  private async collector(tx: Tx, { content }: SiteRecord, userId: string): Promise<string> {
    const person = content.collectorIds.includes(userId) ? await this.people.find(tx, userId) : undefined;
    if (!person) throw EvidenceErrors.SITE_RECORD_SIGNER_OUTSIDE({ userId });
    return person.displayName;
  }
}

function wayOf(tx: Tx, userId: string | null, code: string | undefined): SigningWay {
  if (userId !== tx.actor.id) return 'same_glass';
  return code === undefined ? 'own_log_in' : 'scanned_code';
}

/** Only who sent the code from the own device needs to draw nothing: the drawing stands on the other glass. */
function requireDrawn(name: string, drawing: string | null, way: SigningWay): void {
  if (drawing === null && way === 'scanned_code') return;
  const check = drawing === null ? ({ ok: false, fault: 'NOTHING_DRAWN' } as const) : checkDrawing(drawing);
  if (!check.ok) throw EvidenceErrors.SITE_RECORD_DRAWING_UNREADABLE({ name, reason: check.fault });
}
