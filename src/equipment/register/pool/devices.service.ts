import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../identity/index.js';
import {
  type Actor,
  Clock,
  decodeCursor,
  keysetPage,
  type Page,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceDetails } from './device-details.service.js';
import type { DeviceRow } from './device-row.js';
import { type DeviceFilter, DeviceRepository } from './device.repository.js';
import {
  type DeviceDetail,
  type DeviceKindView,
  type DeviceList,
  type DeviceQuery,
  type DeviceView,
  toDeviceFeature,
  toDeviceView,
  toKindView,
} from './device.schemas.js';
import type { RegisterReader } from './register.view.js';

type Query = z.output<typeof DeviceQuery>;
/** By what devices are chosen. */
export type DeviceChoice = Omit<Query, 'f' | 'limit' | 'cursor'>;

/** A device of the list, and whether its reader is a party to it. */
export interface ShownDevice {
  readonly row: DeviceRow;
  readonly isParty: boolean;
}

const PAGE = 500;

/** The pool as people look at it: everybody sees inventory and free or busy, parties see the rest. */
@Injectable()
export class DevicesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly devices: DeviceRepository,
    private readonly details: DeviceDetails,
    private readonly rights: PoolRights,
    private readonly clock: Clock,
  ) {}

  async kinds(parts: boolean): Promise<Page<z.input<typeof DeviceKindView>>> {
    const rows = await this.unitOfWork.read((tx) => this.devices.kinds(tx, parts));
    return { items: rows.map(toKindView), nextCursor: null };
  }

  async list(actor: Actor, query: Query): Promise<z.input<typeof DeviceList>> {
    const now = this.clock.now();
    const rows = await this.unitOfWork.read(async (tx) =>
      this.devices.list(tx, await this.filterOf(tx, actor, query), now),
    );
    const page = keysetPage(
      rows,
      query.limit,
      ({ assetCode }) => [assetCode.toLowerCase()],
      (row) => this.view(actor, row, now),
    );
    const { nextCursor } = page;
    if (query.f === 'json') return { items: [...page.items], nextCursor };
    return { type: 'FeatureCollection', features: page.items.map(toDeviceFeature), nextCursor };
  }

  /** Everything that the list would show, in its order; no connection is held between two pages. */
  async *pages(actor: Actor, choice: DeviceChoice): AsyncGenerator<readonly ShownDevice[]> {
    let after: string | undefined;
    do {
      const now = this.clock.now();
      const rows = await this.unitOfWork.read(async (tx) => {
        const wanted = await this.filterOf(tx, actor, { ...choice, limit: PAGE });
        return this.devices.list(tx, { ...wanted, after, limit: PAGE }, now);
      });
      yield rows.map((row) => ({ row, isParty: this.isParty(actor, row) }));
      after = rows.length < PAGE ? undefined : rows.at(-1)?.assetCode.toLowerCase();
    } while (after !== undefined);
  }

  /** @throws DEVICE_NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof DeviceDetail>> {
    return this.unitOfWork.read((tx) => this.detail(tx, actor, id));
  }

  /** The page of one device as the transaction has it. @throws DEVICE_NOT_FOUND */
  async detail(tx: Tx, actor: Actor, id: string): Promise<z.input<typeof DeviceDetail>> {
    const now = this.clock.now();
    const row = await this.devices.get(tx, id, now);
    if (!row) throw EquipmentErrors.DEVICE_NOT_FOUND();
    return this.details.of(tx, actor, { row, view: this.view(actor, row, now), now });
  }

  /** What of a device is the actor's business; undefined when there is none. */
  async readerOf(tx: Tx, actor: Actor, id: string): Promise<RegisterReader | undefined> {
    const row = await this.devices.get(tx, id, this.clock.now());
    if (!row) return undefined;
    return {
      isParty: this.isParty(actor, row),
      isOwner: this.rights.owns(actor, 'device.readParty', row.unitId),
    };
  }

  private async filterOf(tx: Tx, actor: Actor, query: Omit<Query, 'f'>): Promise<DeviceFilter> {
    const { reaches } = this.rights;
    const {
      unit,
      below,
      kind: code,
      category,
      state,
      q: words,
      capability: capabilities,
      bbox,
      freeFrom,
      freeTo,
      parts,
      cursor,
      limit,
    } = query;
    const during = freeFrom && freeTo ? { from: freeFrom, to: freeTo } : undefined;
    return {
      kindIds: code || category ? await this.devices.kindIds(tx, { code, category }) : undefined,
      unitIds: unit === undefined ? undefined : this.ownersOf(unit, below),
      state,
      text: words === undefined ? undefined : await this.textOf(tx, words),
      capabilities,
      bbox,
      free: during && { during, reach: reaches.reachOf(asUser(actor).unitId) },
      parts,
      after: cursor ? String(decodeCursor(cursor, 1)[0]) : undefined,
      limit: limit + 1,
    };
  }

  private ownersOf(unitId: string, below: boolean): readonly string[] {
    return below ? this.rights.reaches.reachOf(unitId).ownUnitIds : [unitId];
  }

  private async textOf(tx: Tx, words: string): Promise<DeviceFilter['text']> {
    return { words, unitIds: this.rights.reaches.named(words), kindIds: await this.devices.kindIds(tx, { words }) };
  }

  private view(actor: Actor, row: DeviceRow, now: Date): z.input<typeof DeviceView> {
    return toDeviceView(row, this.rights.nameOf(row.unitId), this.isParty(actor, row), now);
  }

  private isParty(actor: Actor, { id, unitId, holderUnitId, caseId }: DeviceRow): boolean {
    const parties = holderUnitId === null ? [] : [holderUnitId];
    return this.rights.isParty(actor, 'device.readParty', { id, unitId, caseId }, parties);
  }
}
