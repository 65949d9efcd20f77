import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';
import { MediaRepository } from './media.repository.js';

/** What a device says of files it has uploaded, as far as they are counted. */
export interface AnnouncedFile {
  readonly takenText: string | null;
  /** The device's own id of the flight. */
  readonly flightId: string | null;
  readonly expectedCount: number | null;
}

/** Files that devices announced, as the other features ask for them. No access decision is taken here. */
@Injectable()
export class AnnouncedMedia {
  constructor(private readonly media: MediaRepository) {}

  /** Of an aircraft, announced in the period. */
  async ofAircraft(tx: Tx, aircraftId: string, announced: Period): Promise<AnnouncedFile[]> {
    return this.media.announcedOf(tx, aircraftId, announced);
  }
}
