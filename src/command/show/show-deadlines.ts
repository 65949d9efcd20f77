import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, LOGGER, type Logger, Rounds, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import { type SightRequest, SightRequestRepository } from './sight-request.repository.js';
import { StillDesk } from './still-desk.js';

const EVERY_MS = 1_000;
const MOST_AT_ONCE = 50;

/** Ends showings whose time is over, once, whichever instance comes first. */
@Injectable()
export class ShowDeadlines implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds({
    everyMs: EVERY_MS,
    work: () => this.round(this.clock.now()),
    onFault: (error) => this.logger.warn({ err: error }, 'deadlines of showings'),
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: SightRequestRepository,
    private readonly facts: ServiceFacts,
    private readonly desk: StillDesk,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** Before the database pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async round(now: Date): Promise<void> {
    await this.desk.sweep(now);
    const due = await this.unitOfWork.read((tx) => this.requests.due(tx, now, MOST_AT_ONCE));
    // One that fails does not hold up the others.
    for (const request of due)
      await this.end(request, now).catch((error: unknown) => this.logger.error({ err: error }, 'end of a showing'));
  }

  /** The session first, as every command does; then the request again, as it is by now. */
  private async end({ id, sessionId }: SightRequest, now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await this.facts.enter(tx, sessionId, async () => {
        const request = await this.requests.find(tx, sessionId, id);
        if (request?.state !== 'consented' || !request.untilAt || request.untilAt > now) return undefined;
        const apply = async (): Promise<void> => {
          await this.requests.save(tx, { ...request, state: 'over' }, now);
          tx.afterCommit(() => this.desk.end(sessionId, id, request.holderUserId ?? '', now));
        };
        return { ...overOf(request), apply };
      });
    });
  }
}

function overOf({ id: requestId, holderUserId, untilAt }: SightRequest): ServiceFact {
  return {
    type: 'show.over',
    occasion: requestId,
    payload: { requestId, holderUserId, untilAt: untilAt?.toISOString() },
  };
}
