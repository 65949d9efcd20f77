import { Inject, Injectable } from '@nestjs/common';
import { Notices } from '../../identity/index.js';
import { Clock, Deadlines, LOGGER, type Logger, type Tx, UnitOfWork } from '../../platform/index.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import { noticeTo, SessionNotices } from './session.notices.js';
import { type Session, SessionRepository } from './session.repository.js';
import { BEFORE_THE_END } from './session.rules.js';

/** Ends offers of command that nobody answered in time. */
@Injectable()
export class OfferDeadlines extends Deadlines<string> {
  constructor(
    unitOfWork: UnitOfWork,
    clock: Clock,
    @Inject(LOGGER) logger: Logger,
    private readonly sessions: SessionRepository,
    private readonly facts: ServiceFacts,
    private readonly notices: Notices,
  ) {
    super('end of offers of command', { unitOfWork, clock, logger });
  }

  protected due(tx: Tx, now: Date, limit: number): Promise<string[]> {
    return this.sessions.offersOver(tx, now, limit);
  }

  protected nameOf(sessionId: string): string {
    return sessionId;
  }

  protected end(tx: Tx, sessionId: string, now: Date): Promise<number | undefined> {
    return this.facts.enter(tx, sessionId, (session) => Promise.resolve(this.expiryOf(tx, session, now)));
  }

  /** Decided under the session's lock: an acceptance that was first has cleared the offer. */
  private expiryOf(tx: Tx, session: Session, now: Date): ServiceFact | undefined {
    const { offeredToUserId: toUserId, offerExpiresAt, commanderUserId, epoch, title, state } = session;
    if (!BEFORE_THE_END.includes(state) || !toUserId || !offerExpiresAt || offerExpiresAt > now) return undefined;
    const expiresAt = offerExpiresAt.toISOString();
    return {
      type: 'command.offerExpired',
      occasion: `${toUserId} ${expiresAt}`,
      occurredAt: offerExpiresAt,
      payload: { toUserId, expiresAt, epoch },
      session: { offeredToUserId: null, offerExpiresAt: null },
      apply: (seq) =>
        this.notices.tell(
          tx,
          noticeTo(commanderUserId, { session, seq }, SessionNotices.COMMAND_OFFER_EXPIRED({ title })),
        ),
    };
  }
}
