import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { People } from '../../../../identity/index.js';
import { newId, type Tx } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import type { CustodySignature } from './custody-signature.entity.js';
import { checkDrawing, type SignatureForm } from './drawing.rules.js';
import type { CustodyMoment, SignatureSide } from './paper.codes.js';
import { PaperRepository } from './paper.repository.js';
import type { SignatureInput } from './signature.schemas.js';

type Input = z.output<typeof SignatureInput>;

/** What is signed, when. */
export interface Signing {
  readonly custodyId: string;
  readonly moment: CustodyMoment;
  readonly at: Date;
  readonly handOverId?: string;
}

/** A signature as the audit knows it: who and which drawing, never the drawing itself. */
export interface SignatureFact {
  readonly side: SignatureSide;
  readonly userId: string | null;
  readonly name: string;
  readonly sha256: string;
}

/** Takes signatures of both sides, inside the caller's transaction. */
@Injectable()
export class SignaturesService {
  constructor(
    private readonly papers: PaperRepository,
    private readonly people: People,
  ) {}

  /** @throws SIGNATURE_UNREADABLE, SIGNER_UNKNOWN */
  async sign(tx: Tx, signing: Signing, inputs: readonly Input[]): Promise<SignatureFact[]> {
    await this.requireKnown(tx, inputs);
    return this.keep(
      tx,
      inputs.map((input) => rowOf(tx, signing, input, formOf(input))),
    );
  }

  /** What came in the single field: the actor's own, taken as it is. */
  async signForSelf(tx: Tx, signing: Signing, side: SignatureSide, drawing: string): Promise<SignatureFact[]> {
    const check = checkDrawing(drawing);
    const self = { side, userId: tx.actor.id, name: tx.actor.name, drawing };
    return this.keep(tx, [rowOf(tx, signing, self, check.ok ? check.form : 'text')]);
  }

  private async requireKnown(tx: Tx, inputs: readonly Input[]): Promise<void> {
    const userIds = inputs.flatMap(({ userId }) => userId ?? []);
    const missing = await this.people.missing(tx, userIds);
    if (missing.length > 0) throw EquipmentErrors.SIGNER_UNKNOWN({ userIds: missing });
  }

  private async keep(tx: Tx, rows: readonly CustodySignature[]): Promise<SignatureFact[]> {
    await this.papers.insertSignatures(tx, rows);
    return rows.map(({ side, userId, name, sha256 }) => ({ side, userId, name, sha256 }));
  }
}

function formOf({ side, drawing }: Input): SignatureForm {
  const check = checkDrawing(drawing);
  if (!check.ok) throw EquipmentErrors.SIGNATURE_UNREADABLE({ side, reason: check.fault });
  return check.form;
}

function rowOf(
  tx: Tx,
  { custodyId, moment, at, handOverId }: Signing,
  input: Input,
  form: SignatureForm,
): CustodySignature {
  const { side, userId = null, name, drawing } = input;
  return {
    id: newId(),
    custodyId,
    moment,
    handOverId: handOverId ?? null,
    side,
    userId,
    name: name.slice(0, 100),
    form,
    drawing,
    sha256: createHash('sha256').update(drawing).digest('hex'),
    signedAt: at,
    recordedBy: tx.actor.id,
  };
}
