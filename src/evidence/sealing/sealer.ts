import { Injectable } from '@nestjs/common';
import { type CaseSummary, CasesService } from '../../cases/index.js';
import { chinaDateOf, Clock, newId, type StoredBlob, type Tx } from '../../platform/index.js';
import { CorroborationService } from '../corroboration/corroboration.service.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { ReaderSights } from '../items/reader-sight.service.js';
import type { EvidenceSeal } from './evidence-seal.entity.js';
import { itemRecord } from './item-record.rules.js';
import { type SealDossier, SealDossierReader } from './seal-dossier.reader.js';
import { sealRuleSet } from './seal-rules.data.js';
import type { SealRuleCode } from './seal.codes.js';
import { judgeSeal, obstacles, type RuleVerdict } from './seal.rules.js';

/** What whoever seals has to say. */
export interface SealWish {
  readonly reason: string | null;
  readonly acknowledged: readonly SealRuleCode[];
  readonly explanations: ReadonlyMap<SealRuleCode, string>;
}

export interface Judged {
  readonly ruleSet: string;
  readonly verdicts: readonly RuleVerdict[];
  readonly dossier: SealDossier;
  /** The case whose kind chose the rules; undefined: it is on no list. */
  readonly caseFile: CaseSummary | undefined;
}

/** The seal over these bytes, or what stands against it. */
export type Drawn =
  { readonly seal: EvidenceSeal; readonly blob: StoredBlob } | { readonly unmet: readonly RuleVerdict[] };

/** Judges an item by the rules of its case, and draws up the seal. */
@Injectable()
export class Sealer {
  constructor(
    private readonly dossiers: SealDossierReader,
    private readonly items: EvidenceRepository,
    private readonly corroboration: CorroborationService,
    private readonly cases: CasesService,
    private readonly sights: ReaderSights,
    private readonly clock: Clock,
  ) {}

  /** By the rules of the case it was first put into, of those the actor may see, unless one of them is named. @throws EVIDENCE_NOT_ATTACHED */
  async judge(
    tx: Tx,
    item: EvidenceItem,
    explanations: SealWish['explanations'] = new Map(),
    caseId?: string,
  ): Promise<Judged> {
    const dossier = await this.dossiers.of(tx, item, (attachments) => this.sights.casesOf(tx.actor, attachments));
    if (caseId !== undefined && !dossier.seenIds.includes(caseId)) throw EvidenceErrors.EVIDENCE_NOT_ATTACHED();
    const chosen = caseId ?? dossier.seenIds[0];
    const caseFile = chosen === undefined ? undefined : await this.cases.find(tx, chosen);
    const set = sealRuleSet(caseFile?.domain ?? null, chinaDateOf(this.clock.now()));
    return { ruleSet: set.version, verdicts: judgeSeal(dossier.facts, set, explanations), dossier, caseFile };
  }

  /** The seal, or what stands against it. */
  async draw(tx: Tx, item: EvidenceItem, wish: SealWish, caseId?: string): Promise<Drawn> {
    const { ruleSet, verdicts, dossier, caseFile } = await this.judge(tx, item, wish.explanations, caseId);
    const unmet = obstacles(verdicts, wish.acknowledged);
    if (unmet.length > 0 || !caseFile) return { unmet };
    const { text, sha256 } = itemRecord({
      ...dossier,
      item,
      claims: await this.items.claimsOf(tx, item.id),
      corroboration: await this.corroboration.latest(tx, item.id),
    });
    const { id: sealedBy, name, snapshot } = tx.actor;
    const warned = verdicts.filter(({ outcome }) => outcome !== 'satisfied').map(({ rule }) => rule);
    return {
      blob: dossier.blob,
      seal: {
        id: newId(),
        itemId: item.id,
        caseId: caseFile.id,
        ruleSet,
        verdicts,
        acknowledged: wish.acknowledged.filter((rule) => warned.includes(rule)),
        reason: wish.reason,
        record: text,
        recordSha256: sha256,
        sealedAt: this.clock.now(),
        sealedBy,
        sealer: { ...snapshot, name },
      },
    };
  }
}
