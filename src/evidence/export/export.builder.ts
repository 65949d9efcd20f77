import { Injectable } from '@nestjs/common';
import type { CaseSummary } from '../../cases/index.js';
import { type Actor, SYSTEM, UnitOfWork, VERSION, ZipFileWriter } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { LogEntryKind } from '../log/log.codes.js';
import type { CheckpointRow } from '../log/log.repository.js';
import { LogNotary } from '../log/log.notary.js';
import { BagWriter } from './bag.writer.js';
import type { EvidenceExport } from './export.entity.js';
import { contentsText } from './export.contents.js';
import { ExportPages } from './export.pages.js';
import { ExhibitFiles, type SheetFrame } from './exhibit.files.js';
import { ExhibitReader } from './exhibit.reader.js';
import type { ExhibitBrief } from './exhibit.types.js';
import { ExportRoom } from './export.room.js';

export interface BuiltExport {
  readonly sealSha256: string;
  /** Items that had their bytes when it was begun: they are in it, or their places are on the sheets of others. */
  readonly standing: readonly string[];
}

/** What is to be packed, as whom, for which case. */
export interface ExportOrder {
  readonly row: EvidenceExport;
  readonly caseFile: CaseSummary;
  readonly requester: Actor;
  readonly madeAt: Date;
}

/** Everything an export is made of, so far as it is the same for all exhibits. */
export interface ExportFrame extends ExportOrder {
  readonly checkpoint: CheckpointRow;
}

/** Packs an export: originals, records, custody, proofs and papers, sealed. */
@Injectable()
export class ExportBuilder {
  constructor(
    private readonly exhibits: ExhibitReader,
    private readonly files: ExhibitFiles,
    private readonly pages: ExportPages,
    private readonly notary: LogNotary,
    private readonly room: ExportRoom,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @param signal ends it where it is not this run’s any more
   * @throws EXPORT_ORIGINAL_CHANGED, EXPORT_LOG_BEHIND, EXPORT_DISK_FULL and what the disk says
   */
  async build(order: ExportOrder, path: string, signal: AbortSignal): Promise<BuiltExport> {
    const checkpoint = await this.notary.headOver(order.row.itemIds);
    if (!checkpoint) throw EvidenceErrors.EXPORT_LOG_BEHIND();
    const frame = { ...order, checkpoint };
    const zip = new ZipFileWriter(path, order.madeAt);
    try {
      const bag = new BagWriter(zip, `skydocket-export-${order.row.id}`);
      const places = await this.unitOfWork.read((tx) => this.files.places(tx, order.row.itemIds));
      const exhibits = await this.packExhibits(bag, { frame, places }, signal);
      for await (const [name, content] of this.pages.of(exhibits, frame)) await bag.add(name, content);
      await bag.add('data/export.json', contentsText(exhibits, frame));
      const sealSha256 = await this.seal(bag, frame);
      await zip.close();
      return { sealSha256, standing: places.filter(({ isStanding }) => isStanding).map(({ itemId }) => itemId) };
    } catch (error) {
      zip.abandon(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  /** One after the other, so that no more than one is in memory. */
  private async packExhibits(bag: BagWriter, sheets: SheetFrame, signal: AbortSignal): Promise<ExhibitBrief[]> {
    const { row, requester, checkpoint } = sheets.frame;
    const briefs: ExhibitBrief[] = [];
    for (const [at, itemId] of row.itemIds.entries()) {
      signal.throwIfAborted();
      const place = { itemId, caseId: row.caseId, position: at + 1, checkpoint };
      const exhibit = await this.unitOfWork.read((tx) => this.exhibits.read(tx, requester, place));
      if (exhibit.proofs.waiting.some(isTold)) throw EvidenceErrors.EXPORT_LOG_BEHIND();
      await this.room.keep(exhibit.record.size);
      briefs.push(await this.files.write(bag, exhibit, sheets));
    }
    return briefs;
  }

  private async seal(bag: BagWriter, { row, caseFile, madeAt }: ExportFrame): Promise<string> {
    const signer = await this.unitOfWork.run(SYSTEM, (tx) => this.notary.signer(tx));
    return bag.finish({
      exportId: row.id,
      origin: signer.origin,
      madeAt,
      sign: signer.sign,
      facts: [
        ['Bag-Software-Agent', `Skydocket ${VERSION}`],
        ['Bagging-Date', madeAt.toISOString().slice(0, 10)],
        ['External-Identifier', row.id],
        ['External-Description', `${caseFile.number} ${caseFile.title}`],
        ['Internal-Sender-Description', row.purpose],
      ],
    });
  }
}

/**
 * Sealed or removed meanwhile: what the record says then lies under no head that was taken before. The hash over a day of
 * custody is said by nothing but its proof: without it the day's events are those newer than the last one.
 */
function isTold(kind: LogEntryKind): boolean {
  return kind !== 'custody_head';
}
