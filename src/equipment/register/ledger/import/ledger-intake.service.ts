import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Actor, UploadReceiver } from '../../../../platform/index.js';
import { type ImportResult, LedgerImport } from './ledger-import.service.js';
import { parseImportMetadata } from './ledger-import.schemas.js';
import type { LedgerLanguage } from '../columns/ledger.fields.js';

const FILE_LIMIT_MEGABYTES = 20;

/** A ledger on its way from the wire; nothing of the file stays. */
@Injectable()
export class LedgerIntake {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly ledger: LedgerImport,
  ) {}

  /** @throws UPLOAD_…, IMPORT_METADATA_INVALID, and what an import throws */
  async receive(actor: Actor, request: IncomingMessage, language: LedgerLanguage): Promise<ImportResult> {
    const rules = { texts: ['metadata'], limitMegabytes: FILE_LIMIT_MEGABYTES };
    const { path, digests, texts } = await this.receiver.receive(request, rules);
    try {
      const input = parseImportMetadata(texts.get('metadata') ?? '');
      const file = { path, digest: digests.sha256 };
      if (input.mode === 'dry_run') return await this.ledger.preview(actor, file, input);
      return await this.ledger.apply(actor, file, input, language);
    } finally {
      await this.receiver.discard(path);
    }
  }
}
