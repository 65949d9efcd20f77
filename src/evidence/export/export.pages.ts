import { Injectable } from '@nestjs/common';
import { Papers } from '../../platform/index.js';
import { LogPapers } from '../log/log.papers.js';
import type { ExportFrame } from './export.builder.js';
import type { ExhibitBrief } from './exhibit.types.js';
import { ExportedMeasurements } from './exported-measurements.js';
import { indexPage } from './index.page.js';
import { mapFiles } from './map.files.js';
import { checklistPaper } from './papers/checklist.paper.js';
import { listPaper } from './papers/list.paper.js';
import { statementPaper } from './papers/statement.paper.js';
import { ExportedSiteRecords } from './papers/exported-site-records.js';
import { type SystemFacts, SystemFactsReader } from './papers/system-facts.reader.js';
import { Verifier } from './verifier.js';
import { verifyText } from './verify.text.js';

/** A file of the bag: its path, and what is in it. */
export type PageFile = readonly [path: string, content: Buffer | string];

/** What an export holds of all exhibits together: papers, maps, the log, the page to begin with, how to check. */
@Injectable()
export class ExportPages {
  constructor(
    private readonly papers: Papers,
    private readonly system: SystemFactsReader,
    private readonly log: LogPapers,
    private readonly siteRecords: ExportedSiteRecords,
    private readonly measurements: ExportedMeasurements,
    private readonly verifier: Verifier,
  ) {}

  /** Paths below the bag, one file after the other; the first page last, for it names the others. */
  async *of(exhibits: readonly ExhibitBrief[], frame: ExportFrame): AsyncGenerator<PageFile> {
    const paths: string[] = [];
    const system = await this.system.read(frame.madeAt);
    for await (const file of this.named(exhibits, system, frame)) {
      paths.push(file[0]);
      yield file;
    }
    yield ['index.html', indexPage(exhibits, { paths, independentTime: system.time }, frame)];
    yield ['VERIFY.md', await this.howToVerify()];
    yield [this.verifier.description.fileName, this.verifier.source];
  }

  private async *named(
    exhibits: readonly ExhibitBrief[],
    system: SystemFacts,
    frame: ExportFrame,
  ): AsyncGenerator<PageFile> {
    const entries = exhibits.flatMap(({ entries }) => entries);
    for (const [name, content] of await this.log.of(frame.checkpoint, entries)) yield [`data/log/${name}`, content];
    yield ['data/documents/list.pdf', await this.papers.write(listPaper(exhibits, frame))];
    yield ['data/documents/checklist.pdf', await this.papers.write(checklistPaper(exhibits, frame))];
    yield ['data/documents/statement.pdf', await this.papers.write(statementPaper(system, exhibits, frame))];
    yield* this.siteRecords.of(frame);
    const measurements = await this.measurements.of(frame);
    if (measurements.length > 0) yield ['data/measurements.json', `${JSON.stringify(measurements, null, 2)}\n`];
    yield* mapFiles({ exhibits, measurements }, frame);
  }

  private async howToVerify(): Promise<string> {
    const { origin, verifierKeys: keys } = await this.log.identity();
    return verifyText({ origin, keys, verifierSha256: this.verifier.description.sha256 });
  }
}
