import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
} from '../../platform/index.js';
import { ReferenceRights } from '../../reference/index.js';
import { MissionErrors } from '../missions.errors.js';
import type { MethodCard } from './method-card.entity.js';
import { MethodCardRepository } from './method-card.repository.js';
import { cardFault, cardFor, type CardWish, type MethodCardFacts } from './method-card.rules.js';
import {
  type MethodCardInput,
  type MethodCardQuery,
  type MethodCardView,
  toCardFacts,
  toMethodCardView,
} from './method-card.schemas.js';

type View = z.input<typeof MethodCardView>;
type Input = z.output<typeof MethodCardInput>;

/** How kits and instruments are used. A change is a new version; a run keeps the one it followed. */
@Injectable()
export class MethodCards {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cards: MethodCardRepository,
    private readonly rights: ReferenceRights,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(query: z.output<typeof MethodCardQuery>): Promise<Page<View>> {
    const { limit, cursor, ...filter } = query;
    const after = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) => this.cards.list(tx, { ...filter, after, limit: limit + 1 }));
    return keysetPage(rows, limit, ({ id }) => [id], toMethodCardView);
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<View> {
    const card = await this.unitOfWork.read((tx) => this.cards.find(tx, id));
    if (!card) throw PlatformErrors.NOT_FOUND();
    return toMethodCardView(card);
  }

  /** Writes the next version. @throws FORBIDDEN, METHOD_CARD_… */
  async write(actor: Actor, input: Input): Promise<View> {
    this.rights.require(actor, 'limit.manage');
    const fault = cardFault(input);
    if (fault) throw MissionErrors[fault]();
    return this.unitOfWork.run(actor, async (tx) => {
      await this.cards.lock(tx);
      const { code } = input;
      const before = await this.cards.current(tx, code);
      const version = before?.version ?? 0;
      if (input.version !== undefined && input.version !== version)
        throw MissionErrors.METHOD_CARD_CHANGED({ version });
      const card = { ...toColumns(input), id: newId(), code, version: version + 1, ...this.stamp(actor) };
      await this.replace(tx, before, card);
      const subject = { kind: 'method_card', id: card.id };
      await this.audit.record(tx, { action: 'methodCard.write', subject, details: { code, version: card.version } });
      return toMethodCardView(card);
    });
  }

  /** The only card that serves an item on an instrument with the kits that left with it. */
  async serving(tx: Tx, wish: CardWish): Promise<MethodCardFacts | undefined> {
    return cardFor((await this.cards.ofKind(tx, wish.deviceKindCode)).map(toCardFacts), wish);
  }

  /** Any version: a phone without network follows the one it has. @throws METHOD_CARD_UNKNOWN */
  async required(tx: Tx, id: string): Promise<MethodCardFacts> {
    const card = await this.cards.find(tx, id);
    if (!card) throw MissionErrors.METHOD_CARD_UNKNOWN();
    return toCardFacts(card);
  }

  private stamp(actor: Actor) {
    return { recordedBy: actor.id, recordedAt: this.clock.now(), supersededAt: null };
  }

  private async replace(tx: Tx, before: MethodCard | null, card: MethodCard): Promise<void> {
    if (before) await this.cards.supersede(tx, before.id, card.recordedAt);
    try {
      await this.cards.insert(tx, card);
    } catch (error) {
      const { kitCode, deviceKindCode } = card;
      if (violates(error, 'method_card_kit_fkey')) throw MissionErrors.METHOD_CARD_KIT_UNKNOWN({ kitCode }, error);
      if (violates(error, 'method_card_device_kind_fkey'))
        throw MissionErrors.METHOD_CARD_DEVICE_KIND_UNKNOWN({ deviceKindCode }, error);
      throw error;
    }
  }
}

export type CardColumns = Omit<MethodCard, 'id' | 'code' | 'version' | 'recordedBy' | 'recordedAt' | 'supersededAt'>;

export function toColumns({ version: _version, code: _code, readWindow, ...input }: Input): CardColumns {
  return {
    ...input,
    kitCode: input.kitCode ?? null,
    deviceKindCode: input.deviceKindCode ?? null,
    methodCode: input.methodCode ?? null,
    unit: input.unit ?? null,
    detectionLimit: input.detectionLimit ?? null,
    rangeLow: input.rangeLow ?? null,
    rangeHigh: input.rangeHigh ?? null,
    mostDeviationPercent: input.mostDeviationPercent ?? null,
    readFromSeconds: readWindow?.fromSeconds ?? null,
    readToSeconds: readWindow?.toSeconds ?? null,
  };
}
