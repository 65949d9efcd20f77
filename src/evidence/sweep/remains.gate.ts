import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, OriginalsService, type Tx } from '../../platform/index.js';
import { LogMark } from '../log/log-mark.js';
import type { IntegrityFinding } from './integrity-finding.entity.js';
import { mayRemainsGo } from './sweep.rules.js';

/** Says whether bytes without a record are what an upload left, old enough to go. What a database may have forgotten never is. */
@Injectable()
export class RemainsGate {
  constructor(
    private readonly mark: LogMark,
    private readonly originals: OriginalsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  get days(): number {
    return this.config.SKYDOCKET_UPLOAD_REMAINS_DAYS;
  }

  async mayGo(tx: Tx, { sha256, foundAt }: IntegrityFinding): Promise<boolean> {
    const storedAt = (await this.originals.stat(sha256))?.storedAt;
    const unbrokenSince = await this.mark.unbrokenSince(tx);
    return mayRemainsGo({ foundAt, storedAt, unbrokenSince }, this.clock.now(), this.days);
  }
}
