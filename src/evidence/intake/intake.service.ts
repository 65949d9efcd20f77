import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Actor, PlatformErrors, type ReceivedFile, uploadKeyOf, UploadReceiver } from '../../platform/index.js';
import { CardIntakeErrors } from '../cards/card.errors.js';
import { CardReceipts, fromCard } from '../cards/card-receipts.service.js';
import { keyOfCardFile } from '../cards/card.rules.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ArrivalReader } from './arrival.reader.js';
import { IntakeRights } from './intake.rights.js';
import type { Receipt } from './item.recorder.js';
import { QuarantineService } from './quarantine.service.js';
import { KeyedRegistrar } from './keyed.registrar.js';
import { parseUploadMetadata, type UploadInput } from './upload.schemas.js';

/** The way of an upload from the wire to the record. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly arrivals: ArrivalReader,
    private readonly rights: IntakeRights,
    private readonly quarantine: QuarantineService,
    private readonly registrar: KeyedRegistrar,
    private readonly cards: CardReceipts,
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

  /**
   * The same for a file that arrived by another way; whoever got it discards what is left of it. A file of a card is known
   * by its path, and gets its receipt whatever becomes of it.
   */
  async keep(actor: Actor, upload: ReceivedFile, given: UploadInput, idempotencyKey: string | null): Promise<string> {
    const from = fromCard(given);
    const input = await this.cards.complete(actor, given);
    if (!from) return this.enter(actor, upload, input, idempotencyKey);
    try {
      return await this.enter(actor, upload, input, keyOfCardFile(from.intakeId, from.path));
    } catch (error) {
      await this.cards.refuse(actor, from, error, upload.digests);
      throw error;
    }
  }

  private async enter(
    actor: Actor,
    upload: ReceivedFile,
    input: UploadInput,
    idempotencyKey: string | null,
  ): Promise<string> {
    const destination = await this.rights.authorise(actor, input);
    const earlier = idempotencyKey && (await this.earlier(actor, idempotencyKey, upload, input));
    if (earlier) return earlier;
    await this.quarantineAltered(actor, upload, input);
    const arrival = await this.arrivals.read(upload, input);
    const receipt = { arrival, destination, idempotencyKey };
    const made = await this.registrar.register(actor, upload.path, receipt);
    return made ?? this.raced(actor, upload, receipt);
  }

  /** Another request under the same key was faster. */
  private async raced(actor: Actor, upload: ReceivedFile, { arrival, idempotencyKey }: Receipt): Promise<string> {
    const first = idempotencyKey && (await this.earlier(actor, idempotencyKey, upload, arrival.input));
    if (!first) throw new Error('an item under this key was there, and is not');
    return first;
  }

  /** Before anything is judged by its bytes: what was altered on the way may look like something else. */
  private async quarantineAltered(actor: Actor, upload: ReceivedFile, input: UploadInput): Promise<void> {
    const { sha256, sizeBytes } = upload.digests;
    const { sha256: declaredSha256 } = input;
    if (declaredSha256 === undefined || declaredSha256 === sha256 || sizeBytes === 0) return;
    const quarantineId = await this.quarantine.keep(actor, upload, input, declaredSha256);
    throw EvidenceErrors.DIGEST_MISMATCH({ declaredSha256, sha256, quarantineId });
  }

  /** @throws IDEMPOTENCY_KEY_REUSED, INTAKE_PATH_TAKEN when the key was used for other bytes */
  private async earlier(
    actor: Actor,
    key: string,
    { digests }: ReceivedFile,
    { path }: UploadInput,
  ): Promise<string | undefined> {
    const item = await this.registrar.findByKey(actor, key);
    if (!item || item.sha256 === digests.sha256) return item?.id;
    throw path === undefined ? PlatformErrors.IDEMPOTENCY_KEY_REUSED() : CardIntakeErrors.INTAKE_PATH_TAKEN({ path });
  }
}
