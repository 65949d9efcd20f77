import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Papers } from '../../platform/index.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import { LogNotary } from '../log/log.notary.js';
import type { ExportFrame } from './export.builder.js';
import type { Exhibit } from './exhibit.types.js';
import { hasPreview, indexPage } from './index.page.js';
import { mapFiles } from './map.files.js';
import { checklistPaper } from './papers/checklist.paper.js';
import { exhibitPaper } from './papers/exhibit.paper.js';
import { listPaper } from './papers/list.paper.js';
import { statementPaper } from './papers/statement.paper.js';
import { SystemFactsReader } from './papers/system-facts.reader.js';
import { Verifier } from './verifier.js';
import { verifyText } from './verify.text.js';

/** A file of the bag: its path, and what is in it. */
export type PageFile = readonly [path: string, content: Buffer | string | Readable];

/** What an export holds for people: papers, pictures, maps, the page to begin with, how to check. */
@Injectable()
export class ExportPages {
  constructor(
    private readonly papers: Papers,
    private readonly renditions: RenditionsService,
    private readonly system: SystemFactsReader,
    private readonly notary: LogNotary,
    private readonly verifier: Verifier,
  ) {}

  /** Paths below the folder of the exhibit. */
  async ofExhibit(exhibit: Exhibit, frame: ExportFrame): Promise<PageFile[]> {
    const paper: PageFile = ['exhibit.pdf', await this.papers.write(exhibitPaper(exhibit, frame))];
    if (!hasPreview(exhibit)) return [paper];
    const { stream } = await this.renditions.open(exhibit.item.sha256, 'preview');
    return [paper, ['preview.jpg', stream]];
  }

  /** Paths below the bag. */
  async ofExport(exhibits: readonly Exhibit[], frame: ExportFrame): Promise<PageFile[]> {
    const system = await this.system.read(frame.checkpoint, frame.madeAt);
    const { origin, verifierKeys: keys } = await this.notary.identity();
    const { sha256: verifierSha256 } = this.verifier.description;
    return [
      ['data/documents/list.pdf', await this.papers.write(listPaper(exhibits, frame))],
      ['data/documents/checklist.pdf', await this.papers.write(checklistPaper(exhibits, frame))],
      ['data/documents/statement.pdf', await this.papers.write(statementPaper(system, frame))],
      ...mapFiles(exhibits),
      ['index.html', indexPage(exhibits, frame)],
      ['VERIFY.md', verifyText({ origin, keys, verifierSha256 })],
      ['skydocket-verify.mjs', this.verifier.source],
    ];
  }
}
