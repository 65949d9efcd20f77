import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  type Tx,
  UnitOfWork,
  violates,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import {
  type BundleChange,
  type BundleCreate,
  type BundleQuery,
  type BundleView,
  toBundleView,
} from './bundle.schemas.js';
import { BundleItems } from './bundle-items.service.js';
import { type BundleRow, BundleRepository } from './bundle.repository.js';

type View = z.input<typeof BundleView>;

/** What a unit usually lends together. */
@Injectable()
export class BundlesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bundles: BundleRepository,
    private readonly items: BundleItems,
    private readonly rights: PoolRights,
    private readonly clock: Clock,
  ) {}

  /** @throws FORBIDDEN, UNIT_UNKNOWN, BUNDLE_EXISTS, and what `BundleItems.rowsOf` throws */
  async create(actor: Actor, input: z.output<typeof BundleCreate>): Promise<View> {
    const { name, description = null, items, unitId = asUser(actor).unitId } = input;
    this.rights.requireUnit(actor, 'device.manage', unitId);
    return this.unitOfWork.run(actor, async (tx) => {
      const at = this.clock.now();
      const row = {
        id: newId(),
        unitId,
        name,
        description,
        version: 1,
        createdAt: at,
        updatedAt: at,
        withdrawnAt: null,
      };
      await named(name, () => this.bundles.insert(tx, row));
      await this.items.pack(tx, row, items);
      await this.items.record(tx, 'equipment.addBundle', row.id, { name });
      return this.view(await this.required(tx, row.id));
    });
  }

  /** @throws BUNDLE_NOT_FOUND, FORBIDDEN, BUNDLE_CHANGED, BUNDLE_EXISTS, and what `BundleItems.rowsOf` throws */
  async change(
    actor: Actor,
    id: string,
    version: number,
    { items, ...changes }: Omit<z.output<typeof BundleChange>, 'version'>,
  ): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const bundle = await this.lockOwn(tx, actor, id);
      if (bundle.version !== version) throw EquipmentErrors.BUNDLE_CHANGED({ version: bundle.version });
      const row = { ...changes, version: version + 1, updatedAt: this.clock.now() };
      await named(changes.name ?? bundle.name, () => this.bundles.update(tx, id, row));
      if (items) await this.items.pack(tx, bundle, items);
      await this.items.record(tx, 'equipment.changeBundle', id, { ...changes });
      return this.view(await this.required(tx, id));
    });
  }

  /** Bookings that were made of it stay. @throws BUNDLE_NOT_FOUND, FORBIDDEN */
  async withdraw(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      await this.lockOwn(tx, actor, id);
      const withdrawnAt = this.clock.now();
      await this.bundles.update(tx, id, { withdrawnAt, updatedAt: withdrawnAt });
      await this.items.record(tx, 'equipment.withdrawBundle', id, {});
    });
  }

  async list({ limit, cursor, unit: unitId, q: words }: z.output<typeof BundleQuery>): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) => this.bundles.list(tx, { unitId, words, before, limit: limit + 1 }));
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => this.view(row),
    );
  }

  /** @throws BUNDLE_NOT_FOUND */
  async get(id: string): Promise<View> {
    return this.view(await this.unitOfWork.read((tx) => this.required(tx, id)));
  }

  private async lockOwn(tx: Tx, actor: Actor, id: string): Promise<BundleRow> {
    const bundle = await this.bundles.lock(tx, id, 'update');
    if (!bundle) throw EquipmentErrors.BUNDLE_NOT_FOUND();
    this.rights.requireOwner(actor, 'device.manage', bundle);
    return bundle;
  }

  private async required(tx: Tx, id: string): Promise<BundleRow> {
    const row = await this.bundles.get(tx, id);
    if (!row) throw EquipmentErrors.BUNDLE_NOT_FOUND();
    return row;
  }

  private view(row: BundleRow): View {
    return toBundleView(row, this.rights.nameOf(row.unitId));
  }
}

async function named(name: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw violates(error, 'bundle_name_key') ? EquipmentErrors.BUNDLE_EXISTS({ name }, error) : error;
  }
}
