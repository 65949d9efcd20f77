import { writeFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { type Actor, digestBytes, HEAD_BYTES, type Tx, UploadReceiver } from '../../platform/index.js';
import { ArrivalReader } from './arrival.reader.js';
import { type Destination, IntakeRights } from './intake.rights.js';
import { ItemRecorder, type Receipt } from './item.recorder.js';
import { Registrar } from './registrar.js';
import type { UploadInput } from './upload.schemas.js';

/** Bytes that another room holds in its hands. */
export interface HeldBytes {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}

/**
 * Evidence that another room brings in. In two steps, so that a transaction never waits for a disk: first the bytes are
 * durable and looked at, then the item enters in the transaction of whatever made it evidence.
 */
@Injectable()
export class HandedIn {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly rights: IntakeRights,
    private readonly arrivals: ArrivalReader,
    private readonly recorder: ItemRecorder,
    private readonly registrar: Registrar,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, EVIDENCE_…; UPLOAD_DISK_FULL */
  async prepare(actor: Actor, held: HeldBytes, input: UploadInput): Promise<Receipt> {
    return this.keep(held, input, await this.rights.authorise(actor, input));
  }

  /**
   * What the service itself makes for a case, such as the record of a session. No access decision is taken here.
   * @throws NOT_FOUND when there is no such case; EVIDENCE_…; UPLOAD_DISK_FULL
   */
  async prepareOwn(held: HeldBytes, input: UploadInput & { readonly caseId: string }): Promise<Receipt> {
    return this.keep(held, input, await this.rights.ofService(input.caseId));
  }

  /** The record of what was prepared. */
  async enter(tx: Tx, receipt: Receipt): Promise<{ readonly id: string; readonly sha256: string }> {
    const { id, sha256 } = await this.registrar.enter(tx, receipt);
    return { id, sha256 };
  }

  private async keep({ bytes, fileName }: HeldBytes, input: UploadInput, destination: Destination): Promise<Receipt> {
    await this.receiver.keepFloor(bytes.length);
    const path = this.receiver.scratchPath();
    try {
      await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
      const digests = digestBytes(bytes);
      const head = Buffer.from(bytes.subarray(0, HEAD_BYTES));
      const arrival = await this.arrivals.read({ path, fileName, digests, head }, input);
      await this.recorder.keep(path, digests);
      return { arrival, destination, idempotencyKey: null };
    } finally {
      await this.receiver.discard(path);
    }
  }
}
