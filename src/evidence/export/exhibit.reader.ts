import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../platform/index.js';
import { ChainService } from '../chain/chain.service.js';
import { toCorroborationView } from '../corroboration/corroboration.schemas.js';
import { CustodyLog } from '../custody/custody-log.js';
import { DossierReader } from '../items/dossier.reader.js';
import { runAsSeen, toChainView, toCustodyEventView, toEvidenceView } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';
import { knownHidden } from '../items/known-hidden.rules.js';
import type { CheckpointRow } from '../log/log.repository.js';
import { LogService } from '../log/log.service.js';
import { ExhibitExtras } from './exhibit.extras.js';
import { type Exhibit, exhibitNumber } from './exhibit.types.js';

const MOST_CUSTODY_EVENTS = 100_000;

/** Gathers everything of one item that goes into an export. */
@Injectable()
export class ExhibitReader {
  constructor(
    private readonly visible: ItemAccess,
    private readonly dossiers: DossierReader,
    private readonly chain: ChainService,
    private readonly extras: ExhibitExtras,
    private readonly custody: CustodyLog,
    private readonly log: LogService,
  ) {}

  /**
   * @param place in the export: the item, the case it is given for, its position from 1, the head its proofs lead to
   * @throws NOT_FOUND where the actor may no longer see it
   */
  async read(
    tx: Tx,
    actor: Actor,
    place: { itemId: string; caseId: string; position: number; checkpoint: CheckpointRow },
  ): Promise<Exhibit> {
    const { itemId, caseId, position, checkpoint } = place;
    const seen = await this.visible.see(tx, actor, itemId);
    const { item, sight, attachments } = seen;
    const parts = await this.dossiers.of(tx, seen);
    const run = parts.corroboration;
    const chain = toChainView(item, await this.chain.of(tx, itemId), sight);
    const events = await this.custody.list(tx, itemId, { limit: MOST_CUSTODY_EVENTS });
    const custody = events.map((event) => toCustodyEventView(event, sight));
    return {
      number: exhibitNumber(position),
      item,
      purpose: attachments.find((entry) => entry.caseId === caseId)?.purpose ?? null,
      record: toEvidenceView(parts),
      custody,
      chain,
      extras: await this.extras.of(tx, seen, { chain, custody }),
      corroboration: run && toCorroborationView(runAsSeen(run, item, sight)),
      proofs: await this.log.proofOf(tx, itemId, checkpoint),
      known: knownHidden(seen, { claims: parts.claims, custody: events }),
    };
  }
}
