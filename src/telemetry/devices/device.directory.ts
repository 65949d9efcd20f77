import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { Clock, UnitOfWork } from '../../platform/index.js';

/** An answer is used at once and asked again behind it after this; a name nobody knew is asked again sooner. */
const FRESH_MS = 30_000;
const UNKNOWN_FRESH_MS = 2_000;
/** An answer this old is not used without asking. */
const USABLE_MS = 300_000;
const MOST_UNKNOWN_NAMES = 10_000;

interface Remembered {
  readonly device: DeviceSummary | undefined;
  readonly askedAt: number;
}

/**
 * Who a serial or an asset code is, from memory: thousands of frames a second name the same few hundred devices.
 * A change of the register is seen within half a minute, at the next frame.
 */
@Injectable()
export class DeviceDirectory {
  private readonly names = new Map<string, Remembered>();
  private readonly ids = new Map<string, Remembered>();
  private readonly asking = new Map<string, Promise<DeviceSummary | undefined>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly clock: Clock,
  ) {}

  /** The device with this serial or asset code, whatever the case of its letters. */
  byName(name: string): Promise<DeviceSummary | undefined> | DeviceSummary | undefined {
    const key = name.toLowerCase();
    return this.recall(this.names, key, async () => {
      const device = await this.unitOfWork.read(
        async (tx) =>
          (await this.equipment.findDevice(tx, { serial: name })) ??
          (await this.equipment.findDevice(tx, { assetCode: name })),
      );
      if (!device && this.names.size > MOST_UNKNOWN_NAMES) this.forgetUnknown();
      return device;
    });
  }

  byId(id: string): Promise<DeviceSummary | undefined> | DeviceSummary | undefined {
    return this.recall(this.ids, id, () => this.unitOfWork.read((tx) => this.equipment.findDevice(tx, { id })));
  }

  /** The devices with these ids, in their order and without those nobody knows; what is not fresh is asked in one go. */
  async byIds(ids: readonly string[]): Promise<DeviceSummary[]> {
    const asked = ids.filter((id) => !this.isFresh(this.ids.get(id)));
    if (asked.length > 0) {
      const found = await this.unitOfWork.read((tx) => this.equipment.findDevices(tx, asked));
      const byId = new Map(found.map((device) => [device.id, device]));
      const askedAt = this.clock.now().getTime();
      for (const id of asked) this.ids.set(id, { device: byId.get(id), askedAt });
    }
    return ids.flatMap((id) => this.known(id) ?? []);
  }

  /** What is remembered of a device, without asking. */
  known(id: string): DeviceSummary | undefined {
    return this.ids.get(id)?.device;
  }

  /** Asks again at the next use, after a change that is known here. */
  forget(id: string): void {
    const device = this.known(id);
    this.ids.delete(id);
    for (const name of [device?.serial, device?.assetCode]) if (name) this.names.delete(name.toLowerCase());
  }

  private recall(
    memory: Map<string, Remembered>,
    key: string,
    ask: () => Promise<DeviceSummary | undefined>,
  ): Promise<DeviceSummary | undefined> | DeviceSummary | undefined {
    const remembered = memory.get(key);
    if (remembered && this.isFresh(remembered)) return remembered.device;
    const answer = this.askOnce(memory, key, ask);
    if (!remembered?.device || this.ageMs(remembered) > USABLE_MS) return answer;
    answer.catch(() => undefined);
    return remembered.device;
  }

  private isFresh(remembered: Remembered | undefined): boolean {
    return this.ageMs(remembered) < (remembered?.device ? FRESH_MS : UNKNOWN_FRESH_MS);
  }

  private ageMs(remembered: Remembered | undefined): number {
    return remembered ? this.clock.now().getTime() - remembered.askedAt : Infinity;
  }

  private askOnce(
    memory: Map<string, Remembered>,
    key: string,
    ask: () => Promise<DeviceSummary | undefined>,
  ): Promise<DeviceSummary | undefined> {
    const lock = `${memory === this.ids ? 'id' : 'name'} ${key}`;
    const running = this.asking.get(lock);
    if (running) return running;
    const answer = ask()
      .then((device) => {
        const remembered = { device, askedAt: this.clock.now().getTime() };
        memory.set(key, remembered);
        if (device) this.ids.set(device.id, remembered);
        return device;
      })
      .finally(() => this.asking.delete(lock));
    this.asking.set(lock, answer);
    return answer;
  }

  private forgetUnknown(): void {
    for (const [name, { device }] of this.names) if (!device) this.names.delete(name);
  }
}
