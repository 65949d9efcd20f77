import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, BlobRepository, Clock, type Digests, UnitOfWork } from '../../platform/index.js';
import { ItemAccess } from '../items/item-access.js';
import { Gate } from '../renditions/gate.js';
import { FindingDesk } from './finding.desk.js';
import { OriginalReader } from './original.reader.js';
import type { CheckView } from './sweep.schemas.js';

/** Whole files are read for it: more at once would take the disk away from those who bring evidence in. */
const FILES_AT_ONCE = 2;

/** Reads the original of one item again because somebody asks. */
@Injectable()
export class ItemCheck {
  private readonly gate = new Gate(FILES_AT_ONCE);

  constructor(
    private readonly visible: ItemAccess,
    private readonly blobs: BlobRepository,
    private readonly reader: OriginalReader,
    private readonly findings: FindingDesk,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, EVIDENCE_REMOVED */
  async check(actor: Actor, id: string): Promise<z.input<typeof CheckView>> {
    const expected = await this.expected(actor, id);
    const reading = await this.gate.run(() => this.reader.read(expected.sha256));
    return this.unitOfWork.run(actor, async (tx) => {
      await this.visible.require(tx, actor, 'evidence.check', [id]);
      const outcome = await this.findings.judgeItem(tx, { expected, reading, sweepId: null, itemId: id });
      return {
        itemId: id,
        checkedAt: this.clock.now().toISOString(),
        outcome,
        expected: shown(expected),
        found: reading.state === 'read' ? shown(reading.digests) : null,
      };
    });
  }

  private async expected(actor: Actor, id: string): Promise<Digests> {
    return this.unitOfWork.read(async (tx) => {
      const [found] = await this.visible.require(tx, actor, 'evidence.check', [id]);
      const blob = found && (await this.blobs.find(tx, found.item.sha256));
      if (!blob) throw new Error(`item ${id} has no blob`);
      return { sha256: blob.sha256, sm3: blob.sm3, sizeBytes: blob.sizeBytes };
    });
  }
}

function shown({ sha256, sm3, sizeBytes }: Digests) {
  return { sha256, sm3, size: sizeBytes };
}
