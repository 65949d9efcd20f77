import type { Position } from '../../geo/index.js';
import type { DeviceDirectory } from '../devices/device.directory.js';
import type { LiveBoard } from '../positions/live.board.js';
import { type DevicePositionView, positionView } from '../positions/position.schemas.js';

/** What all frames of one moment share: an item is written once, however many viewers look at it. */
export class Tick {
  private readonly items = new Map<string, DevicePositionView | undefined>();
  private readonly changed = new Map<number, readonly string[]>();

  constructor(
    private readonly board: LiveBoard,
    private readonly directory: DeviceDirectory,
    readonly now: Date,
  ) {}

  /** Devices that changed after `number`. */
  since(number: number): readonly string[] {
    const known = this.changed.get(number);
    if (known) return known;
    const ids = this.board.changes.since(number);
    this.changed.set(number, ids);
    return ids;
  }

  /** Undefined where nobody knows where the device is. */
  positionOf(id: string): Position | undefined {
    return this.board.positionOf(id);
  }

  /** The devices as a viewer is shown them, without those of which nobody knows where they are. */
  itemsOf(ids: readonly string[]): DevicePositionView[] {
    return ids.flatMap((id) => this.itemOf(id) ?? []);
  }

  private itemOf(id: string): DevicePositionView | undefined {
    if (this.items.has(id)) return this.items.get(id);
    const row = this.board.get(id);
    const device = this.directory.known(id);
    const context = device && { device, flight: this.board.flightOf(id), now: this.now };
    const item = row && context ? positionView(row, context) : undefined;
    this.items.set(id, item);
    return item;
  }
}
