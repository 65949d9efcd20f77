import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock, periodView, type Tx, UnitOfWork } from '../../platform/index.js';
import { EquipmentErrors } from '../equipment.errors.js';
import { LoanReaches } from '../lending/bookings/loan-reach.service.js';
import { DeviceRepository } from '../register/pool/device.repository.js';
import { type FiguresFilter, FiguresRepository, type Grouping, type UtilisationRow } from './figures.repository.js';
import { totalOf, utilisationOf } from './figures.rules.js';
import type { IdleQuery, IdleView, UtilisationQuery, UtilisationView } from './figures.schemas.js';

interface Chosen {
  readonly unit?: string;
  readonly below: boolean;
  readonly kind?: string;
}

const DAY_MS = 86_400_000;

/** How the pool is used. Inventory and free or busy are for everybody to see, so these are too. */
@Injectable()
export class Figures {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly figures: FiguresRepository,
    private readonly devices: DeviceRepository,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_KIND_UNKNOWN */
  async utilisation({
    by,
    from,
    to,
    ...chosen
  }: z.output<typeof UtilisationQuery>): Promise<z.input<typeof UtilisationView>> {
    const during = { from, to };
    const seconds = (to.getTime() - from.getTime()) / 1_000;
    return this.unitOfWork.read(async (tx) => {
      const filter = await this.filterOf(tx, chosen);
      const rows = await this.figures.utilisation(tx, by, during, filter, this.clock.now());
      const names = await this.namesOf(tx, by);
      const shown = (row: UtilisationRow) => ({ ...utilisationOf(row, seconds), name: names(row.group) });
      return { during: periodView(during), items: rows.map(shown), total: shown(totalOf(rows)) };
    });
  }

  /** @throws DEVICE_KIND_UNKNOWN */
  async idle({ days, limit, ...chosen }: z.output<typeof IdleQuery>): Promise<z.input<typeof IdleView>> {
    const since = new Date(this.clock.now().getTime() - days * DAY_MS);
    const rows = await this.unitOfWork.read(async (tx) =>
      this.figures.idle(tx, since, await this.filterOf(tx, chosen), limit),
    );
    return {
      since: since.toISOString(),
      items: rows.map(({ state: _state, lastUsedAt, ...row }) => ({
        ...row,
        unitName: this.reaches.nameOf(row.unitId),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
    };
  }

  private async filterOf(tx: Tx, { unit, below, kind }: Chosen): Promise<FiguresFilter> {
    const kindId = kind === undefined ? null : await this.devices.kindId(tx, kind);
    if (kindId === undefined) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode: kind });
    if (unit === undefined) return { unitIds: null, kindId };
    return { unitIds: below ? this.reaches.reachOf(unit).ownUnitIds : [unit], kindId };
  }

  private async namesOf(tx: Tx, by: Grouping): Promise<(group: string) => string> {
    if (by === 'unit') return (group) => this.reaches.nameOf(group) || group;
    if (by === 'category') return (group) => group;
    const kinds = await this.devices.kinds(tx, false);
    const names = new Map(kinds.map(({ code, nameZh }) => [code, nameZh]));
    return (group) => names.get(group) ?? group;
  }
}
