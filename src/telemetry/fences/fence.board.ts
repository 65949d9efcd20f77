import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { FenceIndex } from './fence-index.js';
import { FenceRepository } from './fence.repository.js';
import type { Fence } from './fence.types.js';

/** Another instance's change is seen within this. */
const LOOK_MS = 1_000;
/** Fences that have run out are left behind. */
const OLDEST_MS = 600_000;

/** Every fence in force, in memory and by place: each frame asks for it. */
@Injectable()
export class FenceBoard {
  private mark = '';
  private lookedAt = 0;
  private readAt = 0;
  private index = new FenceIndex<Fence>([]);
  private byFence: ReadonlyMap<string, Fence> = new Map();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fences: FenceRepository,
    private readonly clock: Clock,
  ) {}

  /** To be called again and again. */
  async refresh(): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() - this.lookedAt < LOOK_MS) return;
    await this.unitOfWork.read(async (tx) => {
      const mark = await this.fences.mark(tx);
      if (mark === this.mark && now.getTime() - this.readAt < OLDEST_MS) return;
      const found = await this.fences.inForce(tx, now);
      this.index = new FenceIndex(found);
      this.byFence = new Map(found.map((fence) => [fence.fenceId, fence]));
      this.mark = mark;
      this.readAt = now.getTime();
    });
    this.lookedAt = now.getTime();
  }

  at(position: Parameters<FenceIndex<Fence>['at']>[0]): Fence[] {
    return this.index.at(position);
  }

  find(fenceId: string): Fence | undefined {
    return this.byFence.get(fenceId);
  }
}
