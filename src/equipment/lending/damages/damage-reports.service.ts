import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../../platform/index.js';
import type { ChecklistFailure } from '../custody/checklists/answered-checklists.service.js';
import { CustodyRepository } from '../custody/custody.repository.js';
import type { CustodyRow } from '../custody/custody-row.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import { type DeviceRecord, RegisterRepository } from '../../register/registry/register.repository.js';
import { DamageReader } from './damage.reader.js';
import { DamageRecorder } from './damage.recorder.js';
import { graver } from './damage.rules.js';
import type { DamageNamed, DamageReport, DamageView } from './damage.schemas.js';

/** What a hand-back says of the device's condition. */
export interface HandBackFindings {
  readonly failures: readonly ChecklistFailure[];
  readonly named: z.output<typeof DamageNamed> | undefined;
  readonly photoIds: readonly string[];
}

const LONGEST_DESCRIPTION = 2_000;

/** Damages are told by whoever has or owns the device, at any time or as it comes back. */
@Injectable()
export class DamageReports {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly register: RegisterRepository,
    private readonly custodies: CustodyRepository,
    private readonly rights: PoolRights,
    private readonly recorder: DamageRecorder,
    private readonly reader: DamageReader,
  ) {}

  /** @throws DEVICE_NOT_FOUND, FORBIDDEN, NOT_FOUND for a check-out of another device, FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async report(actor: Actor, input: z.output<typeof DamageReport>): Promise<z.input<typeof DamageView>> {
    const { deviceId, checkOutId, severity, description, photoIds = [] } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const device = await this.lock(tx, deviceId);
      const custody = await this.custodyOf(tx, device, checkOutId);
      const holders = custody ? [custody.holderUnitId, custody.bookingUnitId] : [];
      this.rights.requireParties(actor, 'damage.report', deviceId, [device.unitId, ...holders]);
      const told = { custody, severity, source: 'person' as const, description, items: [], photoIds };
      return this.reader.view(tx, await this.recorder.record(tx, device, told));
    });
  }

  /**
   * As a device comes back: what was named, or what the checklist found, is one damage. Gives its id; null where all is
   * well.
   */
  async fromHandBack(tx: Tx, custody: CustodyRow, findings: HandBackFindings): Promise<string | null> {
    const { failures, named, photoIds } = findings;
    if (failures.length === 0 && !named) return null;
    const device = await this.lock(tx, custody.deviceId);
    const severity = failures.length > 0 ? graver('blocks_use', named?.severity ?? 'cosmetic') : named?.severity;
    return this.recorder.record(tx, device, {
      custody,
      severity: severity ?? 'blocks_use',
      source: named ? 'person' : 'checklist',
      description: named?.description ?? describe(failures),
      items: failures,
      photoIds,
    });
  }

  private async lock(tx: Tx, id: string): Promise<DeviceRecord> {
    const device = await this.register.lock(tx, id);
    if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND();
    return device;
  }

  private async custodyOf(tx: Tx, { id, partOfId }: DeviceRecord, named?: string): Promise<CustodyRow | null> {
    if (named === undefined) return (await this.custodies.open(tx, id)) ?? null;
    const custody = await this.custodies.get(tx, named);
    if (custody?.deviceId !== (partOfId ?? id)) throw PlatformErrors.NOT_FOUND();
    return custody;
  }
}

function describe(failures: readonly ChecklistFailure[]): string {
  return `归还检查不合格：${failures.map(({ zh }) => zh).join('；')}`.slice(0, LONGEST_DESCRIPTION);
}
