import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { Session } from '../sessions/session.repository.js';
import type { Stance } from './consultation.codes.js';
import { ConsultationRepository } from './consultation.repository.js';
import type { Conclusion, Voice } from './consultation.rules.js';

/** Which wording is meant. */
export interface WordingMeant {
  readonly conclusionId: string;
  readonly version: number;
  readonly sha256: string;
}

export type Speaker = Pick<Voice, 'speakerId' | 'speakerKind' | 'name' | 'organisation' | 'role'>;

export interface Answer {
  readonly stance: Stance;
  readonly reason: string | null;
}

/** Takes what people and guests answer to the wording of a conclusion. The session is locked. */
@Injectable()
export class ConclusionVoices {
  constructor(private readonly consultations: ConsultationRepository) {}

  /** @throws CONCLUSION_UNKNOWN, BAD_STATE, CONCLUSION_CHANGED: nobody answers a wording that is not the present one */
  async requirePresent(tx: Tx, { id }: Pick<Session, 'id'>, meant: WordingMeant): Promise<Conclusion> {
    const conclusion = await this.consultations.conclusion(tx, id, meant.conclusionId);
    if (!conclusion) throw CommandErrors.CONCLUSION_UNKNOWN();
    if (conclusion.state !== 'drafted')
      throw CommandErrors.BAD_STATE({ subject: 'conclusion', state: conclusion.state });
    if (conclusion.version !== meant.version || conclusion.sha256 !== meant.sha256)
      throw CommandErrors.CONCLUSION_CHANGED({ currentVersion: conclusion.version });
    return conclusion;
  }

  /** @throws CONCLUSION_ANSWERED */
  async keep(
    tx: Tx,
    sessionId: string,
    { conclusionId, version, sha256 }: WordingMeant,
    voice: Speaker & Answer & Pick<Voice, 'seq' | 'at'>,
  ): Promise<void> {
    const isFirst = await this.consultations.insertVoice(tx, sessionId, { conclusionId, version, sha256, ...voice });
    if (!isFirst) throw CommandErrors.CONCLUSION_ANSWERED();
  }
}
