import { Inject, Injectable } from '@nestjs/common';
import { Clock, Deadlines, LOGGER, type Logger, type Tx, UnitOfWork } from '../../platform/index.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import { type SightRequest, SightRequestRepository } from './sight-request.repository.js';
import { StillDesk } from './still-desk.js';

/** Ends showings whose time is over. */
@Injectable()
export class ShowDeadlines extends Deadlines<SightRequest> {
  constructor(
    unitOfWork: UnitOfWork,
    clock: Clock,
    @Inject(LOGGER) logger: Logger,
    private readonly requests: SightRequestRepository,
    private readonly facts: ServiceFacts,
    private readonly desk: StillDesk,
  ) {
    super('end of showings', { unitOfWork, clock, logger });
  }

  override async round(now = this.now()): Promise<void> {
    await this.desk.sweep(now);
    await super.round(now);
  }

  protected due(tx: Tx, now: Date, limit: number): Promise<SightRequest[]> {
    return this.requests.due(tx, now, limit);
  }

  protected nameOf({ id }: SightRequest): string {
    return id;
  }

  /** The session first, as every command does; then the request again, as it is by now. */
  protected end(tx: Tx, { id, sessionId }: SightRequest, now: Date): Promise<number | undefined> {
    return this.facts.enter(tx, sessionId, async () => {
      const request = await this.requests.find(tx, sessionId, id);
      if (request?.state !== 'consented' || !request.untilAt || request.untilAt > now) return undefined;
      const apply = async (): Promise<void> => {
        await this.requests.save(tx, { ...request, state: 'over' }, now);
        tx.afterCommit(() => this.desk.end(sessionId, id, request.holderUserId ?? '', now));
      };
      return { ...overOf(request), apply };
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
