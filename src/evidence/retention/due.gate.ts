import { Injectable } from '@nestjs/common';
import { PlatformErrors, type Tx } from '../../platform/index.js';
import { CaseClosures } from './case-closures.js';
import { DueReader } from './due.reader.js';
import { RetentionErrors } from './retention.errors.js';
import type { Due } from './retention.rules.js';

/** Lets only those items pass that a rule lets go at this very moment. */
@Injectable()
export class DueGate {
  constructor(
    private readonly closures: CaseClosures,
    private readonly due: DueReader,
  ) {}

  /** @throws REMOVAL_NOT_DUE */
  async require(tx: Tx, itemId: string): Promise<Due & { readonly due: true }> {
    await this.closures.note(tx);
    const due = (await this.due.of(tx, [itemId])).get(itemId);
    if (!due) throw PlatformErrors.NOT_FOUND();
    if (!due.due) throw RetentionErrors.REMOVAL_NOT_DUE({ because: due.because });
    return due;
  }
}
