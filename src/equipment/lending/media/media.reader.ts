import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, idInCursor, keysetPage, type Page, type Tx, UnitOfWork } from '../../../platform/index.js';
import { type FileSight, FileSights } from '../../register/files/file-sights.js';
import { CardRights } from './card.rights.js';
import { ManifestRepository } from './manifest.repository.js';
import { MediaRepository } from './media.repository.js';
import {
  type MediaCardDetail,
  type MediaCardQuery,
  type MediaCardView,
  type MediaChainPage,
  toCardView,
  toChainView,
  toSealView,
} from './media.schemas.js';

type EntryView = z.input<typeof MediaChainPage>['items'][number];

/** Cards as people look at them. */
@Injectable()
export class MediaReader implements FileSight, OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cards: MediaRepository,
    private readonly manifest: ManifestRepository,
    private readonly rights: CardRights,
    private readonly sights: FileSights,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  /** Newest first. */
  async list(actor: Actor, query: z.output<typeof MediaCardQuery>): Promise<Page<z.input<typeof MediaCardView>>> {
    const { limit, cursor, q: words, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.rights.scope(actor);
    const rows = await this.unitOfWork.read((tx) =>
      this.cards.list(tx, { ...filter, words, scope, before, limit: limit + 1 }),
    );
    return keysetPage(rows, limit, ({ id }) => [id], toCardView);
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof MediaCardDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const card = await this.rights.required(tx, actor, 'media.read', id);
      const seal = await this.cards.sealOf(tx, card);
      return {
        ...toCardView(card),
        fileCount: await this.manifest.count(tx, card),
        seal: seal && toSealView(seal, await this.cards.photosOf(tx, seal.id)),
      };
    });
  }

  /** Who had the card, from its registration on. @throws NOT_FOUND */
  async chain(actor: Actor, id: string, limit: number, cursor: string | undefined): Promise<Page<EntryView>> {
    return this.unitOfWork.read(async (tx) => {
      await this.rights.required(tx, actor, 'media.read', id);
      const rows = await this.cards.entries(tx, id, idInCursor(cursor), limit + 1);
      return keysetPage(rows, limit, (row) => [row.id], toChainView);
    });
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    return (await this.cards.cardsShowing(tx, fileId)).some((card) => this.rights.shows(actor, card));
  }
}
