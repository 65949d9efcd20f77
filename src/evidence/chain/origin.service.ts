import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { DeviceFinder, type FindingHints, type FoundDevice } from './device.finder.js';
import { type Surroundings, SurroundingsReader } from './surroundings.reader.js';

export interface Origin extends FoundDevice {
  /** Null without a device or a time of capture. */
  readonly around: Surroundings | null;
}

/** Where a file comes from: its device, and what the other rooms know of that device at that moment. */
@Injectable()
export class OriginService {
  constructor(
    private readonly finder: DeviceFinder,
    private readonly surroundings: SurroundingsReader,
  ) {}

  async of(tx: Tx, hints: FindingHints, capturedAt: Date | null): Promise<Origin> {
    const found = await this.finder.find(tx, hints);
    const around = found.device && capturedAt ? await this.surroundings.of(tx, found.device, capturedAt) : null;
    return { ...found, around };
  }
}
