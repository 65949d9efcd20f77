import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '../../../platform/index.js';
import { LoanReaches } from '../../lending/bookings/loan-reach.service.js';
import { DeviceRepository } from './device.repository.js';
import type { DeviceSelectionInput } from './device-selection.schemas.js';

/** Devices chosen by what they are, for whatever works on many at once. */
@Injectable()
export class DeviceSelections {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  /** The first `limit` of them by asset code. */
  async idsOf(tx: Tx, selection: DeviceSelectionInput, limit: number): Promise<string[]> {
    const { kind: code, category, unit, below, state, q: words, parts } = selection;
    const rows = await this.devices.list(
      tx,
      {
        kindIds: code || category ? await this.devices.kindIds(tx, { code, category }) : undefined,
        unitIds: unit === undefined ? undefined : this.ownersOf(unit, below),
        state,
        text: words === undefined ? undefined : await this.wordsOf(tx, words),
        parts,
        limit,
      },
      this.clock.now(),
    );
    return rows.map(({ id }) => id);
  }

  private ownersOf(unitId: string, below: boolean): readonly string[] {
    return below ? this.reaches.reachOf(unitId).ownUnitIds : [unitId];
  }

  private async wordsOf(tx: Tx, words: string) {
    return { words, unitIds: this.reaches.named(words), kindIds: await this.devices.kindIds(tx, { words }) };
  }
}
