import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import type { PublishRule, Tx } from '../../platform/index.js';
import { nameInTopic } from '../dialects/dialects.js';
import { type Soon, soon } from '../soon.js';
import { CustodyBoard } from './custody.board.js';
import { DeviceDirectory } from './device.directory.js';

/** Whose topics a device may speak on: its own and those of what it travels with or is paired with. */
@Injectable()
export class TopicRights {
  constructor(
    private readonly directory: DeviceDirectory,
    private readonly board: CustodyBoard,
    private readonly equipment: EquipmentService,
  ) {}

  /** Resolves when whose hands devices are in is known as it was at the call, or newer. */
  refresh(): Promise<void> {
    return this.board.refresh();
  }

  /** Every device whose topics are `own` to the speaker, as of the last refresh, itself first. */
  async spokenFor(tx: Tx, speaker: DeviceSummary): Promise<DeviceSummary[]> {
    const beside = [speaker.partOfId, ...this.board.partnersOf(speaker.id)].filter((id) => id !== null);
    const others = [
      ...(await this.equipment.findDevices(tx, beside)),
      ...(await this.equipment.partsOf(tx, speaker.id)),
    ].filter((other) => this.board.speaksFor(speaker, other));
    return [...new Map([speaker, ...others].map((device) => [device.id, device])).values()];
  }

  /**
   * A name that nobody has registered stays `unknown` for the whole way of its message: registered a moment later, it may
   * be somebody else's.
   */
  ruleFor(speaker: DeviceSummary | undefined, topic: string): Soon<Exclude<PublishRule, 'closed'>> {
    const name = nameInTopic(topic);
    if (name === null) return 'own';
    return soon(this.directory.byName(name), (other) => {
      if (!other) return 'unknown';
      return speaker && this.board.speaksFor(speaker, other) ? 'own' : 'foreign';
    });
  }
}
