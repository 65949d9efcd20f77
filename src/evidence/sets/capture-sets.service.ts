import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { type CaptureOrigin, captureNameOf, captureScopeOf } from './capture-name.rules.js';
import { CaptureSetRepository, type SetMemberRow } from './capture-set.repository.js';

export interface CaptureSetParts {
  readonly id: string;
  readonly members: readonly Omit<SetMemberRow, 'setId'>[];
}

/** Finds the files that belong together by what their names say, in whatever order they come. */
@Injectable()
export class CaptureSets {
  constructor(private readonly sets: CaptureSetRepository) {}

  async join(
    tx: Tx,
    { id: itemId, fileName, unitId, deviceId }: EvidenceItem,
    { from, caseId }: Pick<CaptureOrigin, 'from' | 'caseId'>,
  ): Promise<void> {
    const name = captureNameOf(fileName);
    if (!name) return;
    const scope = captureScopeOf({ from, unitId, caseId, deviceId }, name);
    if (scope === undefined) return;
    const setId = await this.sets.setOf(tx, newId(), scope, name.stem);
    await this.sets.add(tx, { itemId, setId, role: name.role });
  }

  /** Null where the item stands alone. @param caseIds the lists through which the reader sees the item, if any */
  async of(tx: Tx, itemId: string, caseIds: readonly string[]): Promise<CaptureSetParts | null> {
    const rows = await this.sets.around(tx, itemId, caseIds);
    const [first] = rows;
    if (!first || rows.length < 2) return null;
    return { id: first.setId, members: rows.map(({ itemId: id, role, fileName }) => ({ itemId: id, role, fileName })) };
  }
}
