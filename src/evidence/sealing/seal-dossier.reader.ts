import { Injectable } from '@nestjs/common';
import { CaseMissions } from '../../missions/index.js';
import { BlobRepository, type StoredBlob, type Tx } from '../../platform/index.js';
import type { CaseEvidence } from '../cases/case-evidence.entity.js';
import { CaseEvidenceRepository } from '../cases/case-evidence.repository.js';
import { ChainService } from '../chain/chain.service.js';
import type { EvidenceLink } from '../chain/evidence-link.entity.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import { RecordFactsReader } from './record-facts.reader.js';
import type { RunFacts, SealFacts } from './seal.rules.js';

/** What the rules look at, and what of it goes into the sealed record. */
export interface SealDossier {
  readonly facts: SealFacts;
  readonly blob: StoredBlob;
  readonly attachments: readonly CaseEvidence[];
  /** Cases of these that the actor may see, in the order in which it came onto their lists. */
  readonly seenIds: readonly string[];
  readonly links: readonly EvidenceLink[];
  readonly records: readonly { readonly id: string; readonly digest: string }[];
}

@Injectable()
export class SealDossierReader {
  constructor(
    private readonly lists: CaseEvidenceRepository,
    private readonly blobs: BlobRepository,
    private readonly chain: ChainService,
    private readonly renditions: RenditionsService,
    private readonly records: RecordFactsReader,
    private readonly missions: CaseMissions,
  ) {}

  /**
   * Judged is by the cases that the actor may see; into the sealed record goes everything.
   * @param seenAmong ids of those of the cases
   */
  async of(
    tx: Tx,
    item: EvidenceItem,
    seenAmong: (attachments: readonly CaseEvidence[]) => ReadonlySet<string>,
  ): Promise<SealDossier> {
    const blob = await this.blobs.find(tx, item.sha256);
    if (!blob) throw new Error(`item ${item.id} has no blob`);
    const attachments = await this.lists.ofItems(tx, [item.id]);
    const links = await this.chain.of(tx, item.id);
    const caseIds = attachments.map(({ caseId }) => caseId);
    const seen = seenAmong(attachments);
    const seenIds = caseIds.filter((id) => seen.has(id));
    const { signed } = await this.records.of(tx, blob, caseIds);
    const { facts: records } = await this.records.of(tx, blob, seenIds);
    const renditions = await this.renditions.ofBlobs(tx, [item.sha256]);
    const facts = {
      kind: item.kind,
      hasCase: seenIds.length > 0,
      flags: item.flags,
      collectors: item.collectors,
      hasDigests: blob.sha256 !== '' && blob.sm3 !== '',
      hasDevice: item.deviceId !== null,
      hasTime: item.capturedAt !== null,
      hasPlace: item.lon !== null,
      isRenditionPending: renditions.some(({ state }) => state === 'pending'),
      records,
      runs: await this.runs(tx, links),
    };
    return { facts, blob, attachments, seenIds, links, records: signed };
  }

  private async runs(tx: Tx, links: readonly EvidenceLink[]): Promise<RunFacts[]> {
    const runs: RunFacts[] = [];
    for (const { refId } of links.filter(({ kind }) => kind === 'rapid_test')) {
      const run = await this.missions.rapidTest(tx, refId);
      if (run) runs.push({ id: run.id, method: run.method, standard: run.standard, calibration: run.calibration });
    }
    return runs;
  }
}
