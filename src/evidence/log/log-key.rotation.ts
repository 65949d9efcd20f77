import { Injectable } from '@nestjs/common';
import { SYSTEM, UnitOfWork } from '../../platform/index.js';
import { LogJournal } from './log.journal.js';
import { LogKeys, verifierOf } from './log.keys.js';
import { type KeyRow, LogRepository } from './log.repository.js';
import { fingerprintOf, verifierText } from './signed-note.rules.js';

/** The next key of the log. That it changed is itself an entry; the head that has it is signed by both keys. */
@Injectable()
export class LogKeyRotation {
  constructor(
    private readonly keys: LogKeys,
    private readonly repository: LogRepository,
    private readonly journal: LogJournal,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Undefined while another instance writes the log, or before the first start is through. */
  async rotate(): Promise<KeyRow | undefined> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const origin = await this.keys.origin(tx);
      if (origin === undefined || !(await this.repository.takePen(tx))) return undefined;
      const old = await this.keys.current(tx, origin);
      const next = await this.keys.add(tx, origin, old.number + 1);
      const content = {
        old: { keyId: old.keyId, fingerprint: fingerprintOf(old.publicKey), lost: !this.keys.has(old) },
        next: {
          keyId: next.keyId,
          fingerprint: fingerprintOf(next.publicKey),
          verifier: verifierText(verifierOf(next)),
        },
      };
      const subjectId = origin.slice(origin.indexOf('/') + 1);
      await this.journal.enter(tx, { kind: 'key_changed', subjectId, content });
      return next;
    });
  }
}
