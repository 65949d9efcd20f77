import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork } from '../../platform/index.js';
import { DetectorRepository } from './detector.repository.js';

/** An instance says this often that it lives. */
export const BEAT_MS = 2_000;
/** An instance that has not said so for this long has lost its devices, to others or to nobody. */
const BREAK_MS = 6_000;
const MOST_ERAS = 50;

/** A time in which the same instances lived. */
export interface Era {
  readonly from: number;
  readonly living: readonly string[];
}

/**
 * Which aircraft this instance watches: each belongs to one of the living, whichever instance its frames arrive at. While
 * an instance comes or goes two may watch one aircraft for a few seconds; what they find is kept once by the database.
 */
@Injectable()
export class DetectorLeases {
  private readonly id = newId();
  private living: readonly string[] = [];
  private beatenAt = 0;
  private eras: readonly Era[] = [];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: DetectorRepository,
  ) {}

  /** Names this run of the service. */
  get instance(): string {
    return this.id;
  }

  /** To be called again and again. */
  async renew(now: Date): Promise<void> {
    if (now.getTime() - this.beatenAt < BEAT_MS) return;
    this.living = await this.unitOfWork.read((tx) => this.repository.beat(tx, this.id));
    const isBroken = now.getTime() - this.beatenAt > BREAK_MS;
    this.eras = erasWith(isBroken ? [] : this.eras, { from: now.getTime(), living: this.living });
    this.beatenAt = now.getTime();
  }

  async giveUp(): Promise<void> {
    await this.unitOfWork.read((tx) => this.repository.leave(tx, this.id));
  }

  has(deviceId: string): boolean {
    return owns(this.id, deviceId, this.living);
  }

  /** Since when this instance has had the device without a break; null where it has it not. */
  hasSince(deviceId: string): Date | null {
    return ownedSince(this.id, deviceId, this.eras);
  }
}

/** Of long ago only the last eras are known: a device then counts as had for less long than it was. */
export function erasWith(eras: readonly Era[], next: Era): readonly Era[] {
  return eras.at(-1)?.living.join() === next.living.join() ? eras : [...eras, next].slice(-MOST_ERAS);
}

export function ownedSince(id: string, deviceId: string, eras: readonly Era[]): Date | null {
  const notOwned = eras.findLastIndex(({ living }) => !owns(id, deviceId, living));
  const first = eras[notOwned + 1];
  return first ? new Date(first.from) : null;
}

function owns(id: string, deviceId: string, living: readonly string[]): boolean {
  return living.length <= 1 || ownerOf(deviceId, living) === id;
}

/** The highest of all hashes of device and instance: when one instance comes or goes, only its devices change hands. */
export function ownerOf(deviceId: string, instances: readonly string[]): string | undefined {
  const ranked = instances.map((id) => ({ id, rank: createHash('sha1').update(`${id} ${deviceId}`).digest('hex') }));
  return ranked.toSorted((a, b) => (a.rank < b.rank ? 1 : -1))[0]?.id;
}
