import { genesisHash } from '../../src/command/events/event-chain.js';
import { EscalationPolicyRepository } from '../../src/command/escalation/escalation-policy.repository.js';
import { OrderTimerRepository } from '../../src/command/escalation/order-timer.repository.js';
import { OrderTimers } from '../../src/command/escalation/order-timers.js';
import { OrderRepository } from '../../src/command/orders/order.repository.js';
import { type Session, SessionRepository } from '../../src/command/sessions/session.repository.js';
import { AlertRecall, UnitTree } from '../../src/identity/index.js';
import { ReachRepository } from '../../src/identity/reach/reach.repository.js';
import { newId, SYSTEM, type UnitOfWork } from '../../src/platform/index.js';

const sessions = new SessionRepository();

/** An open session of a commander of the demonstration on a case of its own, with no event in it yet. */
export async function bareSession(unitOfWork: UnitOfWork): Promise<Session> {
  const id = newId();
  return unitOfWork.run(SYSTEM, async (tx) => {
    const person = await tx.queryOne<{ id: string; unitId: string }>(
      `SELECT u.id, u.unit_id AS "unitId" FROM app_user u WHERE 'commander' = ANY (u.roles) ORDER BY id LIMIT 1`,
    );
    if (!person) throw new Error('the demonstration has no commander');
    const caseId = newId();
    const now = new Date();
    await tx.execute(
      `INSERT INTO case_file (id, number, title, domain, unit_id, stage, opened_at, opened_by)
       VALUES ($1, $2, 'x', 'other', $3, 'filed', $4, $5)`,
      [caseId, id, person.unitId, now, person.id],
    );
    const session: Session = {
      id,
      caseId,
      title: '南运河',
      kind: 'dispatch',
      unitId: person.unitId,
      tier: 'city',
      state: 'open',
      commanderUserId: person.id,
      commanderUnitId: person.unitId,
      epoch: 1,
      lastSeq: 0,
      lastHash: Buffer.from(genesisHash(id)),
      offeredToUserId: null,
      offerExpiresAt: null,
      scheduledFor: null,
      closedManifestSha256: null,
      createdBy: person.id,
      createdAt: now,
      updatedAt: now,
    };
    await sessions.insert(tx, session);
    return session;
  });
}

/** Orders with their timers, without the service around them. */
export function bareOrders(unitOfWork: UnitOfWork): OrderRepository {
  const units = new UnitTree(unitOfWork);
  const recall = new AlertRecall(new ReachRepository());
  return new OrderRepository(
    new OrderTimers(new OrderTimerRepository(), new EscalationPolicyRepository(), units, recall),
  );
}
