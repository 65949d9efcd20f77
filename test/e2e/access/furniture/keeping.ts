import { CaseClosures } from '../../../../src/evidence/retention/case-closures.js';
import { newId, UnitOfWork } from '../../../../src/platform/index.js';
import type { TestApp } from '../../../support/app.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';
import { photograph } from './evidence.js';

const reason = { reason: '保管期满' };

/** A released hold, an accepted finding, a policy, and an item of a closed case that is proposed for removal, once withdrawn. */
export async function keep(app: TestApp, cast: Cast, evidenceId: string) {
  const { client: handler, unitId } = cast.of('own county', 'case_handler');
  const { client: commander } = cast.of('own county', 'commander');
  const holdId = await made(handler, '/legal-holds', { itemId: evidenceId, ...reason });
  await expectStatus(await commander.post(`/legal-holds/${holdId}/release`, reason), 200);
  await made(cast.of('province', 'commander').client, '/retention/policies', { keepMonths: 1, basis: '档案规定' });
  const closedId = await made(handler, '/cases', {
    number: `旧〔2016〕${newId()}`,
    title: '已结',
    domain: 'environment',
  });
  const dueId = await photograph(cast);
  await expectStatus(await handler.post(`/cases/${closedId}/evidence`, { evidenceId: dueId }), 201);
  await closeLongAgo(app, closedId);
  const withdrawnId = await made(handler, '/removals', { itemId: dueId, ...reason });
  await expectStatus(await handler.post(`/removals/${withdrawnId}/withdrawal`, reason), 200);
  await made(handler, '/removals', { itemId: dueId, ...reason });
  await made(cast.of('province', 'system_admin').client, '/integrity/sweeps', {});
  const findingId = await findSomething(app, handler.user.id);
  return { keeping: { holdId, dueId, withdrawnId, findingId, of: { unitIds: [unitId] } } };
}

async function closeLongAgo(app: TestApp, caseId: string): Promise<void> {
  await app.get(UnitOfWork).read((tx) => tx.execute(`UPDATE case_file SET stage = 'closed' WHERE id = $1`, [caseId]));
  await app.get(CaseClosures).run();
  await app
    .get(UnitOfWork)
    .read((tx) =>
      tx.execute(`UPDATE case_closure SET closed_at = now() - interval '1 year' WHERE case_id = $1`, [caseId]),
    );
}

async function findSomething(app: TestApp, by: string): Promise<string> {
  const id = newId();
  await app.get(UnitOfWork).read((tx) =>
    tx.execute(
      `INSERT INTO integrity_finding (id, sha256, kind, state, found_at, seen_at, closed_at, closed_by, reason)
       VALUES ($1, repeat('ab', 32), 'missing', 'accepted', now(), now(), now(), $2, 'x')`,
      [id, by],
    ),
  );
  return id;
}
