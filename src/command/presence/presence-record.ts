import { Inject, Injectable } from '@nestjs/common';
import { People } from '../../identity/index.js';
import { Clock, CONFIG, type Config, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { ServiceFacts } from '../events/service-facts.js';
import { type LineChange, PresenceRepository } from './presence.repository.js';

const MOST_AT_ONCE = 100;

/** Enters into the record who has come to the line or left it; a short cut is neither. */
@Injectable()
export class PresenceRecord {
  private readonly graceMs: number;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly presences: PresenceRepository,
    private readonly facts: ServiceFacts,
    private readonly people: People,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.graceMs = config.SKYDOCKET_COMMAND_PRESENCE_GRACE_SECONDS * 1_000;
  }

  async round(): Promise<void> {
    const now = this.clock.now();
    const changes = await this.unitOfWork.read((tx) => this.presences.unrecorded(tx, now, this.graceMs, MOST_AT_ONCE));
    const faults: unknown[] = [];
    // One that fails does not hold up the others.
    for (const change of changes) await this.enter(change, now).catch((error: unknown) => faults.push(error));
    if (faults.length > 0) throw new AggregateError(faults, 'who came and went could not be entered');
  }

  /** Keeps what was said of people from growing for ever. */
  async sweep(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.presences.sweep(tx, this.clock.now()));
  }

  /** Asked again under the session's lock: another instance may have entered it meanwhile. */
  private async enter({ sessionId, userId }: LineChange, now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) =>
      this.facts.enter(tx, sessionId, async ({ lastSeq }) => {
        const change = await this.presences.unrecordedOf(tx, { sessionId, userId }, now, this.graceMs);
        if (!change) return undefined;
        const { kind, at } = change;
        const name = (await this.people.find(tx, userId))?.displayName ?? '';
        return {
          type: `participant.${kind}`,
          // Who comes and goes on one line twice does so on two occasions.
          occasion: `${userId} ${at.toISOString()} ${lastSeq}`,
          occurredAt: at,
          payload: { userId, name, [kind === 'online' ? 'since' : 'lastSeenAt']: at.toISOString() },
          apply: () => this.presences.record(tx, change),
        };
      }),
    );
  }
}
