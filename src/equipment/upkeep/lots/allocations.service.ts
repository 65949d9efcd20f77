import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { allocate, type KitWish } from './allocation.rules.js';
import { LotRepository } from './lot.repository.js';
import type { LotRow, LotWish } from './lot-row.js';
import { LotsService, type Sources } from './lots.service.js';

/** Lots that somebody names, and kits of whatever lot serves. */
export interface Supplies {
  readonly lots: readonly LotWish[];
  readonly kits: readonly KitWish[];
}

/** Chooses the lots for the kits of a booking: what expires first goes first. */
@Injectable()
export class Allocations {
  constructor(
    private readonly repository: LotRepository,
    private readonly lots: LotsService,
  ) {}

  /**
   * Keeps lots and kits for a booking. Without kits no query is made for them.
   * @throws KIT_UNKNOWN, LOT_EXPIRED and LOT_SHORT with what is missing and what expires when; what `LotsService.reserve` throws
   */
  async reserve(tx: Tx, bookingId: string, { lots, kits }: Supplies, sources: Sources): Promise<void> {
    const picks = kits.length === 0 ? [] : await this.choose(tx, { lots, kits }, sources);
    await this.lots.reserve(tx, bookingId, [...lots, ...picks], sources);
  }

  /** Lots that `reserve` may touch, for who has to lock other lots in the same order of ids. */
  async candidateIds(
    tx: Tx,
    { lots, kits }: Supplies,
    unitId: string,
    deviceIds: readonly string[],
  ): Promise<string[]> {
    const named = lots.map(({ lotId }) => lotId);
    if (kits.length === 0) return named;
    return [...named, ...(await this.repository.shelfIds(tx, codesOf(kits), unitId, deviceIds))];
  }

  /** A lot that is named is drawn on as it is named, not for a kit too. */
  private async choose(tx: Tx, { lots, kits }: Supplies, { unitIds, during }: Sources): Promise<LotWish[]> {
    const named = lots.map(({ lotId }) => lotId);
    const shelf = await this.repository.lockShelf(tx, codesOf(kits), [...unitIds], named);
    const free = shelf.filter(({ id }) => !named.includes(id));
    await this.requireKnown(tx, kits, shelf);
    return kits.flatMap((kit) => {
      const lotsOfKit = free.filter(({ kitCode }) => kitCode === kit.kitCode);
      const found = allocate(kit, lotsOfKit, during);
      if ('picks' in found) return found.picks;
      const { code, ...details } = found.shortage;
      throw EquipmentErrors[code](details);
    });
  }

  private async requireKnown(tx: Tx, kits: readonly KitWish[], shelf: readonly LotRow[]): Promise<void> {
    const seen = new Set(shelf.map(({ kitCode }) => kitCode));
    const unseen = codesOf(kits).filter((code) => !seen.has(code));
    if (unseen.length === 0) return;
    const known = new Set(await this.repository.kitCodes(tx, unseen));
    const kitCode = unseen.find((code) => !known.has(code));
    if (kitCode !== undefined) throw EquipmentErrors.KIT_UNKNOWN({ kitCode });
  }
}

function codesOf(kits: readonly KitWish[]): string[] {
  return kits.map(({ kitCode }) => kitCode);
}
