import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { OnEveryMinute } from '../../platform/index.js';
import { KnownOriginals } from './known-originals.js';
import { SweepLock } from './sweep.lock.js';
import { SweepStarter } from './sweep.starter.js';
import { UnknownOriginals } from './unknown-originals.js';

/** A run ends within its minute, so that a stop of the service waits for one original at most; the next goes on. */
const RUN_MS = 50_000;

/** Carries sweeps on, a piece each minute, in one process of all. */
@Injectable()
export class SweepWorker implements BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    private readonly starter: SweepStarter,
    private readonly known: KnownOriginals,
    private readonly unknown: UnknownOriginals,
    private readonly lock: SweepLock,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  @OnEveryMinute('evidence.sweep')
  async run(): Promise<void> {
    const endsAt = performance.now() + RUN_MS;
    await this.lock.alone(async (isHeld) => {
      const goesOn = (): boolean => isHeld() && !this.stopping && performance.now() < endsAt;
      const sweep = await this.starter.openOrDue();
      if (sweep && (await this.known.readAll(sweep, goesOn))) await this.unknown.look(sweep, goesOn);
    });
  }
}
