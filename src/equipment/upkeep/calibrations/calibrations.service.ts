import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  Clock,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
  idInCursor,
  chinaDateOf,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { CalibrationFact } from '../../equipment.events.js';
import { Journal } from '../../journal.js';
import { DeviceLocker } from '../../register/registry/device-locker.js';
import type { Calibration } from './calibration.entity.js';
import { CalibrationRepository } from './calibration.repository.js';
import { calibrationState, type CalibrationState } from './calibration.rules.js';
import { FailedChecks } from './failed-checks.service.js';
import {
  type CalibrationCreate,
  type CalibrationQuery,
  type CalibrationView,
  toCalibrationView,
} from './calibration.schemas.js';

type View = z.input<typeof CalibrationView>;

/** The validity of an instrument at an instant, as the rooms to the right ask for it. */
export interface CalibrationAt {
  readonly state: CalibrationState;
  readonly certificate?: string;
  /** Last day in China, `YYYY-MM-DD`. */
  readonly dueOn?: string;
}

/** Certificates and checks of devices. */
@Injectable()
export class CalibrationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calibrations: CalibrationRepository,
    private readonly locker: DeviceLocker,
    private readonly failures: FailedChecks,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** A failed check takes the device out of service. @throws DEVICE_NOT_FOUND, FORBIDDEN, CALIBRATION_IN_FUTURE, CERTIFICATE_EXISTS */
  async record(actor: Actor, input: z.output<typeof CalibrationCreate>): Promise<View> {
    const recordedAt = this.clock.now();
    if (input.doneOn > chinaDateOf(recordedAt)) throw EquipmentErrors.CALIBRATION_IN_FUTURE();
    return this.unitOfWork.run(actor, async (tx) => {
      const device = await this.locker.lockOwn(tx, actor, input.deviceId);
      const id = newId();
      await this.insert(tx, {
        ...input,
        id,
        body: input.body ?? null,
        certificateNumber: input.certificateNumber ?? null,
        fileSha256: input.fileSha256 === undefined ? null : Buffer.from(input.fileSha256, 'hex'),
        recordedBy: actor.id,
        recordedAt,
      });
      const fact: CalibrationFact = {
        calibrationId: id,
        deviceId: device.id,
        result: input.result,
        dueOn: input.dueOn,
      };
      await this.journal.record(tx, {
        action: 'equipment.calibrate',
        subject: { kind: 'device', id: device.id },
        event: 'equipment.calibrated',
        aggregate: `device:${device.id}`,
        payload: { ...fact },
      });
      await this.failures.settle(tx, device, { id, ...input });
      const row = await this.calibrations.get(tx, id);
      if (!row) throw PlatformErrors.NOT_FOUND();
      return toCalibrationView(row);
    });
  }

  async list(query: z.output<typeof CalibrationQuery>): Promise<Page<View>> {
    const { limit, cursor, unit: unitId, ...filter } = query;
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) =>
      this.calibrations.list(tx, { ...filter, unitId, before, limit: limit + 1 }),
    );
    return keysetPage(rows, limit, ({ id }) => [id], toCalibrationView);
  }

  async at(tx: Tx, deviceId: string, at: Date): Promise<CalibrationAt> {
    const row = await this.calibrations.deciding(tx, deviceId, chinaDateOf(at));
    return {
      state: calibrationState(row, at),
      ...(row?.certificateNumber && { certificate: row.certificateNumber }),
      ...(row && { dueOn: row.dueOn }),
    };
  }

  private async insert(tx: Tx, calibration: Calibration): Promise<void> {
    try {
      await this.calibrations.insert(tx, calibration);
    } catch (error) {
      throw violates(error, 'calibration_certificate_key') ? EquipmentErrors.CERTIFICATE_EXISTS({}, error) : error;
    }
  }
}
