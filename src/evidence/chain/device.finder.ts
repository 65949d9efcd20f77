import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import type { Tx } from '../../platform/index.js';
import type { RecordingKind } from '../../telemetry/index.js';
import type { DeviceFinding, EvidenceFlag, EvidenceKind } from '../evidence.codes.js';
import type { CameraClaims } from '../metadata/claim.types.js';
import { DRONE_MAKERS } from './drone-makers.js';

export interface FoundDevice {
  readonly device: DeviceSummary | null;
  readonly foundBy: DeviceFinding | null;
  readonly declared: DeviceSummary | null;
  readonly flags: readonly EvidenceFlag[];
}

export interface FindingHints {
  readonly kind: EvidenceKind;
  /** The track that it may hold. */
  readonly recording: RecordingKind | null;
  /** The device the uploader names. */
  readonly declared: DeviceSummary | null;
  readonly camera: CameraClaims;
  readonly uploaderId: string;
  /** The case that it is brought in for. */
  readonly caseId: string | null;
}

/** What only drones write. */
const RECORDINGS_OF_DRONES: readonly (RecordingKind | null)[] = ['srt', 'mrk', 'dji_flight_record', 'dji_dat'];

/** Finds the registered device a file comes from: by the serial number in it, by what the uploader says, by what he or she has out. */
@Injectable()
export class DeviceFinder {
  constructor(private readonly equipment: EquipmentService) {}

  async find(tx: Tx, hints: FindingHints): Promise<FoundDevice> {
    const { declared } = hints;
    const serial = hints.camera.droneSerial;
    const bySerial = serial === null ? undefined : await this.equipment.findDevice(tx, { serial });
    const flags: EvidenceFlag[] = [];
    if (serial !== null && !bySerial) flags.push('DEVICE_UNKNOWN');
    if (serial !== null && declared && declared.id !== bySerial?.id) flags.push('SERIAL_MISMATCH');
    if (bySerial) return { device: bySerial, foundBy: 'serial', declared, flags };
    if (declared) return { device: declared, foundBy: 'declared', declared, flags };
    const out = serial === null ? await this.onlyDroneOut(tx, hints) : undefined;
    return { device: out ?? null, foundBy: out ? 'open_check_out' : null, declared, flags };
  }

  /** A picture of a drone maker's camera, a film, or what only drones write, from somebody who has exactly one drone out. */
  private async onlyDroneOut(
    tx: Tx,
    { kind, camera, recording, uploaderId }: FindingHints,
  ): Promise<DeviceSummary | undefined> {
    const isPhotoOfDrone = kind === 'photo' && DRONE_MAKERS.test(camera.make ?? '');
    const ofDrone = kind === 'video' || isPhotoOfDrone || RECORDINGS_OF_DRONES.includes(recording);
    if (!ofDrone) return undefined;
    const drones: DeviceSummary[] = [];
    for (const { deviceId } of await this.equipment.openCustodiesOf(tx, uploaderId)) {
      const device = await this.equipment.findDevice(tx, { id: deviceId });
      if (device?.category === 'uav') drones.push(device);
    }
    return drones.length === 1 ? drones[0] : undefined;
  }
}
