import { Injectable } from '@nestjs/common';
import { People, type Person, UnitTree } from '../../../identity/index.js';
import { type Period, periodView, type Tx } from '../../../platform/index.js';
import { nextFreePeriod } from '../../period.rules.js';
import { minutesAfter } from '../lapses/lapse.rules.js';
import { CrewJudge, inOrder, type Judged, type Outing } from './crew-judge.service.js';
import type { Capacity } from './crew.rules.js';

const MOST_CONFLICTS = 50;
const MOST_ALTERNATIVES = 5;
/** How far ahead a next free period is looked for. */
const HORIZON_MINUTES = 30 * 24 * 60;

/** Somebody who was wanted and cannot come. */
export interface Wanting {
  readonly capacity: Capacity;
  readonly outing: Outing;
  /** Those who were asked; none of them can. */
  readonly judged: readonly Judged[];
  /** People who go along already, or were asked. */
  readonly exceptIds: readonly string[];
}

/** What keeps people from going along, until when, and who or when instead. */
@Injectable()
export class CrewStandIns {
  constructor(
    private readonly judge: CrewJudge,
    private readonly people: People,
    private readonly units: UnitTree,
  ) {}

  async explain(tx: Tx, wanting: Wanting) {
    const conflicts = wanting.judged.flatMap((one) => one.conflicts).slice(0, MOST_CONFLICTS);
    return {
      conflicts: conflicts.map((conflict) => ({ ...conflict, during: periodView(conflict.during) })),
      alternatives: [...(await this.others(tx, wanting)), ...(await this.later(tx, wanting))],
    };
  }

  /** Of the nearest unit first. */
  private async others(tx: Tx, { capacity, outing, exceptIds }: Wanting) {
    const ids = await this.judge.candidates(tx, outing.unitId, new Set([capacity]));
    const open = ids.filter((id) => !exceptIds.includes(id));
    const judged = await this.judge.judge(tx, inOrder(await this.people.findMany(tx, open), open), capacity, outing);
    const free = judged.filter(({ refusal }) => refusal === null).slice(0, MOST_ALTERNATIVES);
    return free.map(({ person }) => this.view('same_capacity', person, outing.during));
  }

  /** The same people as soon as they can; soonest first. */
  private async later(tx: Tx, { capacity, outing, judged }: Wanting) {
    const detained = judged.filter(({ conflicts }) => conflicts.length > 0).slice(0, MOST_ALTERNATIVES);
    const found: { readonly person: Person; readonly during: Period }[] = [];
    for (const { person } of detained) {
      const during = await this.nextFree(tx, person, outing);
      if (!during) continue;
      const [then] = await this.judge.judge(tx, [person], capacity, { ...outing, during });
      if (then?.refusal === null) found.push({ person, during });
    }
    const soonest = found.toSorted((a, b) => a.during.from.getTime() - b.during.from.getTime());
    return soonest.map(({ person, during }) => this.view('next_free_period', person, during));
  }

  private async nextFree(tx: Tx, { id }: Person, { during, ownBookingId }: Outing): Promise<Period | null> {
    const horizon = minutesAfter(during.to, HORIZON_MINUTES);
    const ahead = { during: { from: during.from, to: horizon }, ownBookingId };
    const taken = await this.judge.taken(tx, [id], ahead);
    return nextFreePeriod(
      during,
      taken.map((time) => time.during),
      0,
      horizon,
    );
  }

  private view(reason: 'same_capacity' | 'next_free_period', { id, displayName, unitId }: Person, during: Period) {
    const unitName = this.units.find(unitId)?.name ?? '';
    return { reason, userId: id, name: displayName, unitId, unitName, during: periodView(during) };
  }
}
