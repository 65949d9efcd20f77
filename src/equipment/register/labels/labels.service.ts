import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, type ServedFile, UnitOfWork } from '../../../platform/index.js';
import { LabelDevices } from './label-devices.service.js';
import { LabelPrinter } from './label-printer.js';
import { LabelTexts } from './label-texts.service.js';
import type { LabelQuery, SheetCreate } from './label.schemas.js';

const TITLE = { zh: '设备标签', en: 'Device labels' } as const;

/** Labels with a QR code that leads back to the device. */
@Injectable()
export class LabelsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly devices: LabelDevices,
    private readonly texts: LabelTexts,
    private readonly printer: LabelPrinter,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DEVICE_NOT_FOUND, PUBLIC_URL_UNSET */
  async single(id: string, wish: z.output<typeof LabelQuery>, askedAt: string): Promise<ServedFile> {
    const row = await this.unitOfWork.read((tx) => this.devices.one(tx, id));
    return this.printer.single(this.texts.of(row, { language: wish.language, askedAt }), wish);
  }

  /** @throws DEVICE_NOT_FOUND naming those that are not, LABELS_NONE, LABELS_TOO_MANY, PUBLIC_URL_UNSET */
  async sheets(actor: Actor, input: z.output<typeof SheetCreate>, askedAt: string): Promise<ServedFile> {
    const { layout, language } = input;
    const rows = await this.unitOfWork.run(actor, async (tx) => {
      const chosen = await this.devices.chosen(tx, input);
      const details = { layout, labels: chosen.length, assetCodes: chosen.map(({ assetCode }) => assetCode) };
      await this.audit.record(tx, { action: 'equipment.printLabels', subject: { kind: 'label', id: layout }, details });
      return chosen;
    });
    const texts = rows.map((row) => this.texts.of(row, { language, askedAt }));
    return this.printer.sheets(texts, input, TITLE);
  }
}
