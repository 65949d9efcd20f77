import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, decodeCursor, keysetPage, type Page, UnitOfWork } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { CardJournal } from './card.journal.js';
import { CardRights } from './card.rights.js';
import { ManifestRepository } from './manifest.repository.js';
import { type ListedFile, MOST_FILES } from './media.rules.js';
import type { ManifestAdded, MediaFilePage, MediaManifest } from './media.schemas.js';
import { Receipts } from './receipts.service.js';

type FileView = z.input<typeof MediaFilePage>['items'][number];

/** What is on a card, as the field app found it. */
@Injectable()
export class Manifests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly manifest: ManifestRepository,
    private readonly rights: CardRights,
    private readonly receipts: Receipts,
    private readonly journal: CardJournal,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds files; those listed before stay as they are, so a list may be sent again and in pieces.
   * @throws NOT_FOUND, CARD_STATE for a cleared card, MANIFEST_CONTRADICTS, MANIFEST_TOO_LONG
   */
  async add(
    actor: Actor,
    id: string,
    { files }: z.output<typeof MediaManifest>,
  ): Promise<z.input<typeof ManifestAdded>> {
    const listed = files.map(({ name, size, sha256 }) => ({ name, sha256, sizeBytes: size }));
    return this.unitOfWork.run(actor, async (tx) => {
      const card = await this.rights.lock(tx, actor, 'media.use', id);
      if (card.state === 'cleared') throw EquipmentErrors.CARD_STATE({ state: card.state });
      const added = await this.manifest.add(tx, card, listed, this.clock.now());
      const names = await this.manifest.contradicting(tx, card, listed);
      if (names.length > 0) throw EquipmentErrors.MANIFEST_CONTRADICTS({ names });
      const fileCount = await this.manifest.count(tx, card);
      if (fileCount > MOST_FILES) throw EquipmentErrors.MANIFEST_TOO_LONG({ most: MOST_FILES });
      if (added > 0) await this.journal.record(tx, card, { event: 'listed', details: { added, fileCount } });
      return { added, fileCount };
    });
  }

  /** By name, with what the caller may know of receipts. @throws NOT_FOUND */
  async files(actor: Actor, id: string, limit: number, cursor: string | undefined): Promise<Page<FileView>> {
    return this.unitOfWork.read(async (tx) => {
      const card = await this.rights.required(tx, actor, 'media.read', id);
      const rows = await this.manifest.page(tx, card, fileInCursor(cursor), limit + 1);
      const received = await this.receipts.among(tx, actor, rows);
      return keysetPage(
        rows,
        limit,
        ({ name, sha256 }) => [name, sha256],
        ({ name, sha256, sizeBytes: size, addedAt }) => ({
          name,
          size,
          sha256,
          received: received.has(sha256),
          listedAt: addedAt.toISOString(),
        }),
      );
    });
  }
}

function fileInCursor(cursor: string | undefined): ListedFile | undefined {
  if (cursor === undefined) return undefined;
  const [name, sha256] = decodeCursor(cursor, 2);
  return { name: String(name), sha256: String(sha256) };
}
