import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../platform/index.js';
import { CorroborationService } from '../corroboration/corroboration.service.js';
import type { Verdict } from '../corroboration/corroboration.types.js';
import { runAsSeen } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';

/** What the newest runs found, as one reader may know it: by a search too nobody learns what the item's page withholds. */
@Injectable()
export class SeenVerdicts {
  constructor(
    private readonly visible: ItemAccess,
    private readonly corroborations: CorroborationService,
  ) {}

  /** Those of the visible items that have this verdict for the reader. */
  async having(tx: Tx, actor: Actor, verdict: Verdict, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const having = new Set<string>();
    for (const id of ids) {
      const { item, sight } = await this.visible.see(tx, actor, id);
      const run = await this.corroborations.latest(tx, id);
      if (run && runAsSeen(run, item, sight).verdict === verdict) having.add(id);
    }
    return having;
  }
}
