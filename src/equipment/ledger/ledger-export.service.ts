import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  type CellValue,
  Clock,
  CONFIG,
  type Config,
  DEMONSTRATION_MARK,
  SPREADSHEET_MEDIA_TYPES,
  type StreamedFile,
  type Tx,
  UnitOfWork,
  writeSpreadsheet,
} from '../../platform/index.js';
import { chinaDateOf } from '../bookings/period.rules.js';
import { PoolRights } from '../pool-rights.service.js';
import { DeviceRepository } from '../pool/device.repository.js';
import { DevicesService, type ShownDevice } from '../pool/devices.service.js';
import { RegisterRepository } from '../registry/register.repository.js';
import type { ExportQuery } from './ledger-export.schemas.js';
import { attributeFieldsOf, cellOf, columnsFor, type LedgerColumn, type LedgerEntry } from './ledger-sheet.rules.js';
import { LedgerErrors } from './ledger.errors.js';
import type { LedgerLanguage } from './ledger.fields.js';

type Query = z.output<typeof ExportQuery>;

const MOST_COLUMNS = 250;
const NAMES = { zh: '设备台账', en: 'Device register' } as const;

/** The register as a spreadsheet, written while it is read. */
@Injectable()
export class LedgerExport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly devices: DevicesService,
    private readonly pool: DeviceRepository,
    private readonly register: RegisterRepository,
    private readonly rights: PoolRights,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws EXPORT_TOO_WIDE */
  async write(actor: Actor, { f, lang: _, ...filter }: Query, language: LedgerLanguage): Promise<StreamedFile> {
    const columns = await this.unitOfWork.run(actor, async (tx) => {
      const details = { f, ...filter };
      const subject = { kind: 'ledger', id: asUser(actor).unitId };
      await this.audit.record(tx, { action: 'equipment.exportRegister', subject, details });
      return this.columnsOf(tx, filter, language);
    });
    const plan = {
      name: NAMES[language],
      banner: this.config.SKYDOCKET_MODE === 'demonstration' ? DEMONSTRATION_MARK : undefined,
      columns,
      rows: this.rowsOf(actor, filter, columns, language),
    };
    const fileName = `${NAMES[language]} ${chinaDateOf(this.clock.now())}.${f}`;
    return { stream: writeSpreadsheet(f, plan), contentType: SPREADSHEET_MEDIA_TYPES[f], fileName };
  }

  private async columnsOf(tx: Tx, filter: Pick<Query, 'kind' | 'category' | 'parts'>, language: LedgerLanguage) {
    const { kind, category, parts } = filter;
    const kinds = (await this.pool.kinds(tx, parts)).filter(
      ({ code, category: of, deviceCount }) =>
        deviceCount > 0 && (kind === undefined || code === kind) && (category === undefined || of === category),
    );
    const columns = columnsFor(
      kinds.flatMap(({ attributeSchema }) => attributeFieldsOf(attributeSchema)),
      language,
    );
    if (columns.length > MOST_COLUMNS) throw LedgerErrors.EXPORT_TOO_WIDE({ most: MOST_COLUMNS });
    return columns;
  }

  private async *rowsOf(
    actor: Actor,
    filter: Parameters<DevicesService['pages']>[1],
    columns: readonly LedgerColumn[],
    language: LedgerLanguage,
  ): AsyncGenerator<readonly CellValue[]> {
    for await (const page of this.devices.pages(actor, filter))
      for (const entry of await this.entriesOf(actor, page))
        yield columns.map(({ field }) => cellOf(entry, field, language));
  }

  private async entriesOf(actor: Actor, page: readonly ShownDevice[]): Promise<LedgerEntry[]> {
    const ids = page.map(({ row }) => row.id);
    const records = await this.unitOfWork.read((tx) => this.register.findAll(tx, ids));
    const byId = new Map(records.map((record) => [record.id, record]));
    return page.flatMap(({ row, isParty }) => {
      const record = byId.get(row.id);
      if (!record) return [];
      const { kindCode, nameZh: zh, nameEn: en, unitId } = row;
      const isOwner = this.rights.owns(actor, 'device.readParty', unitId);
      return [{ record, kindCode, kindName: { zh, en }, unitName: this.rights.nameOf(unitId), isParty, isOwner }];
    });
  }
}
