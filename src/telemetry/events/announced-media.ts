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

/** A task that a dock flew for a flight of ours, with the number of files its aircraft made. */
export interface CountedTask {
  /** What the dock knows as the id of the flight. */
  readonly taskId: string;
  readonly mediaCount: number;
}

/** Files that devices announced, as the other features ask for them. No access decision is taken here. */
@Injectable()
export class AnnouncedMedia {
  constructor(private readonly media: MediaRepository) {}

  /** Of an aircraft, announced in the period. */
  async ofAircraft(tx: Tx, aircraftId: string, announced: Period): Promise<AnnouncedFile[]> {
    return this.media.announcedOf(tx, aircraftId, announced);
  }

  /** The tasks of one of our flights whose dock said how many files came of them, by its newest report. */
  async countedByTasks(tx: Tx, flightId: string): Promise<CountedTask[]> {
    return this.media.countedByTasks(tx, flightId);
  }
}
