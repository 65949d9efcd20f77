import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { ExtendSessions1764000080000 } from '../../../migrations/1764000080000-extend-sessions.js';
import { OfferDeadlines } from '../../../src/command/sessions/offer-deadlines.js';
import { CommandDesk, give, type OpenedSession, personIn, recordOf } from '../../support/command-desk.js';

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
});
afterAll(async () => {
  await desk?.stop();
});

const query = <T>(sql: string, values: unknown[] = []) => desk.app.get(DataSource).query<T[]>(sql, values);

/** The migration undone, then done again over what an older service would have left meanwhile. */
async function backAndForth(meanwhile: () => Promise<void>): Promise<void> {
  const migration = new ExtendSessions1764000080000();
  const runner = desk.app.get(DataSource).createQueryRunner();
  await migration.down(runner);
  await meanwhile();
  await migration.up(runner);
  await runner.release();
}

async function withParts(): Promise<OpenedSession> {
  const session = await desk.openSession();
  await give(desk.city, session.id, 'participant.invite', { unitId: desk.outsider.user.unit.id });
  await give(desk.outsider, session.id, 'participant.request', { role: 'expert' });
  await give(desk.handler, session.id, 'participant.request');
  await give(desk.city, session.id, 'participant.admit', { userId: desk.handler.user.id, role: 'scribe' });
  await give(desk.province, session.id, 'participant.request');
  await give(desk.city, session.id, 'participant.decline', { userId: desk.province.user.id });
  await give(desk.city, session.id, 'participant.pullIn', { userId: desk.county.user.id });
  await give(desk.city, session.id, 'participant.remove', { userId: desk.county.user.id, reason: '轮换' });
  return session;
}

it('goes back from a used database, and forward again without a word on offers that ended long ago', async () => {
  const session = await withParts();
  const [closed, living] = [await desk.openSession(), await desk.openSession()];
  await backAndForth(async () => {
    expect(
      await query(
        `SELECT state, role, join_mode AS "joinMode" FROM session_participant
         WHERE session_id = $1 AND user_id IS NOT NULL ORDER BY joined_seq`,
        [session.id],
      ),
    ).toEqual([
      { state: 'joined', role: 'commander', joinMode: 'opened' },
      { state: 'joined', role: 'scribe', joinMode: 'invited' },
      { state: 'left', role: 'observer', joinMode: 'pulled_in' },
    ]);
    for (const [{ id }, state, expiry] of [
      [session, 'open', "now() - interval '90 days'"],
      [closed, 'closed', "now() + interval '1 minute'"],
      [living, 'open', "now() + interval '1 hour'"],
    ] as const)
      await query(
        `UPDATE command_session SET state = $2, offered_to_user_id = $3, offer_expires_at = ${expiry} WHERE id = $1`,
        [id, state, desk.handler.user.id],
      );
  });
  const offers = await query<{ id: string }>(`SELECT id FROM command_session WHERE offered_to_user_id IS NOT NULL`);
  expect(offers).toEqual([{ id: living.id }]);
  await desk.app.get(OfferDeadlines).round();
  for (const { id } of [session, closed])
    expect((await recordOf(desk.city, id)).map(({ type }) => type)).not.toContain('command.offerExpired');
  expect(await personIn(desk.city, session.id, desk.handler.user.id)).toMatchObject({
    state: 'joined',
    role: 'scribe',
  });
});
