import { Injectable } from '@nestjs/common';
import { AccessService } from '../../identity/index.js';
import {
  type Actor,
  AppError,
  Clock,
  type Digests,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import type { UploadInput } from '../intake/upload.schemas.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { CardIntakeErrors } from './card.errors.js';
import type { CardIntake } from './card-intake.entity.js';
import { CardRepository } from './card.repository.js';

/** A file that says which card it is from. */
export interface FromCard {
  readonly intakeId: string;
  readonly path: string;
}

export function fromCard({ intakeId, path }: UploadInput): FromCard | null {
  return intakeId !== undefined && path !== undefined ? { intakeId, path } : null;
}

/** Ties arriving files to the card they are from, and writes the receipt of each: also of those that were not kept. */
@Injectable()
export class CardReceipts {
  constructor(
    private readonly cards: CardRepository,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** What is said of the card holds for its files. @throws NOT_FOUND, FORBIDDEN, INTAKE_CLOSED, INTAKE_CASE_DIFFERS */
  async complete(actor: Actor, input: UploadInput): Promise<UploadInput> {
    const from = fromCard(input);
    if (!from) return input;
    const intake = await this.unitOfWork.read((tx) => this.cards.find(tx, from.intakeId));
    if (!intake) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, 'evidence.create', [subjectOf(intake)]);
    assertTakesFiles(intake);
    const { caseId, deviceId, collectors } = intake;
    if (input.caseId !== undefined && input.caseId !== caseId) throw CardIntakeErrors.INTAKE_CASE_DIFFERS();
    const ofCard: Partial<UploadInput> = {
      ...(caseId !== null && { caseId }),
      ...(deviceId !== null && { deviceId }),
      ...(collectors.length > 0 && { collectors: [...collectors] }),
    };
    return { ...ofCard, ...input };
  }

  /** In the transaction that makes the item. @throws INTAKE_CLOSED, INTAKE_PATH_TAKEN */
  async keep(tx: Tx, { intakeId, path }: FromCard, { id, sha256 }: EvidenceItem, digests: Digests): Promise<void> {
    const intake = await this.cards.lock(tx, intakeId);
    if (intake) assertTakesFiles(intake);
    const { sm3, sizeBytes } = digests;
    const kept = { intakeId, path, state: 'kept' as const, itemId: id, sha256, sm3, sizeBytes, code: null };
    const isFirst = await this.cards.receive(tx, { ...kept, receivedAt: this.clock.now() });
    if (!isFirst) throw CardIntakeErrors.INTAKE_PATH_TAKEN({ path });
  }

  /** A file of which nothing was kept, and why. Faults of the service are no receipts. */
  async refuse(actor: Actor, { intakeId, path }: FromCard, error: unknown, digests: Digests | null): Promise<void> {
    if (!(error instanceof AppError) || error.entry.status !== 422) return;
    const { sha256 = null, sm3 = null, sizeBytes = null } = digests ?? {};
    const refused = { intakeId, path, state: 'refused' as const, itemId: null, sha256, sm3, sizeBytes };
    const receipt = { ...refused, code: error.code, receivedAt: this.clock.now() };
    await this.unitOfWork.run(actor, (tx) => this.cards.receive(tx, receipt));
  }
}

export function subjectOf({ id, unitId, caseId }: CardIntake): {
  readonly id: string;
  readonly unitIds: readonly string[];
  readonly caseId?: string;
} {
  return { id, unitIds: [unitId], ...(caseId !== null && { caseId }) };
}

/** @throws INTAKE_CLOSED */
function assertTakesFiles({ state }: CardIntake): void {
  if (state !== 'open' && state !== 'unpacking') throw CardIntakeErrors.INTAKE_CLOSED({ state });
}
