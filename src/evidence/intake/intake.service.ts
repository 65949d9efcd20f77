import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import {
  type Actor,
  PlatformErrors,
  type ReceivedFile,
  UnitOfWork,
  uploadKeyOf,
  UploadReceiver,
  violates,
} from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ArrivalReader } from './arrival.reader.js';
import { IntakeRights } from './intake.rights.js';
import type { Receipt } from './item.recorder.js';
import { QuarantineService } from './quarantine.service.js';
import { Registrar } from './registrar.js';
import { parseUploadMetadata, type UploadInput } from './upload.schemas.js';

/** The way of an upload from the wire to the record. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly arrivals: ArrivalReader,
    private readonly rights: IntakeRights,
    private readonly quarantine: QuarantineService,
    private readonly registrar: Registrar,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Id of the new item. With an Idempotency-Key that this person used for the same bytes before: of the item of then.
   * @throws UPLOAD_…, EVIDENCE_…, DIGEST_MISMATCH, IDEMPOTENCY_KEY_…, NOT_FOUND, FORBIDDEN
   */
  async take(actor: Actor, request: IncomingMessage): Promise<string> {
    const key = uploadKeyOf(actor, request);
    const upload = await this.receiver.receive(request, { texts: ['metadata'] });
    try {
      return await this.keep(actor, upload, parseUploadMetadata(upload.texts.get('metadata') ?? ''), key);
    } finally {
      await this.receiver.discard(upload.path);
    }
  }

  /** The same for a file that arrived by another way; whoever got it discards what is left of it. */
  async keep(actor: Actor, upload: ReceivedFile, input: UploadInput, idempotencyKey: string | null): Promise<string> {
    const destination = await this.rights.authorise(actor, input);
    const earlier = idempotencyKey && (await this.earlier(actor, idempotencyKey, upload));
    if (earlier) return earlier;
    await this.quarantineAltered(actor, upload, input);
    const arrival = await this.arrivals.read(upload, input);
    return this.register(actor, upload, { arrival, destination, idempotencyKey });
  }

  /** Before anything is judged by its bytes: what was altered on the way may look like something else. */
  private async quarantineAltered(actor: Actor, upload: ReceivedFile, input: UploadInput): Promise<void> {
    const { sha256, sizeBytes } = upload.digests;
    const { sha256: declaredSha256 } = input;
    if (declaredSha256 === undefined || declaredSha256 === sha256 || sizeBytes === 0) return;
    const quarantineId = await this.quarantine.keep(actor, upload, input, declaredSha256);
    throw EvidenceErrors.DIGEST_MISMATCH({ declaredSha256, sha256, quarantineId });
  }

  private async register(actor: Actor, upload: ReceivedFile, receipt: Receipt): Promise<string> {
    try {
      return await this.registrar.register(actor, upload.path, receipt);
    } catch (error) {
      const { idempotencyKey } = receipt;
      const raced = idempotencyKey !== null && violates(error, 'evidence_item_idempotency_key');
      const first = raced ? await this.earlier(actor, idempotencyKey, upload) : undefined;
      if (first === undefined) throw error;
      return first;
    }
  }

  /** @throws IDEMPOTENCY_KEY_REUSED when the key was used for other bytes */
  private async earlier(actor: Actor, key: string, { digests }: ReceivedFile): Promise<string | undefined> {
    const item = await this.unitOfWork.read((tx) => this.registrar.findByKey(tx, actor.id, key));
    if (item && item.sha256 !== digests.sha256) throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
    return item?.id;
  }
}
