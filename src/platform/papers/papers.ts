import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { DEMONSTRATION_MARK } from '../http/index.js';
import { drawingAsPng, openPicture } from '../pictures/index.js';
import { writeDocx } from './docx.writer.js';
import type { Signatures } from './block.layout.js';
import type { Sheet } from './marks.js';
import type { Paper } from './paper.js';
import { layPaper } from './paper.layout.js';
import { type PdfInfo, writePdf } from './pdf.writer.js';
import { type PrintFont, printFont } from './print.font.js';
import { type Drawn, drawnOf, UNREADABLE_SIGNATURE } from './signature.rules.js';
import { writeSvg } from './svg.writer.js';

const MOST_PIXELS = 16_000_000;
const SIGNATURE_PIXELS = { width: 900, height: 360 } as const;

/** Documents on paper, as PDF. Every page of a demonstration says that it is one. */
@Injectable()
export class Papers {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  get font(): PrintFont {
    return printFont();
  }

  /** What stands on every sheet of a demonstration; undefined in production. */
  get banner(): string | undefined {
    return this.config.SKYDOCKET_MODE === 'demonstration' ? DEMONSTRATION_MARK : undefined;
  }

  /** A document on A4. */
  async write(paper: Paper): Promise<Buffer> {
    const signatures = await readSignatures(paper);
    return this.writeSheets(layPaper(paper, { glyphs: this.font, signatures, banner: this.banner }), paper);
  }

  /** The same for a text processor, to be filled in further. */
  writeDocx(paper: Paper): Promise<Buffer> {
    return writeDocx(paper, this.banner);
  }

  /** Sheets whose marks somebody else has placed, such as labels; the banner is theirs to place. */
  writeSheets(sheets: Iterable<Sheet>, info: PdfInfo): Promise<Buffer> {
    return writePdf(sheets, info, this.font);
  }

  svg(sheet: Sheet): string {
    return writeSvg(sheet, this.font);
  }

  png(sheet: Sheet, dotsPerInch: number): Promise<Buffer> {
    return drawingAsPng(writeSvg(sheet, this.font, ''), dotsPerInch);
  }
}

async function readSignatures({ blocks }: Paper): Promise<Signatures> {
  const drawn = blocks
    .flatMap((block) => (block.kind === 'signatures' ? block.boxes : []))
    .flatMap(({ signature }) => (signature ? [signature] : []));
  const entries = drawn.map(async (signature) => [signature, await readable(drawnOf(signature))] as const);
  return new Map(await Promise.all(entries));
}

/** A picture is decoded here, once, so that a broken one is said on the paper and cannot end the document. */
async function readable(drawn: Drawn): Promise<Drawn> {
  if (drawn.kind !== 'image') return drawn;
  try {
    const picture = await openPicture(drawn.bytes, { limitInputPixels: MOST_PIXELS });
    const bytes = await picture
      .flatten({ background: '#ffffff' })
      .resize({ ...SIGNATURE_PIXELS, fit: 'inside', withoutEnlargement: true })
      .png({ palette: false })
      .toBuffer();
    return { kind: 'image', bytes };
  } catch {
    return { kind: 'words', text: UNREADABLE_SIGNATURE };
  }
}
