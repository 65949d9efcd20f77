import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  CONFIG,
  type Config,
  DEMONSTRATION_MARK,
  SPREADSHEET_MEDIA_TYPES,
  type StreamedFile,
  UnitOfWork,
  writeSpreadsheet,
  chinaDateOf,
} from '../../../../platform/index.js';
import type { ExportQuery } from './ledger-export.schemas.js';
import { LedgerRows } from './ledger-rows.service.js';
import type { LedgerLanguage } from '../columns/ledger.fields.js';

const NAMES = { zh: '设备台账', en: 'Device register' } as const;

/** The register as a spreadsheet, written while it is read. */
@Injectable()
export class LedgerExport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: LedgerRows,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws EXPORT_TOO_WIDE */
  async write(actor: Actor, query: z.output<typeof ExportQuery>, language: LedgerLanguage): Promise<StreamedFile> {
    const { f, lang: _, ...choice } = query;
    const columns = await this.unitOfWork.run(actor, async (tx) => {
      const subject = { kind: 'ledger', id: asUser(actor).unitId };
      await this.audit.record(tx, { action: 'equipment.exportRegister', subject, details: { f, ...choice } });
      return this.rows.columnsFor(tx, choice, language);
    });
    const stream = writeSpreadsheet(f, {
      name: NAMES[language],
      banner: this.config.SKYDOCKET_MODE === 'demonstration' ? DEMONSTRATION_MARK : undefined,
      columns,
      rows: this.rows.each(actor, choice, { columns, language }),
    });
    const fileName = `${NAMES[language]} ${chinaDateOf(this.clock.now())}.${f}`;
    return { stream, contentType: SPREADSHEET_MEDIA_TYPES[f], fileName };
  }
}
