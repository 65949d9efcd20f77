import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustodyLog } from '../../../src/evidence/custody/custody-log.js';
import { HeadClosing } from '../../../src/evidence/log/heads/head.closing.js';
import { HeadRepository } from '../../../src/evidence/log/heads/head.repository.js';
import { AuditReader, AuditTrail, chinaDateOf, Clock, Installation, SYSTEM } from '../../../src/platform/index.js';
import { type LogInstance, LogInstallation } from '../../support/log-installation.js';

const DAY_MS = 86_400_000;

/** A clock that the test sets on. */
class SetClock extends Clock {
  ahead = 0;
  override now(): Date {
    return new Date(Date.now() + this.ahead);
  }
}

describe('heads of the day', () => {
  let log: LogInstallation;
  let one: LogInstance;
  let closings: HeadClosing[];
  let audit: AuditTrail;
  let custody: CustodyLog;
  const clock = new SetClock();
  const today = chinaDateOf(new Date());
  const itemId = randomUUID();

  beforeAll(async () => {
    log = await LogInstallation.create();
    one = await log.instance();
    await log.database.execute(`ALTER TABLE evidence_custody_event DROP CONSTRAINT evidence_custody_event_item_fkey`);
    audit = new AuditTrail(one.unitOfWork, clock);
    custody = new CustodyLog(clock);
    closings = [one, await log.instance()].map(
      ({ unitOfWork, journal }) =>
        new HeadClosing(new HeadRepository(), new AuditReader(), journal, new Installation(), unitOfWork, clock),
    );
    await one.unitOfWork.run(SYSTEM, async (tx) => {
      for (let number = 0; number < 1_203; number += 1)
        await audit.record(tx, { action: 'probe.done', details: { number } });
      await custody.record(tx, itemId, 'received', { sha256: 'aa' });
      await custody.record(tx, itemId, 'linked', { refId: 'b' });
    });
  });
  afterAll(() => log.stop());

  const altered = async (kind: 'custody_head' | 'audit_head'): Promise<number> =>
    (await one.unitOfWork.read((tx) => closings[0]?.altered(tx, kind, today) ?? Promise.resolve([]))).length;
  const heads = (): Promise<{ kind: string; rows: number }[]> =>
    one.unitOfWork.read((tx) => tx.query(`SELECT kind, rows FROM log_head WHERE day = $1 ORDER BY kind`, [today]));
  const closeAll = async (): Promise<unknown> => Promise.all(closings.map((closing) => closing.closeDays()));
  const change = (table: string, statement: string): Promise<void> =>
    log.database.execute(
      `ALTER TABLE ${table} DISABLE TRIGGER USER; ${statement}; ALTER TABLE ${table} ENABLE TRIGGER USER`,
    );

  it('are made once the day is over, once for all instances', async () => {
    await closeAll();
    expect(await heads()).toEqual([]);
    clock.ahead = DAY_MS + 20 * 60_000;
    await closeAll();
    await closeAll();
    expect(await heads()).toEqual([
      { kind: 'audit_head', rows: 1_203 },
      { kind: 'custody_head', rows: 2 },
    ]);
    await one.sequencer.catchUp();
    expect(await log.verify(one)).toBeGreaterThanOrEqual(2);
    const [entry] = await one.unitOfWork.read((tx) => log.repository.entriesOf(tx, itemId));
    expect(JSON.parse(String(entry?.leaf))).toMatchObject({ kind: 'custody_head', content: { day: today, rows: 2 } });
    expect(await altered('audit_head')).toBe(0);
    expect(await altered('custody_head')).toBe(0);
  });

  it('no longer fit once a row was changed or taken away behind the database’s back', async () => {
    await change(
      'evidence_custody_event',
      `UPDATE evidence_custody_event SET actor_id = 'somebody' WHERE event = 'linked'`,
    );
    expect(await altered('custody_head')).toBe(1);
    expect(await altered('audit_head')).toBe(0);
    await change('audit_entry', `DELETE FROM audit_entry WHERE details ->> 'number' = '1100'`);
    expect(await altered('audit_head')).toBe(1);
  });

  it.each(['UPDATE log_head SET rows = rows', 'DELETE FROM log_head', 'TRUNCATE log_head'])(
    'refuse %s',
    async (statement) => {
      await expect(log.database.execute(statement)).rejects.toMatchObject({ code: '42501' });
    },
  );
});
