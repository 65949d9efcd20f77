import { Injectable } from '@nestjs/common';
import { People, type Person, UnitTree } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { isPlausibleOccurrence } from '../sessions/session.rules.js';

/** Entries that people write into the log by hand, of what happened beside the system and when. */
@Injectable()
export class LogNotes {
  constructor(
    private readonly people: People,
    private readonly participants: ParticipantRepository,
    private readonly units: UnitTree,
  ) {}

  /** @throws NOTE_AHEAD, NOT_A_PARTICIPANT for somebody whom the session is no business of */
  async enter(context: CommandContext, { happenedAt, reached }: Payload<'log.note'>): Promise<Effect> {
    if (!isPlausibleOccurrence(new Date(happenedAt), context.now)) throw CommandErrors.NOTE_AHEAD();
    if (!reached) return {};
    const person = await this.people.find(context.tx, reached.userId);
    if (!person || !(await this.isConcerned(context, person))) throw CommandErrors.NOT_A_PARTICIPANT();
    const unitName = this.units.find(person.unitId)?.name ?? null;
    return { facts: { reached: { ...reached, name: person.displayName, unitName } } };
  }

  /** Takes or took part, or is of a unit that is invited, that the session is of, or on the line above and below it. */
  private async isConcerned({ tx, session, invitedUnits }: CommandContext, { id, unitId }: Person): Promise<boolean> {
    if (invitedUnits.some((invited) => invited.unitId === unitId)) return true;
    if (this.units.isWithin(unitId, session.unitId) || this.units.isWithin(session.unitId, unitId)) return true;
    return (await this.participants.find(tx, session.id, id)) !== undefined;
  }
}
