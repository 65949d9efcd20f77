import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Person } from '../../identity/index.js';
import { DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { CustodyRepository } from '../lending/custody/custody.repository.js';
import { type CardRecord, MediaCard, MediaFile } from '../lending/media/media.entity.js';
import { MediaRepository } from '../lending/media/media.repository.js';
import type { CardEvent, CardState } from '../lending/media/media.rules.js';
import { DEMO_DRAWING, DemoGround } from './demo-ground.js';
import { DEMO_CARDS, type DemoCard } from './demo-lending.js';
import { DemoPhoto } from './demo-photo.js';

const CAPACITY_BYTES = 128_000_000_000;
const FILE_BYTES = 9_437_184;

/** What has happened to a card of each state. */
const PASTS: Readonly<Record<CardState, readonly CardEvent[]>> = {
  in_use: ['registered', 'inserted', 'listed'],
  sealed: ['registered', 'listed', 'sealed'],
  handed_over: ['registered', 'listed', 'sealed', 'handed_over'],
  cleared: ['registered', 'cleared'],
};

/** Memory cards in every state, each with its chain. */
@Injectable()
export class MediaSeed {
  constructor(
    private readonly ground: DemoGround,
    private readonly cards: MediaRepository,
    private readonly custodies: CustodyRepository,
    private readonly photos: DemoPhoto,
  ) {}

  @DemonstrationSeed(29)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(MediaCard).count()) > 0) return;
    const officer = await this.ground.person(tx, DEMO_CARDS.unit, 'field_officer');
    const handler = await this.ground.person(tx, DEMO_CARDS.unit, 'case_handler');
    for (const demo of DEMO_CARDS.cards) {
      const holder = demo.state === 'handed_over' ? handler : officer;
      const card = await this.cardOf(tx, demo, holder);
      await this.cards.insert(tx, card);
      await this.list(tx, card, demo.files, officer);
      if (PASTS[demo.state].includes('sealed')) await this.seal(tx, card, officer, handler);
      for (const event of PASTS[demo.state])
        await this.addEntry(tx, card, event, officer, event === 'handed_over' ? handler : officer);
    }
  }

  /** The one in use is in the first device that its holder has out. */
  private async cardOf(tx: Tx, { code, state }: DemoCard, { id, displayName, unitId }: Person): Promise<CardRecord> {
    const [custody] = state === 'in_use' ? await this.custodies.openOf(tx, id) : [];
    return {
      id: newId(),
      code,
      capacityBytes: String(CAPACITY_BYTES),
      unitId,
      state,
      generation: 1,
      deviceId: custody?.deviceId ?? null,
      custodyId: custody?.id ?? null,
      holderId: id,
      holderName: displayName,
      caseId: null,
      createdAt: this.ground.hour(-3),
      updatedAt: this.ground.hour(-1),
    };
  }

  private async list(tx: Tx, { id: cardId, generation, code }: CardRecord, names: readonly string[], by: Person) {
    if (names.length === 0) return;
    const common = { cardId, generation, sizeBytes: String(FILE_BYTES), addedBy: by.id, addedAt: this.ground.hour(-1) };
    const rows = names.map((name) => ({ ...common, name, sha256: digestOf(`${code}/${name}`) }));
    await tx.repository(MediaFile).insert(rows);
  }

  private async seal(tx: Tx, { id: cardId, generation, code }: CardRecord, by: Person, witness: Person) {
    const seal = {
      id: newId(),
      cardId,
      generation,
      sealNumber: `FQ-${code}`,
      witnessId: witness.id,
      witnessName: witness.displayName,
      reason: '现场无网络，未能上传',
      sealedBy: by.id,
      sealedByName: by.displayName,
      sealedAt: this.ground.hour(-1),
    };
    const fileId = await this.photos.bringIn(tx, by, 'sealed-card.png');
    await this.cards.insertSeal(tx, seal, [
      { sealId: seal.id, taken: 'before', fileId },
      { sealId: seal.id, taken: 'after', fileId },
    ]);
  }

  private async addEntry(
    tx: Tx,
    { id: cardId, generation, deviceId }: CardRecord,
    event: CardEvent,
    by: Person,
    to: Person,
  ) {
    await this.cards.addEntry(tx, {
      id: newId(),
      cardId,
      generation,
      event,
      at: this.ground.hour(event === 'registered' ? -3 : -1),
      actorId: by.id,
      actorName: by.displayName,
      holderId: to.id,
      holderName: to.displayName,
      deviceId: event === 'registered' ? null : deviceId,
      signature: event === 'handed_over' ? DEMO_DRAWING : null,
      details: {},
    });
  }
}

/** The files themselves are on the card, and only there. */
function digestOf(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}
