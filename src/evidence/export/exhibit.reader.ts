import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor, Tx } from '../../platform/index.js';
import { ChainService } from '../chain/chain.service.js';
import { toCorroborationView } from '../corroboration/corroboration.schemas.js';
import { DossierReader } from '../items/dossier.reader.js';
import type { ChainView } from '../items/evidence.schemas.js';
import { runAsSeen, toChainView, toEvidenceView } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import type { CheckpointRow } from '../log/log.repository.js';
import { LogService } from '../log/log.service.js';
import { SealRepository } from '../sealing/seal.repository.js';
import { isRecordTold } from '../sealing/seal.schemas.js';
import { type Exhibit, exhibitNumber, type ExhibitPlace, type ExhibitTrack } from './exhibit.types.js';

/** Items whose places are asked for together. */
const PIECE = 200;

/** Gathers what one item is, for an export. */
@Injectable()
export class ExhibitReader {
  constructor(
    private readonly visible: ItemAccess,
    private readonly items: EvidenceRepository,
    private readonly dossiers: DossierReader,
    private readonly chain: ChainService,
    private readonly seals: SealRepository,
    private readonly log: LogService,
  ) {}

  /** In the order of the ids. */
  async places(tx: Tx, itemIds: readonly string[]): Promise<ExhibitPlace[]> {
    const found = new Map<string, ExhibitPlace['position']>();
    for (let at = 0; at < itemIds.length; at += PIECE) {
      for (const { id, lon, lat } of await this.items.find(tx, itemIds.slice(at, at + PIECE)))
        found.set(id, lon === null || lat === null ? null : { lon, lat });
    }
    return itemIds.map((id, at) => ({ number: exhibitNumber(at + 1), position: found.get(id) ?? null }));
  }

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
    return {
      number: exhibitNumber(position),
      item,
      sight,
      purpose: attachments.find((entry) => entry.caseId === caseId)?.purpose ?? null,
      record: toEvidenceView(parts),
      chain,
      sealedRecord: seal && isRecordTold(seal, sight) ? seal.record : null,
      track: sight.origin ? trackIn(chain) : null,
      corroboration: run && toCorroborationView(runAsSeen(run, item, sight)),
      proofs: await this.log.proofOf(tx, itemId, checkpoint),
    };
  }
}

function trackIn({ links }: z.input<typeof ChainView>): ExhibitTrack | null {
  const link = links.find(({ kind }) => kind === 'track');
  const during = link?.snapshot['during'] as { from: string; to: string } | undefined;
  if (!link || !during) return null;
  return { deviceId: link.refId, during: { from: new Date(during.from), to: new Date(during.to) } };
}
