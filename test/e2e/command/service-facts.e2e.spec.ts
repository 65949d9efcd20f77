import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ServiceFacts } from '../../../src/command/events/service-facts.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { chainVerdict, CommandDesk, Console, recordOf } from '../../support/command-desk.js';

let desk: CommandDesk;

beforeAll(async () => {
  desk = await CommandDesk.start();
});

afterAll(async () => {
  await desk?.stop();
});

const enter = (sessionId: string, occasion: string, apply?: () => Promise<void>) =>
  desk.app.get(UnitOfWork).run(SYSTEM, (tx) =>
    desk.app.get(ServiceFacts).enter(tx, sessionId, async ({ commanderUserId }) => ({
      type: 'test.passed',
      occasion,
      scope: { kind: 'DIRECT', userIds: [commanderUserId] },
      payload: { occasion },
      ...(apply && { apply }),
    })),
  );

it('enters what the service finds once, in the chain, to whom it is meant', async () => {
  const { session, chief } = await desk.command();
  const other = await Console.of(desk.province, session);
  let applied = 0;
  const count = async () => {
    applied += 1;
  };
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => enter(session.id, 'noon', count)));
  expect(outcomes.filter((seq) => seq !== undefined)).toEqual([2]);
  expect(applied).toBe(1);
  expect(await enter(session.id, 'evening')).toBe(3);
  await Promise.all([chief.until(3), other.until(3)]);
  expect(chief.types).toEqual(['session.opened', 'test.passed', 'test.passed']);
  expect(other.types).toEqual(['session.opened', 'redacted', 'redacted']);
  const record = await recordOf(desk.city, session.id);
  expect(chainVerdict(session.id, record)).toMatchObject({ ok: true, count: 3 });
  expect(record[1]?.actor).toEqual({ kind: 'service', name: 'Skydocket' });
});

it('leaves nothing behind where nothing is to be entered', async () => {
  const { session } = await desk.command();
  const facts = desk.app.get(ServiceFacts);
  const unitOfWork = desk.app.get(UnitOfWork);
  expect(await unitOfWork.run(SYSTEM, (tx) => facts.enter(tx, session.id, async () => undefined))).toBeUndefined();
  await expect(
    enter(session.id, 'noon', async () => {
      throw new Error('refused after all');
    }),
  ).rejects.toThrow('refused after all');
  expect(await recordOf(desk.city, session.id)).toHaveLength(1);
});
