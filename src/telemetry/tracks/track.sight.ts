import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService, type AccessSubject } from '../../identity/index.js';
import { type Actor, type Period, PlatformErrors, type Tx } from '../../platform/index.js';
import { positionSubject } from '../positions/position.access.js';

interface Stretch {
  readonly during: Period;
  readonly subject: AccessSubject;
}

interface Held {
  readonly during: Period;
  readonly holderUnitId: string;
  readonly caseId: string | null;
}

export interface SeenDevice {
  readonly device: DeviceSummary;
  readonly stretches: readonly Period[];
}

/** Which part of a device's past somebody may see: each stretch as its holder of then decides, not its holder of now. */
@Injectable()
export class TrackSight {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly access: AccessService,
  ) {}

  /** In the order of time, never none. @throws NOT_FOUND, FORBIDDEN when no part of the period may be seen */
  async visibleStretches(tx: Tx, actor: Actor, deviceId: string, during: Period): Promise<Period[]> {
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    // What only travels with a device is where its pilot is, and people have no track.
    if (!device || device.partOfId !== null) throw PlatformErrors.NOT_FOUND();
    const stretches = stretchesOf(device, await this.equipment.holdingsDuring(tx, [device.id], during), during);
    const visible = this.seen(actor, stretches);
    if (visible.length === 0)
      this.access.require(
        actor,
        'position.read',
        stretches.slice(0, 1).map(({ subject }) => subject),
      );
    return visible.map((stretch) => stretch.during);
  }

  /** Of many devices those of which some part of the period may be seen, by their ids, with these parts. */
  async seenOf(tx: Tx, actor: Actor, deviceIds: readonly string[], during: Period): Promise<Map<string, SeenDevice>> {
    const devices = (await this.equipment.findDevices(tx, deviceIds)).filter(({ partOfId }) => partOfId === null);
    const holdings = await this.equipment.holdingsDuring(
      tx,
      devices.map(({ id }) => id),
      during,
    );
    const seen = devices.map((device) => ({
      device,
      stretches: this.seen(actor, stretchesOf(device, heldBy(device, holdings), during)).map((part) => part.during),
    }));
    return new Map(seen.filter(({ stretches }) => stretches.length > 0).map((entry) => [entry.device.id, entry]));
  }

  private seen(actor: Actor, stretches: readonly Stretch[]): Stretch[] {
    return stretches.filter(({ subject }) => this.access.allowed(actor, 'position.read', [subject]).size > 0);
  }
}

function heldBy<T extends { readonly deviceId: string }>({ id }: DeviceSummary, holdings: readonly T[]): T[] {
  return holdings.filter(({ deviceId }) => deviceId === id);
}

/** The period cut at every change of hands; at home the device is its owner's. */
function stretchesOf(device: DeviceSummary, holdings: readonly Held[], { from, to }: Period): Stretch[] {
  const home = positionSubject(device.id, device.unitId, null);
  const stretches: Stretch[] = [];
  let until = from;
  for (const { during, holderUnitId, caseId } of holdings) {
    if (during.from > until) stretches.push({ during: { from: until, to: during.from }, subject: home });
    stretches.push({ during, subject: positionSubject(device.id, holderUnitId, caseId) });
    until = during.to;
  }
  if (until < to) stretches.push({ during: { from: until, to }, subject: home });
  return stretches;
}
