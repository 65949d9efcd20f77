import { Injectable } from '@nestjs/common';
import { Clock, PlatformErrors, RateLimit, UnitOfWork } from '../../../platform/index.js';
import { asLabelCode } from '../blank-labels/label-code.rules.js';
import { LabelClaims } from '../blank-labels/label-claims.service.js';
import { LabelRepository, type ScannedRow } from './label.repository.js';

/** Scans a minute by one address: a store room behind one address at work, and too few to list the codes. */
const SCANS_A_MINUTE = 60;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/;

export interface Scanned {
  readonly device: ScannedRow | undefined;
  /** A label of ours that belongs to nothing yet. */
  readonly isBlank: boolean;
}

/** What anybody learns who scans a label. */
@Injectable()
export class ScansService {
  private readonly scans = new RateLimit(SCANS_A_MINUTE);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly labels: LabelRepository,
    private readonly claims: LabelClaims,
    private readonly clock: Clock,
  ) {}

  /** @throws RATE_LIMITED */
  async scanned(code: string, address: string): Promise<Scanned> {
    const now = this.clock.now();
    if (this.scans.exceeded(address, now)) throw PlatformErrors.RATE_LIMITED();
    this.scans.count(address, now);
    const known = asLabelCode(code) ?? code;
    if (!CODE.test(known)) return { device: undefined, isBlank: false };
    return this.unitOfWork.read(async (tx) => {
      const device = await this.labels.scanned(tx, known);
      return { device, isBlank: !device && (await this.claims.isPrinted(tx, known)) };
    });
  }
}
