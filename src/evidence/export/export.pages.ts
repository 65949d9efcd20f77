import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { Papers } from '../../platform/index.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import { LogPapers } from '../log/log.papers.js';
import type { ExportFrame } from './export.builder.js';
import { type Exhibit, exhibitFolder } from './exhibit.types.js';
import { hasPreview, indexPage } from './index.page.js';
import { mapFiles } from './map.files.js';
import { checklistPaper } from './papers/checklist.paper.js';
import { exhibitPaper } from './papers/exhibit.paper.js';
import { listPaper } from './papers/list.paper.js';
import { statementPaper } from './papers/statement.paper.js';
import { ExportedSiteRecords } from './papers/exported-site-records.js';
import { SystemFactsReader } from './papers/system-facts.reader.js';
import { Verifier } from './verifier.js';
import { verifyText } from './verify.text.js';

/** A file of the bag: its path, and what is in it. */
export type PageFile = readonly [path: string, content: Buffer | string];

/** What an export holds for people: papers, pictures, maps, the page to begin with, how to check. */
@Injectable()
export class ExportPages {
  constructor(
    private readonly papers: Papers,
    private readonly renditions: RenditionsService,
    private readonly system: SystemFactsReader,
    private readonly log: LogPapers,
    private readonly siteRecords: ExportedSiteRecords,
    private readonly verifier: Verifier,
  ) {}

  /** Paths below the bag, one file after the other. */
  async *of(exhibits: readonly Exhibit[], frame: ExportFrame): AsyncGenerator<PageFile> {
    for (const exhibit of exhibits) yield* this.ofExhibit(exhibit, exhibits, frame);
    yield ['data/documents/list.pdf', await this.papers.write(listPaper(exhibits, frame))];
    yield ['data/documents/checklist.pdf', await this.papers.write(checklistPaper(exhibits, frame))];
    yield* this.siteRecords.of(frame);
    const system = await this.system.read(frame.madeAt);
    yield ['data/documents/statement.pdf', await this.papers.write(statementPaper(system, frame))];
    yield* mapFiles(exhibits, frame);
    yield ['index.html', indexPage(exhibits, frame, system.time)];
    yield ['VERIFY.md', await this.howToVerify()];
    yield [this.verifier.description.fileName, this.verifier.source];
  }

  private async *ofExhibit(
    exhibit: Exhibit,
    exhibits: readonly Exhibit[],
    frame: ExportFrame,
  ): AsyncGenerator<PageFile> {
    const folder = exhibitFolder(exhibit);
    const preview = hasPreview(exhibit) ? await this.previewOf(exhibit) : null;
    if (preview) yield [`${folder}/preview.jpg`, preview];
    const paper = exhibitPaper(exhibit, frame, { preview, exhibits, glyphs: this.papers.font });
    yield [`${folder}/exhibit.pdf`, await this.papers.write(paper)];
  }

  private async previewOf({ item }: Exhibit): Promise<Buffer> {
    return buffer((await this.renditions.open(item.sha256, 'preview')).stream);
  }

  private async howToVerify(): Promise<string> {
    const { origin, verifierKeys: keys } = await this.log.identity();
    return verifyText({ origin, keys, verifierSha256: this.verifier.description.sha256 });
  }
}
