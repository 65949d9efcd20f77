import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Notices } from '../../identity/index.js';
import { Clock, LOGGER, type Logger, Rounds, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import { noticeTo, SessionNotices } from './session.notices.js';
import { type Session, SessionRepository } from './session.repository.js';
import { BEFORE_THE_END } from './session.rules.js';

const EVERY_MS = 1_000;
const MOST_AT_ONCE = 100;

/** Ends offers of command that nobody answered in time. */
@Injectable()
export class OfferDeadlines implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds({
    everyMs: EVERY_MS,
    work: () => this.round(),
    onFault: (error) => this.logger.warn({ err: error }, 'offers of command'),
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly facts: ServiceFacts,
    private readonly notices: Notices,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async round(): Promise<void> {
    const now = this.clock.now();
    const ids = await this.unitOfWork.read((tx) => this.sessions.offersOver(tx, now, MOST_AT_ONCE));
    // One that fails does not hold up the others.
    for (const id of ids)
      await this.end(id, now).catch((error: unknown) =>
        this.logger.error({ err: error }, 'end of an offer of command'),
      );
  }

  private async end(id: string, now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) =>
      this.facts.enter(tx, id, async (session) => this.expiryOf(tx, session, now)),
    );
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
