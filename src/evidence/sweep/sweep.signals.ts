import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics, Readiness, UnitOfWork } from '../../platform/index.js';
import { SweepRepository } from './sweep.repository.js';

/** What operators see of the originals: at `/metrics` and in the detail of `/readyz`. */
@Injectable()
export class SweepSignals implements OnModuleInit {
  constructor(
    private readonly repository: SweepRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.metrics.gaugeBy('integrity_findings', 'Originals that are not as they should be, by kind', 'kind', () =>
      this.unitOfWork.read((tx) => this.repository.openByKind(tx)),
    );
    this.metrics.gaugeBy('integrity_sweep', 'The sweep that runs, or the last one', 'of', () => this.progress());
    this.readiness.include(async () => ({ name: 'integrity', state: 'ok', detail: await this.detail() }));
  }

  private async progress(): Promise<ReadonlyMap<string, number>> {
    const sweep = await this.unitOfWork.read(
      async (tx) => (await this.repository.open(tx)) ?? this.repository.lastEnded(tx),
    );
    if (!sweep) return new Map();
    return new Map([
      ['began_seconds', sweep.beganAt.getTime() / 1000],
      ['originals', sweep.checked],
      ['bytes', sweep.checkedBytes],
      ['wrong', sweep.wrong],
    ]);
  }

  /** Evidence that is damaged does not stop the service from serving the rest, but it is said. */
  private async detail(): Promise<string> {
    try {
      const open = await this.unitOfWork.read((tx) => this.repository.openByKind(tx));
      const said = [...open].map(([kind, n]) => `${n} ${kind}`).join(', ');
      return said === '' ? 'no original is known to be damaged' : `originals: ${said}; see /api/v1/integrity`;
    } catch {
      return 'the database does not answer';
    }
  }
}
