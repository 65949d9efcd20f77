import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../../../platform/index.js';
import { AnsweredChecklists, type ChecklistFailure } from '../checklists/answered-checklists.service.js';
import type { ChecklistAnswers } from '../checklists/checklist.schemas.js';
import type { CustodyRow } from '../custody-row.js';
import { CustodyPhotos } from './custody-photos.service.js';
import type { SignatureSide } from './paper.codes.js';
import type { SignatureInput } from './signature.schemas.js';
import { type SignatureFact, SignaturesService } from './signatures.service.js';

/** What two people fill in and sign as a device changes hands. */
export interface Papers {
  /** The single field: of the one who takes it as it leaves, of the one who brings it as it comes back. */
  readonly signature?: string | undefined;
  readonly signatures?: readonly z.output<typeof SignatureInput>[] | undefined;
  readonly checklist?: z.output<typeof ChecklistAnswers> | undefined;
  readonly photoIds?: readonly string[] | undefined;
}

export interface FiledPapers {
  readonly signatures: readonly SignatureFact[];
  /** Bad answers to items that block. */
  readonly failures: readonly ChecklistFailure[];
}

type Moment = 'check_out' | 'hand_back';

const OWN_SIDE: Readonly<Record<Moment, SignatureSide>> = { check_out: 'receiver', hand_back: 'giver' };

/** Keeps the papers of a check-out or hand-back with its custody, inside the caller's transaction. */
@Injectable()
export class CustodyPapers {
  constructor(
    private readonly signatures: SignaturesService,
    private readonly checklists: AnsweredChecklists,
    private readonly photos: CustodyPhotos,
  ) {}

  /** @throws SIGNATURE_UNREADABLE, SIGNER_UNKNOWN, CHECKLIST_*, FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async file(tx: Tx, custody: CustodyRow, moment: Moment, papers: Papers): Promise<FiledPapers> {
    const { id: custodyId, deviceId, checkedOutAt, returnedAt, dueAt } = custody;
    const at = moment === 'check_out' ? checkedOutAt : (returnedAt ?? checkedOutAt);
    const { signature, signatures = [], checklist, photoIds = [] } = papers;
    const signing = { custodyId, moment, at };
    const own = signature ? await this.signatures.signForSelf(tx, signing, OWN_SIDE[moment], signature) : [];
    const given = await this.signatures.sign(tx, signing, signatures);
    await this.photos.attach(tx, { custodyId, moment, at }, photoIds);
    const usedUntil = moment === 'check_out' ? new Date(dueAt.getTime() - 1) : at;
    const failures = await this.checklists.answer(tx, { custodyId, deviceId, moment, at, usedUntil }, checklist);
    return { signatures: [...own, ...given], failures };
  }
}
