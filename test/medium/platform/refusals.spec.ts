import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type Actor,
  AuditTrail,
  Clock,
  LISTED_REFUSALS_A_MINUTE,
  Refusals,
  UnitOfWork,
} from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';
import { eventually, steer } from '../../support/time.js';

interface Entry {
  readonly action: string;
  readonly outcome: string;
  readonly subject_id: string | null;
  readonly request_id: string | null;
  readonly details: Record<string, unknown>;
}

describe('refusals in the audit', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let leaving: TestPlatform;
  let refusals: Refusals;
  let people = 0;

  beforeAll(async () => {
    database = await TestDatabase.create();
    platform = await TestPlatform.start({ database });
    leaving = await TestPlatform.start({ database });
    refusals = platform.get(Refusals);
  });
  afterEach(() => void jest.restoreAllMocks());
  afterAll(async () => {
    await platform.stop();
    await database.drop();
  });

  function somebody(): Actor {
    people += 1;
    return { kind: 'user', id: `u-${people}`, name: '李四', requestId: `r-${people}`, snapshot: {} };
  }

  const refuse = (actor: Actor, id: string, action = 'case.read'): Promise<void> =>
    refusals.note(actor, { action, subject: { id }, details: { code: 'NOT_FOUND' } });

  const entriesOf = ({ id }: Actor): Promise<Entry[]> =>
    platform
      .get(UnitOfWork)
      .read((tx) => tx.query<Entry>(`SELECT * FROM audit_entry WHERE actor_id = $1 ORDER BY id`, [id]));

  it('say who wanted what with which thing, and in which request', async () => {
    const actor = somebody();
    await refuse(actor, 'c-1');
    expect(await entriesOf(actor)).toMatchObject([
      {
        action: 'case.read',
        outcome: 'refused',
        subject_kind: null,
        subject_id: 'c-1',
        details: { code: 'NOT_FOUND' },
        request_id: actor.requestId,
      },
    ]);
  });

  it('are one entry a minute for the same person, permission and thing', async () => {
    const time = steer(platform.get(Clock));
    const [one, two] = [somebody(), somebody()];
    await Promise.all(Array.from({ length: 200 }, () => refuse(one, 'c-1')));
    await Promise.all([refuse(one, 'c-2'), refuse(one, 'c-1', 'case.change'), refuse(two, 'c-1')]);
    expect((await entriesOf(one)).map(({ action, subject_id }) => [action, subject_id])).toEqual([
      ['case.read', 'c-1'],
      ['case.read', 'c-2'],
      ['case.change', 'c-1'],
    ]);
    expect(await entriesOf(two)).toHaveLength(1);
    time.advance(59_000);
    await refuse(one, 'c-1');
    expect(await entriesOf(one)).toHaveLength(3);
    time.advance(1_001);
    await refuse(one, 'c-1');
    expect(await entriesOf(one)).toHaveLength(4);
  });

  it('of somebody who tries everything are listed up to a limit; then one entry stands for the rest', async () => {
    const time = steer(platform.get(Clock));
    const [prober, other] = [somebody(), somebody()];
    const probe = (round: number): Promise<unknown> =>
      Promise.all(Array.from({ length: 1_000 }, (_, index) => refuse(prober, `c-${round}-${index}`)));
    await probe(1);
    await refuse(other, 'c-1');
    const entries = await entriesOf(prober);
    expect(entries).toHaveLength(LISTED_REFUSALS_A_MINUTE + 1);
    expect(entries.at(-1)).toMatchObject({
      action: 'audit.furtherRefusals',
      outcome: 'refused',
      subject_id: null,
      details: { listedAMinute: LISTED_REFUSALS_A_MINUTE },
    });
    expect(await entriesOf(other)).toHaveLength(1);
    time.advance(60_001);
    await probe(2);
    expect(await entriesOf(prober)).toHaveLength(2 * (LISTED_REFUSALS_A_MINUTE + 1));
  });

  it('fail nobody when they cannot be written, and the next one is written again', async () => {
    const actor = somebody();
    jest.spyOn(platform.get(AuditTrail), 'recordRefusal').mockRejectedValueOnce(new Error('away'));
    await expect(refuse(actor, 'c-1')).resolves.toBeUndefined();
    await refuse(actor, 'c-2');
    expect((await entriesOf(actor)).map(({ subject_id }) => subject_id)).toEqual(['c-2']);
  });

  it('stay although the transaction in which they came about is undone, and do not wait for it', async () => {
    const actor = somebody();
    const work = platform.get(UnitOfWork).run(actor, async () => {
      void refuse(actor, 'c-1');
      await eventually(async () => expect(await entriesOf(actor)).toHaveLength(1));
      throw new Error('refused');
    });
    await expect(work).rejects.toThrow('refused');
    expect(await entriesOf(actor)).toHaveLength(1);
  });

  it('that are still to be written are written before the service ends', async () => {
    const actor = somebody();
    const noted = Array.from({ length: 20 }, (_, index) =>
      leaving.get(Refusals).note(actor, { action: 'case.read', subject: { id: `c-${index}` } }),
    );
    await leaving.stop();
    await Promise.all(noted);
    expect(await entriesOf(actor)).toHaveLength(20);
  });
});
