import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { CorroborationService } from '../corroboration/corroboration.service.js';
import { DossierReader } from '../items/dossier.reader.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import type { EvidenceView } from '../items/evidence.schemas.js';
import { toEvidenceView } from '../items/evidence.views.js';
import { ItemAccess } from '../items/item-access.js';
import { PositionClaimKeeper } from './position-claim.keeper.js';
import type { PositionClaimInput } from './position-claim.schemas.js';

type Input = z.output<typeof PositionClaimInput>;

/** People say where an item was made. */
@Injectable()
export class PositionClaims {
  constructor(
    private readonly visible: ItemAccess,
    private readonly items: EvidenceRepository,
    private readonly keeper: PositionClaimKeeper,
    private readonly corroboration: CorroborationService,
    private readonly dossiers: DossierReader,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, CLAIM_AFTER_SEAL */
  async state(actor: Actor, id: string, input: Input): Promise<z.input<typeof EvidenceView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.visible.require(tx, actor, 'evidence.claim', [id]);
      await this.keeper.lock(tx, id);
      await this.keeper.keep(tx, await this.item(tx, id), await this.items.claimsOf(tx, id), input);
      await this.corroboration.rerun(tx, await this.item(tx, id), 'claim');
      return toEvidenceView(await this.dossiers.of(tx, await this.visible.see(tx, actor, id)));
    });
  }

  private async item(tx: Tx, id: string) {
    const [item] = await this.items.find(tx, [id]);
    if (!item) throw PlatformErrors.NOT_FOUND();
    return item;
  }
}
