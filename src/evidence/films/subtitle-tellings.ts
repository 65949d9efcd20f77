import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '../../platform/index.js';
import { PositionClaimRepository } from '../claims/position-claim.repository.js';
import type { EvidenceClaim } from '../items/evidence-claim.entity.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { CaptureSetRepository } from '../sets/capture-set.repository.js';

/** Puts what the subtitles beside a film say among the film's own claims, whichever of the two comes first. */
@Injectable()
export class SubtitleTellings {
  constructor(
    private readonly sets: CaptureSetRepository,
    private readonly items: EvidenceRepository,
    private readonly claims: PositionClaimRepository,
    private readonly clock: Clock,
  ) {}

  /** To be called when the item has joined its set, whose row nobody else joins by until the transaction ends. */
  async tell(tx: Tx, { id }: EvidenceItem): Promise<void> {
    const members = await this.sets.around(tx, id, []);
    const subtitles = members.find(({ role }) => role === 'subtitles');
    if (!subtitles || members.length < 2) return;
    const others = members.flatMap(({ itemId }) => (itemId === subtitles.itemId ? [] : [itemId]));
    const films = (await this.items.findKept(tx, others)).filter(
      ({ kind, state }) => kind === 'video' && state === 'received',
    );
    if (films.length === 0) return;
    const said = (await this.items.claimsOf(tx, subtitles.itemId)).filter(({ source }) => source === 'subtitles');
    for (const film of films) {
      const known = await this.items.claimsOf(tx, film.id);
      if (known.some(({ source }) => source === 'subtitles')) continue;
      for (const claim of said) await this.claims.add(tx, this.ofFilm(claim, film.id));
    }
  }

  private ofFilm(
    { subject, source, value, trust, problem, chosen, reason }: EvidenceClaim,
    itemId: string,
  ): EvidenceClaim {
    return {
      id: newId(),
      itemId,
      subject,
      source,
      value,
      trust,
      problem,
      chosen,
      reason,
      recordedAt: this.clock.now(),
    };
  }
}
