import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService, asUser } from '../../identity/index.js';
import { type Actor, idInCursor, keysetPage, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { ItemAccess } from '../items/item-access.js';
import type { MeasuredItem, Measurement } from './measurement.entity.js';
import { MeasurementJournal } from './measurement.journal.js';
import { type MeasurementFilter, MeasurementRepository } from './measurement.repository.js';
import {
  type MeasurementPage,
  type MeasurementQuery,
  type MeasurementView,
  type MeasurementWish,
  toMeasurementView,
} from './measurement.schemas.js';

type View = z.input<typeof MeasurementView>;

/** Figures derived from evidence, kept with how they were found. */
@Injectable()
export class MeasurementsService {
  constructor(
    private readonly journal: MeasurementJournal,
    private readonly measurements: MeasurementRepository,
    private readonly visible: ItemAccess,
    private readonly cases: CasesService,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_REMOVED, MEASUREMENT_SHAPE_INVALID, HEIGHT_REFERENCES_DIFFER, SURFACE_… */
  async measure(actor: Actor, wish: MeasurementWish): Promise<View> {
    const { unitId, items } = await this.unitOfWork.apart(actor, async (tx) => {
      const asked = await this.authorise(tx, actor, wish);
      await this.journal.open(tx, asked.items);
      return asked;
    });
    const finding = await this.journal.work(wish, items);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.visible.requireKept(tx, idsOf(items));
      const measurement = await this.journal.enter(tx, { wish, unitId, items, finding });
      return toMeasurementView(measurement);
    });
  }

  /** Latest first. */
  async list(actor: Actor, query: z.output<typeof MeasurementQuery>): Promise<z.input<typeof MeasurementPage>> {
    const { limit, cursor, ...filter } = query;
    const found = await this.found(actor, { ...filter, before: idInCursor(cursor), limit: limit + 1 });
    const { items, nextCursor } = keysetPage(found, limit, ({ id }) => [id], toMeasurementView);
    return { items: [...items], nextCursor };
  }

  async found(actor: Actor, filter: MeasurementFilter): Promise<Measurement[]> {
    const scope = this.access.scope(actor, 'evidence.read');
    return this.unitOfWork.read((tx) => this.measurements.list(tx, scope, filter));
  }

  async count(actor: Actor, filter: Omit<MeasurementFilter, 'before' | 'limit'>): Promise<number> {
    const scope = this.access.scope(actor, 'evidence.read');
    return this.unitOfWork.read((tx) => this.measurements.count(tx, scope, filter));
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => {
      const measurement = await this.measurements.find(tx, id);
      if (!measurement) throw PlatformErrors.NOT_FOUND();
      const { unitId, caseId } = measurement;
      this.access.require(actor, 'evidence.read', [{ id, unitIds: [unitId], caseId }]);
      return toMeasurementView(measurement);
    });
  }

  private async authorise(tx: Tx, actor: Actor, wish: MeasurementWish) {
    const { caseId } = wish;
    const caseFile = caseId === undefined ? null : await this.cases.requireVisible(tx, actor, caseId);
    const unitId = caseFile?.unitId ?? asUser(actor).unitId;
    this.access.require(actor, 'evidence.create', [{ id: caseFile?.id ?? unitId, unitIds: [unitId], caseId }]);
    const roles = rolesOf(wish);
    const seen = await this.visible.require(tx, actor, 'evidence.read', [...roles.keys()]);
    const items = seen.map(({ item }): MeasuredItem => ({
      role: roles.get(item.id) ?? 'source',
      itemId: item.id,
      sha256: item.sha256,
    }));
    await this.visible.requireKept(tx, idsOf(items));
    return { unitId, items };
  }
}

function idsOf(items: readonly MeasuredItem[]): string[] {
  return items.map(({ itemId }) => itemId);
}

function rolesOf(wish: MeasurementWish): ReadonlyMap<string, MeasuredItem['role']> {
  const roles = new Map<string, MeasuredItem['role']>(wish.itemIds.map((id) => [id, 'source']));
  if (wish.kind !== 'volume') return roles;
  if (wish.lowerItemId !== undefined) roles.set(wish.lowerItemId, 'lower');
  return roles.set(wish.upperItemId, 'upper');
}
