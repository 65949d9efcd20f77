import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork } from '../../platform/index.js';
import { DetectorRepository } from './detector.repository.js';

/** An instance says this often that it lives. */
export const BEAT_MS = 2_000;

/**
 * Which aircraft this instance watches: each belongs to one of the living, whichever instance its frames arrive at. While
 * an instance comes or goes two may watch one aircraft for a few seconds; what they find is kept once by the database.
 */
@Injectable()
export class DetectorLeases {
  private readonly id = newId();
  private living: readonly string[] = [];
  private beatenAt = 0;

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
    this.beatenAt = now.getTime();
  }

  async giveUp(): Promise<void> {
    await this.unitOfWork.read((tx) => this.repository.leave(tx, this.id));
  }

  has(deviceId: string): boolean {
    if (this.living.length <= 1) return true;
    return ownerOf(deviceId, this.living) === this.id;
  }
}

/** The highest of all hashes of device and instance: when one instance comes or goes, only its devices change hands. */
export function ownerOf(deviceId: string, instances: readonly string[]): string | undefined {
  const ranked = instances.map((id) => ({ id, rank: createHash('sha1').update(`${id} ${deviceId}`).digest('hex') }));
  return ranked.toSorted((a, b) => (a.rank < b.rank ? 1 : -1))[0]?.id;
}
