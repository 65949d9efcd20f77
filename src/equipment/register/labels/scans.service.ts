import { Injectable } from '@nestjs/common';
import { Clock, PlatformErrors, RateLimit, UnitOfWork } from '../../../platform/index.js';
import { LabelRepository, type ScannedRow } from './label.repository.js';

/** Scans a minute by one address: a store room behind one address at work, and too few to list the codes. */
const SCANS_A_MINUTE = 60;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/;

/** What anybody learns who scans a label. */
@Injectable()
export class ScansService {
  private readonly scans = new RateLimit(SCANS_A_MINUTE);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly labels: LabelRepository,
    private readonly clock: Clock,
  ) {}

  /** Undefined for what is no code of ours. @throws RATE_LIMITED */
  async scanned(code: string, address: string): Promise<ScannedRow | undefined> {
    const now = this.clock.now();
    if (this.scans.exceeded(address, now)) throw PlatformErrors.RATE_LIMITED();
    this.scans.count(address, now);
    return CODE.test(code) ? this.unitOfWork.read((tx) => this.labels.scanned(tx, code)) : undefined;
  }
}
