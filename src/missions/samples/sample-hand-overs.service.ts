import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { Clock, newId, type Tx, violates } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import type { SampleHandOver, SamplePortion } from './sample.entity.js';
import { type KnownPerson, SamplePeople } from './sample-people.service.js';
import { SampleRepository } from './sample.repository.js';
import { handOverRefusal } from './sample.rules.js';
import type { HandOverEntry } from './sample.schemas.js';

type Entry = z.output<typeof HandOverEntry>;

/** A portion goes from hand to hand. The portion is locked, and no access decision is taken here. */
@Injectable()
export class SampleHandOvers {
  constructor(
    private readonly samples: SampleRepository,
    private readonly people: SamplePeople,
    private readonly clock: Clock,
  ) {}

  /** @throws SAMPLE_…, SEAL_… */
  async pass(tx: Tx, portion: SamplePortion, entry: Entry): Promise<SampleHandOver> {
    const last = await this.samples.lastHandOver(tx, portion.id);
    const to = await this.people.known(tx, entry.to);
    const at = entry.at ?? this.clock.now();
    this.refuse(tx, last, { to, at, after: entry.after });
    await this.reseal(tx, portion.id, entry, at);
    const row = this.rowOf(tx, last, entry, to, at);
    await this.samples.addHandOver(tx, row);
    return row;
  }

  private refuse(
    tx: Tx,
    last: SampleHandOver,
    { to, at, after }: { to: KnownPerson; at: Date; after: number | undefined },
  ) {
    const holder = { userId: last.toUserId, at: last.at, purpose: last.purpose, ordinal: last.ordinal };
    const next = { toUserId: to.userId, recordedBy: tx.actor.id, at, after };
    const code = handOverRefusal(holder, next, this.clock.now());
    if (code) throw MissionErrors[code]({ holder: last.toName, lastAt: last.at.toISOString(), ordinal: last.ordinal });
  }

  private async reseal(tx: Tx, portionId: string, { breakSeal, newSealNumber }: Entry, at: Date): Promise<void> {
    if (!breakSeal && newSealNumber === undefined) return;
    const isSealed = await this.samples.hasWholeSeal(tx, portionId);
    const by = asUser(tx.actor).name;
    if (breakSeal) {
      if (!isSealed) throw MissionErrors.SEAL_NOT_WHOLE();
      await this.samples.breakSeal(tx, { portionId, at, by, reason: breakSeal.reason });
    }
    if (newSealNumber === undefined) return;
    if (isSealed && !breakSeal) throw MissionErrors.SEAL_STILL_WHOLE();
    await this.seal(tx, portionId, newSealNumber, { at, by });
  }

  private async seal(
    tx: Tx,
    portionId: string,
    number: string,
    { at, by }: { readonly at: Date; readonly by: string },
  ): Promise<void> {
    const broken = { brokenAt: null, brokenBy: null, brokenReason: null };
    try {
      await this.samples.addSeal(tx, { id: newId(), number, portionId, appliedAt: at, appliedBy: by, ...broken });
    } catch (error) {
      throw violates(error, 'sample_seal_number_key') ? MissionErrors.SEAL_TAKEN({ sealNumber: number }, error) : error;
    }
  }

  private rowOf(tx: Tx, last: SampleHandOver, entry: Entry, to: KnownPerson, at: Date): SampleHandOver {
    const { id: recordedBy, name: recordedByName } = asUser(tx.actor);
    return {
      id: newId(),
      portionId: last.portionId,
      ordinal: last.ordinal + 1,
      purpose: entry.purpose,
      toUserId: to.userId,
      toName: to.name,
      toOrganisation: to.organisation,
      at,
      sealIntact: entry.sealIntact ?? null,
      temperatureCelsius: entry.temperatureCelsius ?? null,
      note: entry.note ?? null,
      recordedBy,
      recordedByName,
      recordedAt: this.clock.now(),
    };
  }
}
