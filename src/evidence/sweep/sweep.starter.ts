import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail, Clock, CONFIG, type Config, newId, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import type { IntegritySweep } from './integrity-sweep.entity.js';
import { SweepRepository } from './sweep.repository.js';
import { isSweepDue } from './sweep.rules.js';

/** Begins sweeps: by the clock, or because somebody asks. */
@Injectable()
export class SweepStarter {
  constructor(
    private readonly repository: SweepRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The one that is under way, or a new one when it is time. */
  async openOrDue(): Promise<IntegritySweep | null> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const open = await this.repository.open(tx);
      if (open) return open;
      const last = await this.repository.lastEnded(tx);
      if (!isSweepDue(last?.beganAt ?? null, this.config.SKYDOCKET_SWEEP_HOURS, this.clock.now())) return null;
      return (await this.begin(tx, null)) ?? this.repository.open(tx);
    });
  }

  /** Null when one runs already. */
  async begin(tx: Tx, askedBy: string | null): Promise<IntegritySweep | null> {
    const sweep: IntegritySweep = {
      id: newId(),
      occasion: askedBy === null ? 'schedule' : 'demand',
      askedBy,
      beganAt: this.clock.now(),
      endedAt: null,
      checked: 0,
      checkedBytes: 0,
      wrong: 0,
      untracked: 0,
    };
    if (!(await this.repository.begin(tx, sweep))) return null;
    await this.audit.record(tx, {
      action: 'integrity.sweep',
      subject: { kind: 'integritySweep', id: sweep.id },
      details: { occasion: sweep.occasion },
    });
    return sweep;
  }
}
