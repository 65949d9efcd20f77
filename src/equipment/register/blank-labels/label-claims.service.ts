import { Injectable } from '@nestjs/common';
import type { AppError, Tx } from '../../../platform/index.js';
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
    const refusal = (await this.refusals(tx, [code]))(code, ownerUnitId);
    if (refusal) throw refusal;
  }

  /** Says of each of these codes why a device of the unit may not wear it. */
  async refusals(
    tx: Tx,
    codes: readonly string[],
  ): Promise<(code: string, ownerUnitId: string) => AppError | undefined> {
    const printedFor = await this.labels.unitsOf(
      tx,
      codes.filter((code) => LABEL_FORM.test(code)),
    );
    return (label, ownerUnitId) => {
      if (!LABEL_FORM.test(label)) return undefined;
      const unitId = printedFor.get(label);
      if (unitId === undefined) return BlankLabelErrors.LABEL_NOT_PRINTED({ label });
      if (unitId === ownerUnitId || this.reaches.placeOf(ownerUnitId).ancestorIds.includes(unitId)) return undefined;
      return BlankLabelErrors.LABEL_OF_OTHER_UNIT({ label, unitName: this.reaches.nameOf(unitId) });
    };
  }

  async isPrinted(tx: Tx, code: string): Promise<boolean> {
    return LABEL_FORM.test(code) && (await this.labels.unitsOf(tx, [code])).has(code);
  }
}
