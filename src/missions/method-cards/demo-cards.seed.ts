import { Injectable } from '@nestjs/common';
import { Clock, DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { DEMO_CARD_SOURCE, DEMO_CARDS, type DemoCard } from './demo-cards.data.js';
import type { MethodCard } from './method-card.entity.js';
import { MethodCardRepository } from './method-card.repository.js';

/** A card for the kits and instruments of the demonstration. */
@Injectable()
export class DemoCardsSeed {
  constructor(
    private readonly cards: MethodCardRepository,
    private readonly clock: Clock,
  ) {}

  @DemonstrationSeed(30)
  async seed(tx: Tx): Promise<void> {
    for (const card of DEMO_CARDS) {
      if (await this.cards.current(tx, card.code)) continue;
      await this.cards.insert(tx, toMethodCard(card, this.clock.now()));
    }
  }
}

function toMethodCard(card: DemoCard, recordedAt: Date): MethodCard {
  const { measures, outcome, readWindow } = card;
  return {
    id: newId(),
    code: card.code,
    version: 1,
    nameZh: card.zh,
    nameEn: card.en,
    kitCode: card.kitCode ?? null,
    deviceKindCode: card.deviceKindCode,
    items: card.items,
    methodCode: null,
    principle: card.principle,
    reads: outcome ? 'outcome' : 'value',
    unit: measures?.unit ?? outcome?.unit ?? null,
    detectionLimit: measures?.detectionLimit ?? outcome?.turnsAt ?? null,
    rangeLow: measures?.range[0] ?? null,
    rangeHigh: measures?.range[1] ?? null,
    mostDeviationPercent: card.mostDeviationPercent ?? null,
    readFromSeconds: readWindow?.[0] ?? null,
    readToSeconds: readWindow?.[1] ?? null,
    steps: card.steps,
    controls: card.controls ?? [],
    photos: card.photos ?? [],
    interferences: card.interferences ?? [],
    source: DEMO_CARD_SOURCE,
    recordedBy: null,
    recordedAt,
    supersededAt: null,
  };
}
