import { Injectable } from '@nestjs/common';
import { type Actor, type CellValue, type Tx, UnitOfWork } from '../../../../platform/index.js';
import { PoolRights } from '../../../pool-rights.service.js';
import { BarcodeRepository } from '../../barcodes/barcode.repository.js';
import { DeviceRepository } from '../../pool/device.repository.js';
import { type DeviceChoice, DevicesService, type ShownDevice } from '../../pool/devices.service.js';
import { RegisterRepository } from '../../registry/register.repository.js';
import {
  attributeFieldsOf,
  cellOf,
  columnsFor,
  type LedgerColumn,
  type LedgerEntry,
} from '../columns/ledger-sheet.rules.js';
import { LedgerErrors } from '../ledger.errors.js';
import type { LedgerLanguage } from '../columns/ledger.fields.js';

const MOST_COLUMNS = 250;

/** The register as rows and columns, as its reader may know it. */
@Injectable()
export class LedgerRows {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly devices: DevicesService,
    private readonly pool: DeviceRepository,
    private readonly register: RegisterRepository,
    private readonly barcodes: BarcodeRepository,
    private readonly rights: PoolRights,
  ) {}

  /** @throws EXPORT_TOO_WIDE */
  async columnsFor(tx: Tx, { kind, category, parts }: DeviceChoice, language: LedgerLanguage): Promise<LedgerColumn[]> {
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

  async *each(
    actor: Actor,
    choice: DeviceChoice,
    { columns, language }: { readonly columns: readonly LedgerColumn[]; readonly language: LedgerLanguage },
  ): AsyncGenerator<readonly CellValue[]> {
    for await (const page of this.devices.pages(actor, choice))
      for (const entry of await this.entriesOf(actor, page))
        yield columns.map(({ field }) => cellOf(entry, field, language));
  }

  private async entriesOf(actor: Actor, page: readonly ShownDevice[]): Promise<LedgerEntry[]> {
    const ids = page.map(({ row }) => row.id);
    const { records, worn } = await this.unitOfWork.read(async (tx) => ({
      records: await this.register.findAll(tx, ids),
      worn: await this.barcodes.valuesOf(tx, ids),
    }));
    const byId = new Map(records.map((record) => [record.id, record]));
    return page.flatMap(({ row, isParty }) => {
      const record = byId.get(row.id);
      if (!record) return [];
      const { kindCode, nameZh: zh, nameEn: en, unitId } = row;
      const isOwner = this.rights.owns(actor, 'device.readParty', unitId);
      return [
        {
          record,
          kindCode,
          kindName: { zh, en },
          unitName: this.rights.nameOf(unitId),
          isParty,
          isOwner,
          barcodes: worn.get(row.id) ?? [],
        },
      ];
    });
  }
}
