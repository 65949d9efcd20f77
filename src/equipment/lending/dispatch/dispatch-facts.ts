import { Injectable } from '@nestjs/common';
import { Qualifications } from '../../../identity/index.js';
import { Clock, type Tx } from '../../../platform/index.js';
import type { Judged } from '../crew/crew-judge.service.js';
import type { DispatchPerson } from './dispatch.types.js';

/** What people may do by their papers, and the time. */
@Injectable()
export class DispatchFacts {
  constructor(
    private readonly qualifications: Qualifications,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  async qualified(tx: Tx, judged: readonly Judged[], firstDay: string): Promise<DispatchPerson[]> {
    const people = judged.map(({ person }) => person);
    if (people.length === 0) return [];
    const held = await this.qualifications.standingOf(
      tx,
      people.map(({ id }) => id),
    );
    return people.map(({ id, displayName, unitId }) => ({
      id,
      name: displayName,
      unitId,
      qualifications: held
        .filter((one) => one.userId === id && (one.validUntil === null || one.validUntil >= firstDay))
        .map(({ kind, scope, validUntil }) => ({ kind, scope, validUntil })),
    }));
  }
}
