import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { LoanReaches } from '../../lending/bookings/loan-reach.service.js';
import { BlankLabelErrors } from './blank-label.errors.js';
import { BlankLabelRepository } from './blank-label.repository.js';
import { LABEL_FORM } from './label-code.rules.js';

/** Which label printed ahead may be stuck on which device. */
@Injectable()
export class LabelClaims {
  constructor(
    private readonly labels: BlankLabelRepository,
    private readonly reaches: LoanReaches,
  ) {}

  /** Of any code; what does not have the form of our labels is not ours to judge. @throws LABEL_NOT_PRINTED, LABEL_OF_OTHER_UNIT */
  async require(tx: Tx, code: string, ownerUnitId: string): Promise<void> {
    if (!LABEL_FORM.test(code)) return;
    const unitId = await this.labels.unitOf(tx, code);
    if (unitId === undefined) throw BlankLabelErrors.LABEL_NOT_PRINTED({ label: code });
    if (unitId !== ownerUnitId && !this.reaches.placeOf(ownerUnitId).ancestorIds.includes(unitId))
      throw BlankLabelErrors.LABEL_OF_OTHER_UNIT({ label: code, unitName: this.reaches.nameOf(unitId) });
  }

  async isPrinted(tx: Tx, code: string): Promise<boolean> {
    return LABEL_FORM.test(code) && (await this.labels.unitOf(tx, code)) !== undefined;
  }
}
