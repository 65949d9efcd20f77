import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { type Place, Places } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { DeviceFinder, type FindingHints, type FoundDevice } from './device.finder.js';
import { type TrackWord, wordOfTrack } from './on-track.rules.js';
import { OwnOrigins } from './own-origins.js';
import { type Surroundings, SurroundingsReader } from './surroundings.reader.js';

export interface Origin extends FoundDevice {
  /** Null without a device or a time of capture. */
  readonly around: Surroundings | null;
  /** What the device's own track says of the place; null also for those who had no say in the device. */
  readonly onTrack: (TrackWord & { readonly place: Place }) | null;
}

type FoundBefore = Pick<EvidenceItem, 'deviceId' | 'declaredDeviceId' | 'capturedAt'>;
type KnownOrigin = Pick<Origin, 'around' | 'device' | 'declared'>;

/** Where a file comes from: its device, and what the other rooms know of that device at that moment. */
@Injectable()
export class OriginService {
  constructor(
    private readonly finder: DeviceFinder,
    private readonly surroundings: SurroundingsReader,
    private readonly own: OwnOrigins,
    private readonly places: Places,
    private readonly equipment: EquipmentService,
  ) {}

  async of(tx: Tx, hints: FindingHints, capturedAt: Date | null): Promise<Origin> {
    const found = await this.finder.find(tx, hints);
    const around = found.device && capturedAt ? await this.surroundings.of(tx, found.device, capturedAt) : null;
    return {
      ...found,
      around,
      onTrack: around && capturedAt && this.onTrack(tx, hints, { ...found, around }, capturedAt),
    };
  }

  /** What is known now of the device that an item was found to come from, and of the one that was named with it. */
  async knownOf(tx: Tx, { deviceId, declaredDeviceId, capturedAt }: FoundBefore): Promise<KnownOrigin> {
    const device = await this.device(tx, deviceId);
    const around = device && capturedAt ? await this.surroundings.of(tx, device, capturedAt) : null;
    return { around, device, declared: await this.device(tx, declaredDeviceId) };
  }

  private async device(tx: Tx, id: string | null): Promise<DeviceSummary | null> {
    return id === null ? null : ((await this.equipment.findDevice(tx, { id })) ?? null);
  }

  private onTrack(
    { actor }: Tx,
    { kind }: FindingHints,
    { around, foundBy }: Pick<Origin, 'foundBy'> & { readonly around: Surroundings },
    at: Date,
  ): Origin['onTrack'] {
    if (kind !== 'photo' && kind !== 'video') return null;
    const uploader = {
      uploadedBy: actor.kind === 'device' ? null : actor.id,
      unitId: String(actor.snapshot['unitId']),
    };
    const word = this.own.isOwn(uploader, around) ? wordOfTrack(around, at, foundBy) : null;
    return word && { ...word, place: this.places.of(word.position) };
  }
}
