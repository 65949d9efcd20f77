import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ItemAccess, requireStanding, type SeenItem } from '../items/item-access.js';
import { Sealer, type SealWish } from './sealer.js';
import { SealJournal } from './seal.journal.js';
import { SealRepository } from './seal.repository.js';
import { obstacles, type RuleVerdict } from './seal.rules.js';
import { type SealCreate, type SealStateView, toRuleVerdictView, toSealView } from './seal.schemas.js';

type StateView = z.input<typeof SealStateView>;
type Wish = Pick<z.output<typeof SealCreate>, 'reason' | 'acknowledgeWarnings' | 'explanations'>;

/** Sealing (固证/封存): what is missing, and the seal itself. */
@Injectable()
export class SealingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visible: ItemAccess,
    private readonly sealer: Sealer,
    private readonly seals: SealRepository,
    private readonly journal: SealJournal,
    private readonly custody: CustodyLog,
  ) {}

  /** The whole record may stand in it: a view. @throws NOT_FOUND */
  async state(actor: Actor, id: string): Promise<StateView> {
    return this.unitOfWork.run(actor, async (tx) => {
      const seen = await this.visible.see(tx, actor, id);
      await this.custody.recordView(tx, id, 'seal');
      return this.stateOf(tx, seen);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_ALREADY_SEALED, SEAL_RULES_UNMET */
  async seal(actor: Actor, id: string, input: z.output<typeof SealCreate>): Promise<StateView> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.visible.require(tx, actor, 'evidence.seal', [id]);
      const [item] = await this.seals.lockItems(tx, [id]);
      if (!item) throw PlatformErrors.NOT_FOUND();
      requireStanding(item);
      if (item.state === 'sealed') throw EvidenceErrors.EVIDENCE_ALREADY_SEALED();
      const drawn = await this.sealer.draw(tx, item, wishOf(input), input.caseId);
      if ('unmet' in drawn) throw EvidenceErrors.SEAL_RULES_UNMET(unmetDetails(drawn.unmet));
      await this.journal.seal(tx, drawn.seal, drawn.blob);
      return this.stateOf(tx, await this.visible.see(tx, actor, id));
    });
  }

  private async stateOf(tx: Tx, { item, sight }: SeenItem): Promise<StateView> {
    const seal = await this.seals.ofItem(tx, item.id);
    const { ruleSet, verdicts } = seal ?? (await this.sealer.judge(tx, item));
    const blocking = verdicts.filter((verdict) => verdict.blocking);
    return {
      evidenceId: item.id,
      state: item.state,
      ruleSet,
      verdicts: verdicts.map(toRuleVerdictView),
      sealable: item.state === 'received' && obstacles(blocking, []).length === 0,
      seal: seal && toSealView(seal, sight),
    };
  }
}

export function wishOf({ reason, acknowledgeWarnings, explanations }: Wish): SealWish {
  return {
    reason: reason ?? null,
    acknowledged: acknowledgeWarnings,
    explanations: new Map(explanations.map(({ rule, text }) => [rule, text])),
  };
}

/** The list, and its codes for the sentence. */
function unmetDetails(unmet: readonly RuleVerdict[]): Record<string, unknown> {
  return { rules: unmet.map(({ rule }) => rule).join(', '), unmet: unmet.map(toRuleVerdictView) };
}
