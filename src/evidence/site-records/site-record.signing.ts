import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { ListRights } from '../cases/list-rights.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { isCodeOf } from './record-digest.rules.js';
import { unsettled } from './settlement.rules.js';
import { SignerNames } from './signer-names.js';
import { SiteRecordConclusion } from './site-record.conclusion.js';
import type { SiteRecordSignature } from './site-record-signature.entity.js';
import type { SiteRecord } from './site-record.entity.js';
import { SiteRecordReader } from './site-record.reader.js';
import { SiteRecordRepository } from './site-record.repository.js';
import type { SigningInput, SiteRecordView } from './site-record.schemas.js';
import { toSiteRecordView } from './site-record.views.js';

type Input = z.output<typeof SigningInput>;

/** Signatures on a record: drawn on the glass, each under the digest of what was signed. */
@Injectable()
export class SiteRecordSigning {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: SiteRecordRepository,
    private readonly rights: ListRights,
    private readonly reader: SiteRecordReader,
    private readonly signers: SignerNames,
    private readonly conclusion: SiteRecordConclusion,
  ) {}

  /**
   * With the last one that was missing the record is signed for good.
   * @throws NOT_FOUND, FORBIDDEN, SITE_RECORD_SIGNED, SITE_RECORD_DIGEST_DIFFERS, SITE_RECORD_CODE_WRONG, SITE_RECORD_SIGNER_OUTSIDE, SITE_RECORD_SIGNED_BEFORE, SITE_RECORD_DRAWING_UNREADABLE
   */
  async sign(actor: Actor, id: string, input: Input): Promise<z.input<typeof SiteRecordView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { caseId } = await this.reader.visible(tx, actor, id);
      await this.rights.requireRecording(tx, actor, caseId);
      const record = await this.records.lock(tx, id);
      if (!record) throw PlatformErrors.NOT_FOUND();
      requireSame(record, input);
      await this.add(tx, record, input);
      await this.conclude(tx, record, input);
      return toSiteRecordView(await this.reader.whole(tx, (await this.records.find(tx, id)) ?? record));
    });
  }

  private async add(tx: Tx, record: SiteRecord, { signatures, code }: Input): Promise<void> {
    const earlier = await this.records.signaturesOf(tx, record.id);
    const rows: SiteRecordSignature[] = [];
    for (const signature of signatures) rows.push(await this.signers.row(tx, record, signature, code));
    const keys = [...earlier, ...rows].flatMap(({ userId, way }) =>
      userId === null ? [] : `${userId} ${way === 'same_glass'}`,
    );
    if (new Set(keys).size !== keys.length) throw EvidenceErrors.SITE_RECORD_SIGNED_BEFORE();
    await this.records.addSignatures(tx, rows);
  }

  private async conclude(tx: Tx, record: SiteRecord, { partyRefusal, noWitness }: Input): Promise<void> {
    const notes = {
      partyRefusal: partyRefusal ?? record.partyRefusal,
      noWitnessReason: noWitness?.reason ?? record.noWitnessReason,
      videoSha256: noWitness?.videoSha256 ?? record.videoSha256,
    };
    await this.records.note(tx, record.id, notes);
    const signatures = await this.records.signaturesOf(tx, record.id);
    if (unsettled(record.content.collectorIds, signatures, notes).length === 0)
      await this.conclusion.conclude(tx, record);
  }
}

function requireSame(record: SiteRecord, { digest, code }: Input): void {
  if (record.state === 'signed') throw EvidenceErrors.SITE_RECORD_SIGNED();
  if (digest !== undefined && digest !== record.digest)
    throw EvidenceErrors.SITE_RECORD_DIGEST_DIFFERS({ digest: record.digest });
  if (code !== undefined && !isCodeOf(code, record.digest)) throw EvidenceErrors.SITE_RECORD_CODE_WRONG();
}
