import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor, Tx } from '../../platform/index.js';
import { ChainService } from '../chain/chain.service.js';
import { CustodyLog } from '../custody/custody-log.js';
import { toCorroborationView } from '../corroboration/corroboration.schemas.js';
import { DossierReader } from '../items/dossier.reader.js';
import type { ChainView } from '../items/evidence.schemas.js';
import { runAsSeen, toChainView, toEvidenceView } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';
import { knownHidden } from '../items/known-hidden.rules.js';
import { asSeen } from '../items/item-sight.rules.js';
import type { CheckpointRow } from '../log/log.repository.js';
import { LogService } from '../log/log.service.js';
import { SealRepository } from '../sealing/seal.repository.js';
import { recordAsSeen } from '../sealing/seal.schemas.js';
import { type Exhibit, exhibitNumber, type ExhibitTrack } from './exhibit.types.js';

/** An item is received once and removed once. */
const MOST_TOLD = 10;

/** Gathers what one item is, for an export. */
@Injectable()
export class ExhibitReader {
  constructor(
    private readonly visible: ItemAccess,
    private readonly dossiers: DossierReader,
    private readonly chain: ChainService,
    private readonly seals: SealRepository,
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
    const seal = await this.seals.ofItem(tx, itemId);
    const sealedRecord = seal && recordAsSeen(seal, sight, ['extra', 'sealedRecord']);
    const custody = await this.custody.list(tx, itemId, { limit: MOST_TOLD, events: ['received', 'removed'] });
    return {
      number: exhibitNumber(position),
      item,
      sight,
      purpose: attachments.find((entry) => entry.caseId === caseId)?.purpose ?? null,
      record: toEvidenceView(parts),
      chain,
      ...asSeen('extra', { sealedRecord, track: trackIn(chain) }, sight),
      custodyUpTo: await this.custody.lastSequence(tx, itemId),
      corroboration: run && toCorroborationView(runAsSeen(run, item, sight)),
      proofs: await this.log.proofOf(tx, itemId, checkpoint),
      known: knownHidden(seen, { claims: parts.claims, custody }),
    };
  }
}

function trackIn({ links }: z.input<typeof ChainView>): ExhibitTrack | null {
  const link = links.find(({ kind }) => kind === 'track');
  const during = link?.snapshot['during'] as { from: string; to: string } | undefined;
  if (!link || !during) return null;
  return { deviceId: link.refId, during: { from: new Date(during.from), to: new Date(during.to) } };
}
