import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { ChainService } from '../chain/chain.service.js';
import { CorroborationService } from '../corroboration/corroboration.service.js';
import { type CorroborationView, toCorroborationView } from '../corroboration/corroboration.schemas.js';
import { CustodyLog } from '../custody/custody-log.js';
import { DossierReader } from './dossier.reader.js';
import type { ChainView, EvidenceView } from './evidence.schemas.js';
import { runAsSeen, toChainView, toEvidenceView } from './evidence.views.js';
import { ItemAccess, requireStanding, type SeenItem } from './item-access.js';

/** The pages of one item. Looking at one is written into its custody log. */
@Injectable()
export class ItemPages {
  constructor(
    private readonly visible: ItemAccess,
    private readonly dossiers: DossierReader,
    private readonly chain: ChainService,
    private readonly corroborations: CorroborationService,
    private readonly custody: CustodyLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async item(actor: Actor, id: string): Promise<z.input<typeof EvidenceView>> {
    return this.looking(actor, id, 'item', async (tx, found) => toEvidenceView(await this.dossiers.of(tx, found)));
  }

  async chainOf(actor: Actor, id: string): Promise<z.input<typeof ChainView>> {
    return this.looking(actor, id, 'chain', async (tx, { item, sight }) =>
      toChainView(item, await this.chain.of(tx, id), sight),
    );
  }

  async corroboration(actor: Actor, id: string): Promise<z.input<typeof CorroborationView>> {
    return this.looking(actor, id, 'corroboration', async (tx, { item, sight }) => {
      const run = await this.corroborations.latestFor(tx, id, sight);
      if (!run) throw PlatformErrors.NOT_FOUND();
      return toCorroborationView(runAsSeen(run, item, sight));
    });
  }

  /** Runs the checks again with what is known now. @throws NOT_FOUND, EVIDENCE_REMOVED */
  async corroborate(actor: Actor, id: string): Promise<z.input<typeof CorroborationView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { item, sight } = await this.visible.see(tx, actor, id);
      requireStanding(item);
      const run = await this.corroborations.rerun(tx, item, 'demand');
      return toCorroborationView(runAsSeen(run, item, sight));
    });
  }

  /** The item as it may be opened; written down before a byte leaves. @throws NOT_FOUND, EVIDENCE_REMOVED */
  async open(actor: Actor, id: string, what: 'original' | 'preview' | 'thumbnail'): Promise<SeenItem['item']> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { item } = await this.visible.find(tx, actor, id);
      requireStanding(item);
      if (what !== 'thumbnail') await this.custody.recordView(tx, id, what);
      if (what === 'original') await this.custody.record(tx, id, 'downloaded', { sha256: item.sha256 });
      return item;
    });
  }

  private async looking<T>(
    actor: Actor,
    id: string,
    of: string,
    show: (tx: Tx, seen: SeenItem) => Promise<T>,
  ): Promise<T> {
    return this.unitOfWork.run(actor, async (tx) => {
      const found = await this.visible.see(tx, actor, id);
      await this.custody.recordView(tx, id, of);
      return show(tx, found);
    });
  }
}
