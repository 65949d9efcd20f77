import { Injectable } from '@nestjs/common';
import { Clock, Papers, type ServedFile, servedBytes, type Sheet } from '../../../platform/index.js';
import { areaOfSize, type LabelSize, SHEET_FORMATS, type SheetLayout } from './label.formats.js';
import { type LabelArea, labelMarks, type LabelText } from './label.layout.js';
import type { LABEL_FILES, LabelLanguage } from './label.schemas.js';
import { layLabelSheets } from './sheet.layout.js';

const DOTS_PER_INCH = 300;

export interface SingleWish {
  readonly size: LabelSize;
  readonly language: LabelLanguage;
  readonly f: (typeof LABEL_FILES)[number];
}

export interface SheetWish {
  readonly layout: SheetLayout;
  readonly startAt: number;
  readonly cropMarks: boolean;
  readonly language: LabelLanguage;
}

/** Labels on paper. */
@Injectable()
export class LabelPrinter {
  constructor(
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  async single(text: LabelText, { size, language, f }: SingleWish): Promise<ServedFile> {
    const area = areaOfSize(size);
    const sheet = { ...area, marks: this.marksOf(text, area) };
    const name = `${text.assetCode}.${f}`;
    if (f === 'svg') return servedBytes(Buffer.from(this.papers.svg(sheet)), 'image/svg+xml', name);
    if (f === 'png') return servedBytes(await this.papers.png(sheet, DOTS_PER_INCH), 'image/png', name);
    return servedBytes(await this.pdf([sheet], text.assetCode, language), 'application/pdf', name);
  }

  async sheets(
    texts: readonly LabelText[],
    { layout, startAt, cropMarks, language }: SheetWish,
    title: Readonly<Record<LabelLanguage, string>>,
  ): Promise<ServedFile> {
    const options = { startAt, cropMarks };
    const sheets = layLabelSheets(texts, SHEET_FORMATS[layout], options, (text, area) => this.marksOf(text, area));
    return servedBytes(await this.pdf(sheets, title[language], language), 'application/pdf', `labels-${layout}.pdf`);
  }

  private marksOf(text: LabelText, area: LabelArea) {
    return labelMarks(text, area, this.papers.font, this.papers.banner);
  }

  private pdf(sheets: Iterable<Sheet>, title: string, language: LabelLanguage): Promise<Buffer> {
    return this.papers.writeSheets(sheets, { title, language, printedAt: this.clock.now() });
  }
}
