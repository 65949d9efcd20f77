import { Injectable } from '@nestjs/common';
import { type Alert, Alerts, type Person, type Reachability, type ReachChannel } from '../../identity/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { PresenceRepository } from '../presence/presence.repository.js';
import { presenceOf } from '../presence/presence.rules.js';
import type { Told } from './escalation.js';

/** By what people can be woken now: a page before them, else what reaches them outside it. */
@Injectable()
export class Wakeability {
  constructor(
    private readonly presences: PresenceRepository,
    private readonly alerts: Alerts,
    private readonly clock: Clock,
  ) {}

  /** @param channel what would be used: one that is only shown in the page wakes nobody who has none open */
  async ofAll(tx: Tx, userIds: readonly string[], channel: ReachChannel): Promise<ReadonlyMap<string, Reachability>> {
    const now = this.clock.now();
    const lines = presenceOf(await this.presences.linesOf(tx, userIds, now), now);
    // A page in the background shows nothing, and a phone may have put it to sleep.
    const live = new Set(lines.flatMap(({ userId, state }) => (state === 'online' || state === 'idle' ? userId : [])));
    const routes = await this.alerts.routes(tx, userIds, channel);
    return new Map(userIds.map((id) => [id, live.has(id) ? 'in_page' : (routes.get(id) ?? 'none')]));
  }

  async of(tx: Tx, people: readonly Person[], channel: ReachChannel): Promise<Told[]> {
    const byId = await this.ofAll(
      tx,
      people.map(({ id }) => id),
      channel,
    );
    return people.map(({ id: userId, displayName: name, unitId }) => ({
      userId,
      name,
      unitId,
      reachability: byId.get(userId) ?? 'none',
    }));
  }

  async tell(tx: Tx, alert: Alert): Promise<void> {
    await this.alerts.tell(tx, alert);
  }
}
