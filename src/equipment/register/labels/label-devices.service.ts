import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { DeviceSelections } from '../pool/device-selections.service.js';
import { MOST_LABELS } from './label.formats.js';
import { LabelRepository, type LabelRow } from './label.repository.js';
import type { SheetCreate } from './label.schemas.js';

/** Which devices get a label. */
@Injectable()
export class LabelDevices {
  constructor(
    private readonly labels: LabelRepository,
    private readonly selections: DeviceSelections,
  ) {}

  /** @throws DEVICE_NOT_FOUND */
  async one(tx: Tx, id: string): Promise<LabelRow> {
    const [row] = await this.labels.find(tx, [id]);
    if (!row) throw EquipmentErrors.DEVICE_NOT_FOUND();
    return row;
  }

  /** @throws DEVICE_NOT_FOUND naming those that are not, LABELS_NONE, LABELS_TOO_MANY */
  async chosen(tx: Tx, { deviceIds, filter }: z.output<typeof SheetCreate>): Promise<LabelRow[]> {
    const ids = deviceIds ?? (filter ? await this.selections.idsOf(tx, filter, MOST_LABELS + 1) : []);
    if (ids.length === 0) throw EquipmentErrors.LABELS_NONE();
    if (ids.length > MOST_LABELS) throw EquipmentErrors.LABELS_TOO_MANY({ most: MOST_LABELS });
    const found = new Map((await this.labels.find(tx, ids)).map((row) => [row.id, row]));
    const unknown = ids.filter((id) => !found.has(id));
    if (unknown.length > 0) throw EquipmentErrors.DEVICE_NOT_FOUND({ deviceIds: unknown });
    return ids.flatMap((id) => found.get(id) ?? []);
  }
}
