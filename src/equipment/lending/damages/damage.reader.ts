import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import type { Permission } from '../../../identity/index.js';
import {
  type Actor,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { type FileSight, FileSights } from '../../register/files/file-sights.js';
import { PoolRights } from '../../pool-rights.service.js';
import type { DamageRecord } from './damage.entity.js';
import { DamageRepository } from './damage.repository.js';
import { type DamageDetail, type DamageQuery, type DamageView, toDamageView, toEntryView } from './damage.schemas.js';

type View = z.input<typeof DamageView>;

/** Damages, for the owner and for the unit that had the device. */
@Injectable()
export class DamageReader implements FileSight, OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly damages: DamageRepository,
    private readonly rights: PoolRights,
    private readonly sights: FileSights,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  /** Newest first. */
  async list(actor: Actor, query: z.output<typeof DamageQuery>): Promise<Page<View>> {
    const { limit, cursor, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.rights.scope(actor, 'damage.read');
    return this.unitOfWork.read(async (tx) => {
      const rows = await this.damages.list(tx, { ...filter, scope, before, limit: limit + 1 });
      const codes = await this.damages.assetCodes(
        tx,
        rows.map(({ deviceId }) => deviceId),
      );
      return keysetPage(
        rows,
        limit,
        ({ id }) => [id],
        (row) => this.viewOf(row, codes.get(row.deviceId)),
      );
    });
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof DamageDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const damage = await this.required(tx, actor, 'damage.read', id);
      const codes = await this.damages.assetCodes(tx, [damage.deviceId]);
      const entries = await this.damages.entriesOf(tx, id);
      const photos = await this.damages.photosOf(tx, id);
      return {
        ...this.viewOf(damage, codes.get(damage.deviceId)),
        failedItems: [...damage.items],
        entries: entries.map((entry) => toEntryView(entry, photos)),
      };
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async required(tx: Tx, actor: Actor, permission: Permission, id: string): Promise<DamageRecord> {
    const damage = await this.damages.get(tx, id);
    if (!damage) throw PlatformErrors.NOT_FOUND();
    this.rights.requireParties(actor, 'damage.read', id, partiesOf(damage));
    if (permission === 'damage.decide' && !this.rights.owns(actor, permission, damage.ownerUnitId)) {
      this.rights.forbid(actor, permission, id);
    }
    return damage;
  }

  /** A damage as the transaction has it. */
  async view(tx: Tx, id: string): Promise<View> {
    const damage = await this.damages.get(tx, id);
    if (!damage) throw PlatformErrors.NOT_FOUND();
    const codes = await this.damages.assetCodes(tx, [damage.deviceId]);
    return this.viewOf(damage, codes.get(damage.deviceId));
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    const found = await this.damages.damagesShowing(tx, fileId);
    return found.some((damage) => partiesOf(damage).some((unitId) => this.rights.owns(actor, 'damage.read', unitId)));
  }

  private viewOf(damage: DamageRecord, assetCode = ''): View {
    return toDamageView(damage, { assetCode, nameOf: (unitId) => this.rights.nameOf(unitId) });
  }
}

function partiesOf({ ownerUnitId, holderUnitId }: DamageRecord): string[] {
  return holderUnitId === null ? [ownerUnitId] : [ownerUnitId, holderUnitId];
}
