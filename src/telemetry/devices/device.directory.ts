import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { type Soon } from '../soon.js';
import { AskedTogether } from './asked-together.js';
import { KeptOnce } from './kept-once.js';

/** An answer is used at once and asked again behind it after this; a name nobody knew is asked again sooner. */
const FRESH_MS = 30_000;
const UNKNOWN_FRESH_MS = 2_000;
/** An answer this old is not used without asking. */
const USABLE_MS = 300_000;
const MOST_UNKNOWN_NAMES = 10_000;
/** Asset code and serial. */
const NAMES_OF_A_DEVICE = 2;

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
  private readonly keptOnce = new KeptOnce();
  private readonly askedNames: AskedTogether<DeviceSummary>;
  private readonly askedIds: AskedTogether<DeviceSummary>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly clock: Clock,
  ) {
    this.askedNames = new AskedTogether((names) => this.askNames(names));
    this.askedIds = new AskedTogether((ids) => this.askIds(ids));
  }

  /** The device with this serial or asset code, whatever the case of its letters. */
  byName(name: string): Soon<DeviceSummary | undefined> {
    // A text of the database cannot have it, and one such name would fail all that are asked with it.
    if (name.includes('\0')) return undefined;
    return this.recall(this.names.get(name.toLowerCase()), name, this.askedNames);
  }

  byId(id: string): Soon<DeviceSummary | undefined> {
    return this.recall(this.ids.get(id), id, this.askedIds);
  }

  /** The devices with these ids, in their order and without those nobody knows; what is not fresh is asked in one go. */
  async byIds(ids: readonly string[]): Promise<DeviceSummary[]> {
    const asked = ids.filter((id) => !this.isFresh(this.ids.get(id)));
    if (asked.length > 0) await this.askIds(asked);
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
    if (device) for (const name of namesOf(device)) this.names.delete(name);
  }

  private recall(
    remembered: Remembered | undefined,
    key: string,
    asked: AskedTogether<DeviceSummary>,
  ): Soon<DeviceSummary | undefined> {
    if (remembered && this.isFresh(remembered)) return remembered.device;
    const answer = asked.ask(key);
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

  private async askNames(names: readonly string[]): Promise<ReadonlyMap<string, DeviceSummary>> {
    const found = await this.unitOfWork.read((tx) => this.equipment.findNamed(tx, names));
    const askedAt = this.clock.now().getTime();
    for (const device of found.values()) this.remember(device, askedAt);
    for (const name of names) if (!found.has(name)) this.names.set(name.toLowerCase(), { device: undefined, askedAt });
    if (this.names.size > NAMES_OF_A_DEVICE * this.ids.size + MOST_UNKNOWN_NAMES) this.forgetUnknown();
    return found;
  }

  private async askIds(ids: readonly string[]): Promise<ReadonlyMap<string, DeviceSummary>> {
    const devices = await this.unitOfWork.read((tx) => this.equipment.findDevices(tx, ids));
    const found = new Map(devices.map((device) => [device.id, device]));
    const askedAt = this.clock.now().getTime();
    for (const device of devices) this.remember(device, askedAt);
    for (const id of ids) if (!found.has(id)) this.ids.set(id, { device: undefined, askedAt });
    return found;
  }

  /** Once, under its id and all its names. */
  private remember(news: DeviceSummary, askedAt: number): void {
    const device = this.keptOnce.device(this.known(news.id), news);
    const remembered = { device, askedAt };
    this.ids.set(device.id, remembered);
    for (const name of namesOf(device)) this.names.set(name, remembered);
  }

  private forgetUnknown(): void {
    for (const [name, { device }] of this.names) if (!device) this.names.delete(name);
  }
}

function namesOf({ serial, assetCode }: DeviceSummary): string[] {
  return serial === null ? [assetCode.toLowerCase()] : [serial.toLowerCase(), assetCode.toLowerCase()];
}
