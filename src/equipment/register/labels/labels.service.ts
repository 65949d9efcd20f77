import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  Papers,
  type ServedFile,
  servedBytes,
  UnitOfWork,
} from '../../../platform/index.js';
import { areaOfSize, SHEET_FORMATS } from './label.formats.js';
import { type LabelText, labelMarks } from './label.layout.js';
import { LabelDevices } from './label-devices.service.js';
import { LabelTexts } from './label-texts.service.js';
import type { LabelLanguage, LabelQuery, SheetCreate } from './label.schemas.js';
import { layLabelSheets } from './sheet.layout.js';

const DOTS_PER_INCH = 300;

/** Labels with a QR code that leads back to the device. */
@Injectable()
export class LabelsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly devices: LabelDevices,
    private readonly texts: LabelTexts,
    private readonly papers: Papers,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_NOT_FOUND, PUBLIC_URL_UNSET */
  async single(id: string, { size, language, f }: z.output<typeof LabelQuery>, askedAt: string): Promise<ServedFile> {
    const row = await this.unitOfWork.read((tx) => this.devices.one(tx, id));
    const area = areaOfSize(size);
    const sheet = { ...area, marks: this.marksOf(this.texts.of(row, { language, askedAt }), area) };
    const name = `${row.assetCode}.${f}`;
    if (f === 'svg') return servedBytes(Buffer.from(this.papers.svg(sheet)), 'image/svg+xml', name);
    if (f === 'png') return servedBytes(await this.papers.png(sheet, DOTS_PER_INCH), 'image/png', name);
    return servedBytes(await this.pdf([sheet], row.assetCode, language), 'application/pdf', name);
  }

  /** @throws DEVICE_NOT_FOUND naming those that are not, LABELS_NONE, LABELS_TOO_MANY, PUBLIC_URL_UNSET */
  async sheets(actor: Actor, input: z.output<typeof SheetCreate>, askedAt: string): Promise<ServedFile> {
    const { layout, startAt, cropMarks, language } = input;
    const rows = await this.unitOfWork.run(actor, async (tx) => {
      const chosen = await this.devices.chosen(tx, input);
      const details = { layout, labels: chosen.length, assetCodes: chosen.map(({ assetCode }) => assetCode) };
      await this.audit.record(tx, { action: 'equipment.printLabels', subject: { kind: 'label', id: layout }, details });
      return chosen;
    });
    const texts = rows.map((row) => this.texts.of(row, { language, askedAt }));
    const options = { startAt, cropMarks };
    const sheets = layLabelSheets(texts, SHEET_FORMATS[layout], options, (text, area) => this.marksOf(text, area));
    const title = language === 'zh' ? '设备标签' : 'Device labels';
    return servedBytes(await this.pdf(sheets, title, language), 'application/pdf', `labels-${layout}.pdf`);
  }

  private marksOf(text: LabelText, area: { width: number; height: number }) {
    return labelMarks(text, area, this.papers.font, this.papers.banner);
  }

  private pdf(sheets: Parameters<Papers['writeSheets']>[0], title: string, language: LabelLanguage): Promise<Buffer> {
    return this.papers.writeSheets(sheets, { title, language, printedAt: this.clock.now() });
  }
}
