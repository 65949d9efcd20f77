import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Actor, AuditTrail, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';

const PERSON: Actor = {
  kind: 'user',
  id: 'u-1',
  name: '张三',
  requestId: 'request-1',
  snapshot: { unitName: '东光县人民检察院', roles: ['pilot'] },
};

describe('audit trail', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let unitOfWork: UnitOfWork;
  let audit: AuditTrail;

  beforeAll(async () => {
    database = await TestDatabase.create();
    platform = await TestPlatform.start({ database });
    unitOfWork = platform.get(UnitOfWork);
    audit = platform.get(AuditTrail);
  });
  afterAll(async () => {
    await platform.stop();
    await database.drop();
  });

  const entries = (action: string): Promise<Record<string, unknown>[]> =>
    unitOfWork.read((tx) => tx.query(`SELECT * FROM audit_entry WHERE action = $1`, [action]));

  it('keeps who it was then, what they did, to what, and in which request', async () => {
    await unitOfWork.run(PERSON, (tx) =>
      audit.record(tx, { action: 'probe.done', subject: { kind: 'device', id: 'd-1' }, details: { count: 2 } }),
    );
    expect(await entries('probe.done')).toMatchObject([
      {
        actor_kind: 'user',
        actor_id: 'u-1',
        actor: { name: '张三', unitName: '东光县人民检察院', roles: ['pilot'] },
        outcome: 'done',
        subject_kind: 'device',
        subject_id: 'd-1',
        details: { count: 2 },
        request_id: 'request-1',
      },
    ]);
  });

  it('says nothing of work that was rolled back, and keeps a refusal although its request failed', async () => {
    const refused = unitOfWork.run(PERSON, async (tx) => {
      await audit.record(tx, { action: 'probe.refused' });
      await audit.recordRefusal(PERSON, { action: 'probe.refused' });
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect((await entries('probe.refused')).map(({ outcome }) => outcome)).toEqual(['refused']);
  });

  it.each([
    [`UPDATE audit_entry SET action = 'x'`],
    [`DELETE FROM audit_entry`],
    [`TRUNCATE audit_entry`],
    [`UPDATE audit_entry SET action = 'x' WHERE false`],
  ])('refuses %s', async (sql) => {
    await unitOfWork.run(SYSTEM, (tx) => audit.record(tx, { action: 'probe.kept' }));
    const before = (await entries('probe.kept')).length;
    await expect(unitOfWork.run(SYSTEM, (tx) => tx.execute(sql))).rejects.toThrow('never changed or deleted');
    expect(await entries('probe.kept')).toHaveLength(before);
  });
});
