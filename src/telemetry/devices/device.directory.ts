import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { NumberTable } from '../columns/number.table.js';
import { ValueColumn } from '../columns/value.column.js';
import { type Soon } from '../soon.js';
import { AskedTogether } from './asked-together.js';
import { DeviceSlots } from './device.slots.js';
import { KeptOnce } from './kept-once.js';

/** An answer is used at once and asked again behind it after this; a name nobody knew is asked again sooner. */
const FRESH_MS = 30_000;
const UNKNOWN_FRESH_MS = 2_000;
/** An answer this old is not used without asking. */
const USABLE_MS = 300_000;
const MOST_UNKNOWN = 10_000;

interface Remembered {
  readonly device: DeviceSummary | undefined;
  /** Null where it never was. */
  readonly askedAt: number | null;
}

/**
 * Who a serial or an asset code is, from memory: thousands of frames a second name the same few hundred devices.
 * A change of the register is seen within half a minute, at the next frame.
 */
@Injectable()
export class DeviceDirectory {
  private readonly devices = new ValueColumn<DeviceSummary>();
  private readonly askedAt = new NumberTable(1);
  /** Slots by serial and asset code. */
  private readonly names = new Map<string, number>();
  /** When names and ids were asked that nobody has. */
  private readonly unknownNames = new Map<string, number>();
  private readonly unknownIds = new Map<string, number>();
  private readonly keptOnce: KeptOnce;
  private readonly askedNames: AskedTogether<DeviceSummary>;
  private readonly askedIds: AskedTogether<DeviceSummary>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly clock: Clock,
    private readonly slots: DeviceSlots,
  ) {
    this.keptOnce = new KeptOnce(slots);
    this.askedNames = new AskedTogether((names) => this.askNames(names));
    this.askedIds = new AskedTogether((ids) => this.askIds(ids));
  }

  /** The device with this serial or asset code, whatever the case of its letters. */
  byName(name: string): Soon<DeviceSummary | undefined> {
    // A text of the database cannot have it, and one such name would fail all that are asked with it.
    if (name.includes('\0')) return undefined;
    const key = keyOf(name);
    const device = this.devices.get(this.names.get(key) ?? -1);
    const askedAt = device ? this.askedAtOf(device.id) : (this.unknownNames.get(key) ?? null);
    return this.recall({ device, askedAt }, name, this.askedNames);
  }

  byId(id: string): Soon<DeviceSummary | undefined> {
    return this.recall(this.remembered(id), id, this.askedIds);
  }

  /** The devices with these ids, in their order and without those nobody knows; what is not fresh is asked in one go. */
  async byIds(ids: readonly string[]): Promise<DeviceSummary[]> {
    const asked = ids.filter((id) => !this.isFresh(this.remembered(id)));
    if (asked.length > 0) await this.askIds(asked);
    return ids.flatMap((id) => this.known(id) ?? []);
  }

  /** What is remembered of a device, without asking. */
  known(id: string): DeviceSummary | undefined {
    return this.devices.get(this.slots.find(id));
  }

  /** Asks again at the next use, after a change that is known here. */
  forget(id: string): void {
    this.unknownIds.delete(id);
    const device = this.known(id);
    if (!device) return;
    this.forgetNames(device);
    this.devices.put(this.slots.of(id), undefined);
  }

  private recall(
    remembered: Remembered,
    key: string,
    asked: AskedTogether<DeviceSummary>,
  ): Soon<DeviceSummary | undefined> {
    if (this.isFresh(remembered)) return remembered.device;
    const answer = asked.ask(key);
    if (!remembered.device || this.ageMs(remembered) > USABLE_MS) return answer;
    answer.catch(() => undefined);
    return remembered.device;
  }

  private remembered(id: string): Remembered {
    const device = this.known(id);
    return { device, askedAt: device ? this.askedAtOf(id) : (this.unknownIds.get(id) ?? null) };
  }

  private askedAtOf(id: string): number | null {
    return this.askedAt.get(this.slots.find(id), 0);
  }

  private isFresh(remembered: Remembered): boolean {
    return this.ageMs(remembered) < (remembered.device ? FRESH_MS : UNKNOWN_FRESH_MS);
  }

  private ageMs({ askedAt }: Remembered): number {
    return askedAt === null ? Infinity : this.clock.now().getTime() - askedAt;
  }

  private async askNames(names: readonly string[]): Promise<ReadonlyMap<string, DeviceSummary>> {
    const found = await this.unitOfWork.read((tx) => this.equipment.findNamed(tx, names));
    const askedAt = this.clock.now().getTime();
    for (const device of found.values()) this.remember(device, askedAt);
    for (const key of names.filter((name) => !found.has(name)).map(keyOf)) {
      this.names.delete(key);
      noteUnknown(this.unknownNames, key, askedAt);
    }
    return found;
  }

  private async askIds(ids: readonly string[]): Promise<ReadonlyMap<string, DeviceSummary>> {
    const devices = await this.unitOfWork.read((tx) => this.equipment.findDevices(tx, ids));
    const found = new Map(devices.map((device) => [device.id, device]));
    const askedAt = this.clock.now().getTime();
    for (const device of devices) this.remember(device, askedAt);
    for (const id of ids.filter((asked) => !found.has(asked))) {
      this.forget(id);
      noteUnknown(this.unknownIds, id, askedAt);
    }
    return found;
  }

  /** Once, under its id and all its names. */
  private remember(news: DeviceSummary, askedAt: number): void {
    const slot = this.slots.of(news.id);
    const known = this.devices.get(slot);
    const device = this.keptOnce.device(known, news);
    if (known && known !== device) this.forgetNames(known);
    this.devices.put(slot, device);
    this.askedAt.put(slot, 0, askedAt);
    this.unknownIds.delete(device.id);
    for (const name of namesOf(device)) {
      this.names.set(name, slot);
      this.unknownNames.delete(name);
    }
  }

  /** Not those that another device has by now. */
  private forgetNames(device: DeviceSummary): void {
    const slot = this.slots.find(device.id);
    for (const name of namesOf(device)) if (this.names.get(name) === slot) this.names.delete(name);
  }
}

function noteUnknown(unknown: Map<string, number>, key: string, askedAt: number): void {
  if (unknown.size >= MOST_UNKNOWN) unknown.clear();
  unknown.set(key, askedAt);
}

function namesOf({ serial, assetCode }: DeviceSummary): string[] {
  return serial === null ? [keyOf(assetCode)] : [keyOf(serial), keyOf(assetCode)];
}

/** Names that differ in the case of their letters alone have one key: of most serials and asset codes they are it themselves. */
function keyOf(name: string): string {
  return isAscii(name) ? name.toUpperCase() : name.toLowerCase();
}

/** Beyond it, letters that are small ones of different words share their capitals. */
function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}
