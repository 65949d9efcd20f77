import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { People } from '../../identity/index.js';
import { type Actor, Clock, type Tx } from '../../platform/index.js';
import { ListRights } from '../cases/list-rights.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { recordDigest } from './record-digest.rules.js';
import type { Leader, SiteRecord } from './site-record.entity.js';
import { SiteRecordRepository } from './site-record.repository.js';
import type { SiteRecordInput } from './site-record.schemas.js';

type Input = z.output<typeof SiteRecordInput>;

/** What a phone sent, as it is kept. */
@Injectable()
export class SiteRecordIntake {
  constructor(
    private readonly records: SiteRecordRepository,
    private readonly rights: ListRights,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, SITE_RECORD_PERSON_UNKNOWN, SITE_RECORD_CORRECTS_UNSIGNED */
  async read(
    tx: Tx,
    actor: Actor,
    id: string,
    { kind, caseId, correctsId, content, writtenAt }: Input,
  ): Promise<SiteRecord> {
    const file = await this.rights.requireRecording(tx, actor, caseId);
    await this.requireKnown(tx, content.collectorIds);
    await this.requireSigned(tx, caseId, correctsId);
    return {
      id,
      kind,
      state: 'draft',
      caseId,
      unitId: file.unitId,
      correctsId,
      content,
      digest: recordDigest({ id, kind, caseId, correctsId, content }),
      listedDigests: content.items.map(({ sha256 }) => sha256),
      leader: await this.leader(tx, content.leaderId),
      partyRefusal: null,
      noWitnessReason: null,
      videoSha256: null,
      writtenAt,
      writtenBy: actor.id,
      writer: { ...actor.snapshot, name: actor.name },
      receivedAt: this.clock.now(),
      signedAt: null,
    };
  }

  private async requireKnown(tx: Tx, userIds: readonly string[]): Promise<void> {
    const missing = await this.people.missing(tx, userIds);
    if (missing.length > 0) throw EvidenceErrors.SITE_RECORD_PERSON_UNKNOWN({ userIds: missing });
  }

  private async requireSigned(tx: Tx, caseId: string, correctsId: string | null): Promise<void> {
    if (correctsId === null) return;
    const corrected = await this.records.find(tx, correctsId);
    const isRight = corrected?.caseId === caseId && corrected.state === 'signed';
    if (!isRight) throw EvidenceErrors.SITE_RECORD_CORRECTS_UNSIGNED();
  }

  private async leader(tx: Tx, userId: string | null): Promise<Leader | null> {
    if (userId === null) return null;
    const person = await this.people.find(tx, userId);
    if (!person) throw EvidenceErrors.SITE_RECORD_PERSON_UNKNOWN({ userIds: [userId] });
    return { userId, name: person.displayName, roles: person.roles };
  }
}
