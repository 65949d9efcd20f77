import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { ListRights } from '../cases/list-rights.js';
import { signedText } from './record-digest.rules.js';
import type { SiteRecord } from './site-record.entity.js';
import { SiteRecordRepository } from './site-record.repository.js';
import type { SiteRecordBrief, SiteRecordQuery, SiteRecordView } from './site-record.schemas.js';
import { toSiteRecordBrief, toSiteRecordView, type WholeRecord } from './site-record.views.js';

/** The bytes under the signatures, and each signature as it was drawn, in the order of the view; null: not drawn. */
export interface SignedRecord {
  readonly text: string;
  readonly drawings: readonly (string | null)[];
}

/** On-site records as those read them who may read the evidence of the case. */
@Injectable()
export class SiteRecordReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: SiteRecordRepository,
    private readonly rights: ListRights,
  ) {}

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof SiteRecordView>> {
    return this.unitOfWork.read(async (tx) =>
      toSiteRecordView(await this.whole(tx, await this.visible(tx, actor, id))),
    );
  }

  /** Newest first. @throws NOT_FOUND */
  async list(
    actor: Actor,
    { caseId, limit, cursor }: z.output<typeof SiteRecordQuery>,
  ): Promise<Page<z.input<typeof SiteRecordBrief>>> {
    const before = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      await this.rights.requireReading(tx, actor, caseId);
      const rows = await this.records.ofCase(tx, caseId, { before, limit: limit + 1 });
      return keysetPage(rows, limit, ({ id }) => [id], toSiteRecordBrief);
    });
  }

  /** @throws NOT_FOUND */
  async visible(tx: Tx, actor: Actor, id: string): Promise<SiteRecord> {
    const record = await this.records.find(tx, id);
    if (!record) throw PlatformErrors.NOT_FOUND();
    await this.rights.requireReading(tx, actor, record.caseId);
    return record;
  }

  /** What shows to others what was signed and drawn. @throws NOT_FOUND */
  async signed(actor: Actor, id: string): Promise<SignedRecord> {
    return this.unitOfWork.read(async (tx) => {
      const record = await this.visible(tx, actor, id);
      const signatures = await this.records.signaturesOf(tx, id);
      return { text: signedText(record), drawings: signatures.map(({ drawing }) => drawing) };
    });
  }

  async whole(tx: Tx, record: SiteRecord): Promise<WholeRecord> {
    const { id, caseId, content, listedDigests } = record;
    const names = content.items.map(({ fileName }) => fileName);
    return {
      record,
      signatures: await this.records.signaturesOf(tx, id),
      atHand: await this.records.atHand(tx, caseId, { digests: listedDigests, names }),
      correctedBy: await this.records.correctionsOf(tx, id),
    };
  }
}
