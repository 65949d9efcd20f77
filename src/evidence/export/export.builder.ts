import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { CaseSummary } from '../../cases/index.js';
import { type Actor, OriginalsService, SYSTEM, UnitOfWork, VERSION, ZipFileWriter } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { CheckpointRow } from '../log/log.repository.js';
import { LogNotary } from '../log/log.notary.js';
import { LogPapers, spellProofs } from '../log/log.papers.js';
import { BagWriter } from './bag.writer.js';
import type { EvidenceExport } from './export.entity.js';
import { ExportPages } from './export.pages.js';
import { ExhibitReader } from './exhibit.reader.js';
import { type Exhibit, exhibitFolder, originalPath } from './exhibit.types.js';

export interface BuiltExport {
  readonly sealSha256: string;
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
    private readonly pages: ExportPages,
    private readonly notary: LogNotary,
    private readonly log: LogPapers,
    private readonly originals: OriginalsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws EXPORT_ORIGINAL_CHANGED, EXPORT_LOG_BEHIND and what the disk says */
  async build({ row, caseFile, requester, madeAt }: ExportOrder, path: string): Promise<BuiltExport> {
    const checkpoint = await this.notary.headOver(row.itemIds);
    if (!checkpoint) throw EvidenceErrors.EXPORT_LOG_BEHIND();
    const frame = { row, caseFile, requester, checkpoint, madeAt };
    const zip = new ZipFileWriter(path, madeAt);
    try {
      const sealSha256 = await this.pack(new BagWriter(zip, `skydocket-export-${row.id}`), frame);
      await zip.close();
      return { sealSha256 };
    } catch (error) {
      zip.abandon(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  private async pack(bag: BagWriter, frame: ExportFrame): Promise<string> {
    const { row, requester, checkpoint } = frame;
    const exhibits: Exhibit[] = [];
    for (const [at, itemId] of row.itemIds.entries()) {
      const place = { itemId, caseId: row.caseId, position: at + 1, checkpoint };
      const exhibit = await this.unitOfWork.read((tx) => this.exhibits.read(tx, requester, place));
      // Sealed meanwhile: what the record says lies under no head that was taken before.
      if (exhibit.proofs.waiting > 0) throw EvidenceErrors.EXPORT_LOG_BEHIND();
      await this.addExhibit(bag, exhibit);
      exhibits.push(exhibit);
    }
    await this.addFrame(bag, exhibits, frame);
    return this.seal(bag, frame);
  }

  private async addExhibit(bag: BagWriter, exhibit: Exhibit): Promise<void> {
    const { item, record } = exhibit;
    const folder = exhibitFolder(exhibit);
    const packed = await bag.add(originalPath(exhibit), await this.originals.read(item.sha256));
    if (packed.sha256 !== item.sha256 || packed.sm3 !== record.sm3)
      throw EvidenceErrors.EXPORT_ORIGINAL_CHANGED({ itemId: item.id });
    await bag.add(`${folder}/record.json`, json(record));
    await bag.add(`${folder}/custody.json`, json(exhibit.custody));
    await bag.add(`${folder}/chain.json`, json(exhibit.chain));
    await bag.add(`${folder}/corroboration.json`, json(exhibit.corroboration));
    await bag.add(`${folder}/proofs.json`, json(spellProofs(exhibit.proofs, exhibit.known)));
    const { sealedRecord, track, custodyRows } = exhibit.extras;
    await bag.add(`${folder}/custody-rows.json`, custodyRows);
    if (sealedRecord !== null) await bag.add(`${folder}/sealed-record.json`, sealedRecord);
    if (track !== null) await bag.add(`${folder}/track.geojson`, track);
  }

  private async addFrame(bag: BagWriter, exhibits: readonly Exhibit[], frame: ExportFrame): Promise<void> {
    await bag.add('data/export.json', json(contentsOf(exhibits, frame)));
    const indexes = exhibits.flatMap(({ proofs }) => proofs.entries.map(({ index }) => index));
    for (const [name, content] of await this.log.of(frame.checkpoint, indexes))
      await bag.add(`data/log/${name}`, content);
    for await (const [name, content] of this.pages.of(exhibits, frame)) await bag.add(name, content);
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

function contentsOf(exhibits: readonly Exhibit[], { row, caseFile, madeAt }: ExportFrame) {
  const { id, purpose, requester, requestedAt } = row;
  return {
    format: 'skydocket-export',
    version: 1,
    id,
    case: { id: caseFile.id, number: caseFile.number, title: caseFile.title },
    purpose,
    requestedBy: requester.name,
    requestedAt: requestedAt.toISOString(),
    madeAt: madeAt.toISOString(),
    software: `Skydocket ${VERSION}`,
    exhibits: exhibits.map((exhibit) => {
      const { id: itemId, sha256, sm3, size, kind, fileName, state } = exhibit.record;
      const original = originalPath(exhibit);
      return {
        number: exhibit.number,
        itemId,
        kind,
        state,
        fileName,
        original,
        sha256,
        sm3,
        size,
        purpose: exhibit.purpose,
      };
    }),
  };
}

function json(value: unknown): Readable {
  return Readable.from([Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8')]);
}
