import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMAND_TYPES, type CommandType } from '../../../src/command/commands/command-types.js';
import { INVITABLE_ROLES, type SessionRole } from '../../../src/command/sessions/session-roles.js';
import { COMMAND_RULES, refusalOf, type Standing } from '../../../src/command/sessions/session.rules.js';
import type { Tier } from '../../../src/identity/index.js';
import { Clock, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { CommandDesk, give, type OpenedSession, orderTo, recordOf } from '../../support/command-desk.js';
import { sampleOf } from '../../support/command-samples.js';
import type { ApiClient } from '../../support/client.js';
import { steer } from '../../support/time.js';

/** Commands of one person in a session are limited within this time. */
const WINDOW_MS = 5_000;
const STALE = 99;

interface Giver {
  readonly client: ApiClient;
  readonly tier: Tier;
  /** What they are besides a participant. */
  readonly standings: readonly Standing[];
}

let desk: CommandDesk;
let session: OpenedSession;
let orderId: string;
let time: ReturnType<typeof steer>;

/** A session with a person of each tier in it, an order to the county, and its end: nothing that is tried changes it. */
beforeAll(async () => {
  desk = await CommandDesk.start();
  time = steer(desk.app.get(Clock));
  session = await desk.openSession();
  const { id } = session;
  await give(desk.province, id, 'participant.join');
  for (const { user } of [desk.handler, desk.county])
    await give(desk.city, id, 'participant.pullIn', { userId: user.id });
  const issued = orderTo({ unitId: desk.county.user.unit.id });
  orderId = issued.orderId;
  await give(desk.city, id, 'order.issue', issued);
  await give(desk.city, id, 'session.close');
}, 120_000);
afterAll(() => desk?.stop());

async function become(userId: string, role: SessionRole): Promise<void> {
  await desk.app
    .get(UnitOfWork)
    .run(SYSTEM, (tx) =>
      tx.execute(`UPDATE session_participant SET role = $3 WHERE session_id = $1 AND user_id = $2`, [
        session.id,
        userId,
        role,
      ]),
    );
  time.advance(WINDOW_MS);
}

const NEW_ORDERS: readonly CommandType[] = ['order.issue', 'order.draft'];
const payloadOf = (type: CommandType) => sampleOf(type, NEW_ORDERS.includes(type) ? {} : { orderId, seen: [orderId] });

/** What comes to every type, given under an epoch that is not the session's. */
async function tried(client: ApiClient): Promise<Record<string, string | undefined>> {
  const came: Record<string, string | undefined> = {};
  for (const type of COMMAND_TYPES)
    came[type] = (await give(client, session.id, type, payloadOf(type), { epoch: STALE })).code;
  return came;
}

function expected(giver: Giver, role: SessionRole): Record<string, string> {
  const standings = new Set<Standing>(['participant', 'witness', 'entitled', ...giver.standings]);
  const claimant = { standings, tier: giver.tier, role };
  return Object.fromEntries(
    COMMAND_TYPES.map((type) => [type, refusalOf(type, claimant, { state: 'closed', epoch: 1 }, STALE) ?? 'given']),
  );
}

describe('a session that is over', () => {
  const givers = (): readonly Giver[] => [
    { client: desk.province, tier: 'province', standings: ['above'] },
    { client: desk.handler, tier: 'city', standings: [] },
    { client: desk.county, tier: 'county', standings: ['recipient'] },
  ];

  it.each(INVITABLE_ROLES)(
    'answers a %s of each tier as the table says',
    async (role) => {
      for (const giver of givers()) {
        await become(giver.client.user.id, role);
        expect({ tier: giver.tier, ...(await tried(giver.client)) }).toEqual({
          tier: giver.tier,
          ...expected(giver, role),
        });
      }
    },
    60_000,
  );

  it('answers its commander so, and nobody leads or commands but where the table says', async () => {
    time.advance(WINDOW_MS);
    const commander: Giver = { client: desk.city, tier: 'city', standings: [] };
    const came = await tried(desk.city);
    expect(came).toEqual(expected(commander, 'commander'));
    const byAuthority = COMMAND_TYPES.filter((type) => COMMAND_RULES[type].capability !== undefined);
    expect(byAuthority.filter((type) => came[type] === 'FORBIDDEN')).toEqual([]);
  }, 60_000);

  it('does not exist for another county, whatever it tries', async () => {
    const came = Object.values(await tried(desk.outsider));
    expect([...new Set(came)]).toEqual(['NOT_FOUND']);
  }, 60_000);

  it('stays as it was, and the refusals are in the audit trail', async () => {
    expect((await recordOf(desk.city, session.id)).map(({ type }) => type)).toEqual([
      'session.opened',
      'participant.join',
      'participant.pullIn',
      'participant.pullIn',
      'order.issue',
      'session.close',
    ]);
    const rows = await desk.app.get(UnitOfWork).read((tx) =>
      tx.query<{ actorId: string; count: number }>(
        `SELECT actor_id AS "actorId", count(*)::int AS count FROM audit_entry
           WHERE subject_id = $1 AND outcome = 'refused' GROUP BY 1`,
        [session.id],
      ),
    );
    const refusalsOf = (client: ApiClient) => rows.find(({ actorId }) => actorId === client.user.id)?.count;
    for (const client of [desk.province, desk.handler, desk.county]) expect(refusalsOf(client)).toBeGreaterThan(10);
    // To whom the session does not exist every command is the same refusal, listed once a minute.
    expect(refusalsOf(desk.outsider)).toBeGreaterThan(0);
  });
});
