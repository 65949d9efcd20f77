import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { OriginalsService, Papers, type Tx } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { spellProofs } from '../log/log.papers.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import type { BagWriter } from './bag.writer.js';
import { ExhibitTexts } from './exhibit.texts.js';
import {
  type Exhibit,
  type ExhibitBrief,
  exhibitFolder,
  exhibitNumber,
  type ExhibitPlace,
  isRemoved,
  originalPath,
  type TrackLine,
} from './exhibit.types.js';
import type { ExportFrame } from './export.builder.js';
import { answersOf } from './papers/checklist.paper.js';
import { exhibitPaper } from './papers/exhibit.paper.js';

/** Items whose places are asked for together. */
const PIECE = 200;

/** What the sheets of all exhibits share. */
export interface SheetFrame {
  readonly frame: ExportFrame;
  readonly places: readonly ExhibitPlace[];
}

/** Writes what an export holds of one exhibit, and keeps no more of it than lists and maps need. */
@Injectable()
export class ExhibitFiles {
  constructor(
    private readonly texts: ExhibitTexts,
    private readonly originals: OriginalsService,
    private readonly renditions: RenditionsService,
    private readonly papers: Papers,
    private readonly items: EvidenceRepository,
  ) {}

  /** In the order of the ids. */
  async places(tx: Tx, itemIds: readonly string[]): Promise<ExhibitPlace[]> {
    const found = new Map<string, Pick<ExhibitPlace, 'position' | 'isStanding'>>();
    for (let at = 0; at < itemIds.length; at += PIECE) {
      for (const { id, state, lon, lat } of await this.items.find(tx, itemIds.slice(at, at + PIECE))) {
        const position = lon === null || lat === null ? null : { lon, lat };
        found.set(id, { position, isStanding: state !== 'removed' });
      }
    }
    return itemIds.map((itemId, at) => ({
      itemId,
      number: exhibitNumber(at + 1),
      ...(found.get(itemId) ?? { position: null, isStanding: false }),
    }));
  }

  /** @throws EXPORT_ORIGINAL_CHANGED */
  async write(bag: BagWriter, exhibit: Exhibit, sheets: SheetFrame): Promise<ExhibitBrief> {
    const folder = exhibitFolder(exhibit);
    const files: string[] = [];
    const add = async (name: string, content: Parameters<BagWriter['add']>[1]): Promise<void> => {
      await bag.add(`${folder}/${name}`, content);
      files.push(name);
    };
    const preview = isRemoved(exhibit) ? null : await this.previewOf(exhibit);
    if (!isRemoved(exhibit)) {
      await this.writeOriginal(bag, exhibit);
      const sheet = { preview, places: sheets.places, glyphs: this.papers.font };
      await add('exhibit.pdf', await this.papers.write(exhibitPaper(exhibit, sheets.frame, sheet)));
    }
    await add('record.json', json(exhibit.record));
    await add('custody.json', Readable.from(this.texts.custodyOf(exhibit)));
    await add('custody-rows.json', Readable.from(this.texts.custodyRowsOf(exhibit)));
    await add('chain.json', json(exhibit.chain));
    await add('corroboration.json', json(exhibit.corroboration));
    await add('proofs.json', json(spellProofs(exhibit.proofs, exhibit.known)));
    if (exhibit.sealedRecord !== null) await add('sealed-record.json', exhibit.sealedRecord);
    if (preview) await add('preview.jpg', preview);
    if (!exhibit.track) return briefOf(exhibit, files, null);
    const lines: TrackLine[] = [];
    await add('track.geojson', Readable.from(told(this.texts.trackOf(exhibit.track), (line) => lines.push(line))));
    return briefOf(exhibit, files, lines[0] ?? null);
  }

  private async writeOriginal(bag: BagWriter, exhibit: Exhibit): Promise<void> {
    const { id, sha256 } = exhibit.item;
    const packed = await bag.add(originalPath(exhibit), await this.originals.read(sha256));
    if (packed.sha256 !== sha256 || packed.sm3 !== exhibit.record.sm3)
      throw EvidenceErrors.EXPORT_ORIGINAL_CHANGED({ itemId: id });
  }

  private async previewOf({ item, record }: Exhibit): Promise<Buffer | null> {
    const isThere = record.renditions.some(({ name, state }) => name === 'preview' && state === 'ready');
    return isThere ? buffer((await this.renditions.open(item.sha256, 'preview')).stream) : null;
  }
}

/** What a generator yields; `keep` is told what it returns. */
async function* told<T, R>(source: AsyncGenerator<T, R>, keep: (result: R) => unknown): AsyncGenerator<T> {
  keep(yield* source);
}

function briefOf(exhibit: Exhibit, files: readonly string[], track: TrackLine | null): ExhibitBrief {
  const { number, purpose, record, corroboration } = exhibit;
  const { id, kind, state, title, fileName, sha256, sm3, size, mediaType, receivedAt, flags, footprint } = record;
  const { capturedAt, capturedSource, position, positionSource } = record;
  return {
    number,
    purpose,
    record: {
      id,
      kind,
      state,
      title,
      fileName,
      sha256,
      sm3,
      size,
      mediaType,
      receivedAt,
      flags,
      footprint,
      capturedAt,
      capturedSource,
      position,
      positionSource,
    },
    corroboration: corroboration && {
      words: corroboration.words,
      checks: corroboration.checks.map(({ check, verdict, independence }) => ({ check, verdict, independence })),
    },
    answers: answersOf(exhibit),
    files,
    track,
    entries: exhibit.proofs.entries.map(({ index }) => index),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
