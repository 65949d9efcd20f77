import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService, asUser } from '../../identity/index.js';
import { type Actor, Clock, newId, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { Membership } from '../commands/membership.js';
import { genesisHash, hashFact } from '../events/event-chain.js';
import { actorOf, type SessionEvent } from '../events/session-event.js';
import { SessionLog } from '../events/session-log.js';
import { EVERYONE } from '../events/visibility.rules.js';
import { viewOf } from './session-reader.js';
import type { Session } from './session.repository.js';
import type { SessionCreate, SessionView } from './session.schemas.js';

/** Opens sessions. Everything that happens in one afterwards goes through CommandsService. */
@Injectable()
export class SessionOpening {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: SessionLog,
    private readonly membership: Membership,
    private readonly access: AccessService,
    private readonly cases: CasesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Whoever opens a session commands it first.
   * @throws NOT_FOUND when the case is not visible, SCHEDULED_IN_PAST
   */
  async open(
    actor: Actor,
    { caseId, title, kind, scheduledFor }: z.output<typeof SessionCreate>,
  ): Promise<z.input<typeof SessionView>> {
    const { id: userId, unitId, tier } = asUser(actor);
    const [id, now] = [newId(), this.clock.now()];
    this.access.require(actor, 'session.create', [{ id, unitIds: [unitId] }]);
    if (scheduledFor && scheduledFor <= now) throw CommandErrors.SCHEDULED_IN_PAST();
    const session: Session = {
      id,
      caseId,
      title,
      kind,
      unitId,
      tier,
      state: scheduledFor ? 'scheduled' : 'open',
      commanderUserId: userId,
      commanderUnitId: unitId,
      epoch: 1,
      lastSeq: 0,
      lastHash: Buffer.from(genesisHash(id)),
      offeredToUserId: null,
      offerExpiresAt: null,
      scheduledFor: scheduledFor ?? null,
      closedManifestSha256: null,
      createdBy: userId,
      createdAt: now,
      updatedAt: now,
    };
    return this.unitOfWork.run(actor, async (tx) => {
      await this.cases.requireVisible(tx, actor, caseId);
      await this.log.begin(tx, session, openingOf(session, actor));
      await this.membership.open(tx, session, now);
      return viewOf({ ...session, lastSeq: 1 });
    });
  }
}

/** The first event: the record begins with who opened or scheduled the session, for which case. */
function openingOf(session: Session, actor: Actor): SessionEvent {
  const { id: sessionId, caseId, title, kind, scheduledFor, createdAt, lastHash: prevHash } = session;
  const at = createdAt.toISOString();
  const fact = {
    seq: 1,
    type: scheduledFor ? 'session.scheduled' : 'session.opened',
    actor: actorOf(asUser(actor), 'commander'),
    occurredAt: at,
    recordedAt: at,
    scope: EVERYONE,
    payload: {
      caseId,
      title,
      kind,
      epoch: session.epoch,
      ...(scheduledFor && { scheduledFor: scheduledFor.toISOString() }),
    },
  };
  return { ...fact, sessionId, cmdId: newId(), prevHash, hash: hashFact(prevHash, fact) };
}
