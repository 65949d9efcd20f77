import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Permission } from '../../../identity/index.js';
import {
  type Actor,
  Clock,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  idInCursor,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceRepository } from '../../register/pool/device.repository.js';
import { CustodyRepository } from './custody.repository.js';
import { custodyParty, type CustodyRow } from './custody-row.js';
import { type CustodyQuery, type CustodyView, type Reader, toCustodyView } from './custody.schemas.js';

type View = z.input<typeof CustodyView>;

/** Who has what and had it when, told to each reader as far as it is their business. */
@Injectable()
export class CustodyReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly custodies: CustodyRepository,
    private readonly devices: DeviceRepository,
    readonly rights: PoolRights,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, query: z.output<typeof CustodyQuery>): Promise<Page<View>> {
    const { limit, cursor, overdue, ...filter } = query;
    const dueBefore = overdue ? this.clock.now() : undefined;
    const scope = this.rights.scope(actor, 'custody.read');
    const rows = await this.unitOfWork.read((tx) =>
      this.custodies.list(tx, { ...filter, dueBefore, scope, before: idInCursor(cursor), limit: limit + 1 }),
    );
    return this.page(actor, rows, limit);
  }

  /** Everybody who held the device, last first; strangers see periods and units. @throws DEVICE_NOT_FOUND */
  async history(actor: Actor, deviceId: string, limit: number, cursor: string | undefined): Promise<Page<View>> {
    const rows = await this.unitOfWork.read(async (tx) => {
      if (!(await this.devices.find(tx, { id: deviceId }))) throw EquipmentErrors.DEVICE_NOT_FOUND();
      return this.custodies.history(tx, deviceId, limit + 1, idInCursor(cursor));
    });
    return this.page(actor, rows, limit);
  }

  async required(tx: Tx, id: string): Promise<CustodyRow> {
    const row = await this.custodies.get(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    return row;
  }

  /** The holder's unit, the one that booked, those above them, and the owner. @throws NOT_FOUND, FORBIDDEN */
  requireFor(actor: Actor, permission: Permission, row: CustodyRow): void {
    const { party, otherUnitIds } = custodyParty(row);
    this.rights.require(actor, permission, party, [...otherUnitIds, row.ownerUnitId]);
  }

  view(actor: Actor, row: CustodyRow): View {
    return toCustodyView(row, this.rights.nameOf(row.holderUnitId), this.readerOf(actor, row), this.clock.now());
  }

  private readerOf(actor: Actor, row: CustodyRow): Reader {
    const { party, otherUnitIds } = custodyParty(row);
    if (this.rights.isParty(actor, 'custody.read', party, otherUnitIds)) return 'party';
    return this.rights.owns(actor, 'custody.read', row.ownerUnitId) ? 'owner' : 'stranger';
  }

  private page(actor: Actor, rows: readonly CustodyRow[], limit: number): Page<View> {
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => this.view(actor, row),
    );
  }
}
