import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMAND_TYPES, type CommandType } from '../../../src/command/commands/command-types.js';
import { INVITABLE_ROLES, type SessionRole } from '../../../src/command/sessions/session-roles.js';
import { Clock, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { CommandDesk, give, type OpenedSession, orderTo, recordOf } from '../../support/command-desk.js';
import { sampleOf } from '../../support/command-samples.js';
import type { ApiClient } from '../../support/client.js';
import { steer } from '../../support/time.js';

/** Commands of one person in a session are limited within this time. */
const WINDOW_MS = 5_000;
const TIERS = ['province', 'city', 'county'] as const;
type GiverTier = (typeof TIERS)[number];

const LEADERS: readonly SessionRole[] = ['commander', 'deputy'];
const DIRECTORS: readonly SessionRole[] = [...LEADERS, 'dispatcher'];
const DRAWERS: readonly SessionRole[] = [...DIRECTORS, 'field_lead', 'field_member', 'pilot', 'expert', 'liaison'];
const SPEAKERS: readonly SessionRole[] = [...DRAWERS, 'scribe'];
const ALL: readonly SessionRole[] = [...SPEAKERS, 'observer'];
const NOBODY: readonly SessionRole[] = [];

/** Who may give what here: said once more, by hand, so that the service's own table is not its own judge. */
const MAY: Readonly<Record<CommandType, readonly (SessionRole | GiverTier)[] | GiverTier>> = {
  'participant.invite': LEADERS,
  'participant.join': ALL,
  'participant.leave': ALL.filter((role) => role !== 'commander'),
  'participant.request': ALL,
  'participant.admit': LEADERS,
  'participant.decline': LEADERS,
  'participant.pullIn': LEADERS,
  'participant.setRole': LEADERS,
  'participant.remove': LEADERS,
  'guest.invite': LEADERS,
  'guest.revoke': LEADERS,
  'command.offer': ['commander'],
  'command.accept': NOBODY,
  'command.decline': NOBODY,
  'command.takeOver': 'province',
  'command.assume': ['deputy'],
  'order.issue': DIRECTORS,
  'order.delivered': 'county',
  'order.seen': 'county',
  'order.acknowledge': 'county',
  'order.enRoute': 'county',
  'order.onScene': 'county',
  'order.submit': 'county',
  'order.accept': DIRECTORS,
  'order.return': DIRECTORS,
  'order.cancel': DIRECTORS,
  'order.draft': DIRECTORS,
  'order.reject': 'county',
  'order.receive': 'county',
  'order.linkFlight': [...DIRECTORS, 'county'],
  'order.snooze': DIRECTORS,
  'order.override': DIRECTORS,
  'dispatch.confirm': DIRECTORS,
  'request.raise': SPEAKERS,
  'request.meet': [...DIRECTORS, 'province'],
  'request.cancel': SPEAKERS,
  'chat.say': SPEAKERS,
  'chat.promote': [...DIRECTORS, 'scribe'],
  'map.put': DRAWERS,
  'map.remove': DRAWERS,
  'map.restore': DRAWERS,
  'show.request': DIRECTORS,
  'show.consent': ALL,
  'show.stop': ALL,
  'photo.request': DIRECTORS,
  'photo.taken': ALL,
  'still.promote': DIRECTORS,
  'log.note': [...DIRECTORS, 'scribe'],
  'agenda.set': LEADERS,
  'agenda.advance': LEADERS,
  'material.add': SPEAKERS,
  'expert.invite': LEADERS,
  'conclusion.draft': [...LEADERS, 'expert', 'scribe'],
  'conclusion.sign': SPEAKERS,
  'conclusion.dissent': SPEAKERS,
  'conclusion.settle': ['commander'],
  'sector.put': LEADERS,
  'sector.remove': LEADERS,
  'lead.name': ['commander'],
  'sector.report': SPEAKERS,
  'session.open': ['commander'],
  'session.suspend': ['commander'],
  'session.resume': ['commander'],
  'session.close': ['commander'],
  'session.reopen': ['commander'],
  'session.archive': ['commander'],
};

let desk: CommandDesk;
let session: OpenedSession;
let orderId: string;
let time: ReturnType<typeof steer>;

/** An open session with a person of each tier in it, and an order to the county's unit. */
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
}, 120_000);
afterAll(() => desk?.stop());

/** The session open under its first commander, the giver in it under the role: whatever was given before. */
async function stage(userId: string, role: SessionRole): Promise<void> {
  const values = [session.id, desk.city.user.id, desk.city.user.unit.id];
  await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
    await tx.execute(
      `UPDATE command_session SET state = 'open', epoch = 1, commander_user_id = $2, commander_unit_id = $3,
         offered_to_user_id = NULL, offer_expires_at = NULL, closed_manifest_sha256 = NULL WHERE id = $1`,
      values,
    );
    await tx.execute(
      `UPDATE session_participant SET state = 'joined', role = CASE WHEN user_id = $3 THEN $4 ELSE 'liaison' END
       WHERE session_id = $1 AND user_id IS NOT NULL AND user_id <> $2`,
      [session.id, desk.city.user.id, userId, role],
    );
    await tx.execute(
      `UPDATE session_participant SET state = 'joined', role = 'commander' WHERE session_id = $1 AND user_id = $2`,
      values.slice(0, 2),
    );
  });
}

const NEW_ORDERS: readonly CommandType[] = ['order.issue', 'order.draft', 'dispatch.confirm'];
const payloadOf = (type: CommandType) => sampleOf(type, NEW_ORDERS.includes(type) ? {} : { orderId, seen: [orderId] });

/** The types that were not forbidden, each given under the right epoch to a session that is open. */
async function granted(client: ApiClient, role: SessionRole): Promise<CommandType[]> {
  const allowed: CommandType[] = [];
  time.advance(WINDOW_MS);
  await stage(client.user.id, role);
  for (const type of COMMAND_TYPES) {
    const { status, code } = await give(client, session.id, type, payloadOf(type));
    if (code !== 'FORBIDDEN') allowed.push(type);
    if (status === 201) await stage(client.user.id, role);
  }
  return allowed;
}

function expected(tier: GiverTier, role: SessionRole): CommandType[] {
  return COMMAND_TYPES.filter((type) => {
    const may = MAY[type];
    return typeof may === 'string' ? may === tier : may.includes(role) || may.includes(tier);
  });
}

describe('in an open session', () => {
  it.each(INVITABLE_ROLES)(
    'a %s of each tier may give what the table says, and nothing else',
    async (role) => {
      for (const tier of TIERS) {
        const client = { province: desk.province, city: desk.handler, county: desk.county }[tier];
        expect({ tier, may: await granted(client, role) }).toEqual({ tier, may: expected(tier, role) });
      }
    },
    240_000,
  );

  it('its commander may give what the table says, and nothing else', async () => {
    expect(await granted(desk.city, 'commander')).toEqual(expected('city', 'commander'));
  }, 120_000);

  it('the refusals are in the audit trail', async () => {
    const rows = await desk.app.get(UnitOfWork).read((tx) =>
      tx.query<{ actorId: string; count: number }>(
        `SELECT actor_id AS "actorId", count(*)::int AS count FROM audit_entry
           WHERE subject_id = $1 AND outcome = 'refused' GROUP BY 1`,
        [session.id],
      ),
    );
    const refusalsOf = (client: ApiClient) => rows.find(({ actorId }) => actorId === client.user.id)?.count;
    for (const client of [desk.province, desk.handler, desk.county]) expect(refusalsOf(client)).toBeGreaterThan(10);
  });
});

describe('a session that is over', () => {
  it('takes nothing from its commander but what ends or reopens it', async () => {
    time.advance(WINDOW_MS);
    await stage(desk.handler.user.id, 'observer');
    expect((await give(desk.city, session.id, 'session.close')).status).toBe(201);
    const before = (await recordOf(desk.city, session.id)).length;
    const codes: Partial<Record<CommandType, string>> = {};
    for (const type of COMMAND_TYPES.filter((one) => one !== 'session.reopen' && one !== 'session.archive'))
      codes[type] = (await give(desk.city, session.id, type, payloadOf(type))).code;
    expect(new Set(Object.values(codes))).toEqual(new Set(['BAD_STATE', 'FORBIDDEN']));
    const forbidden = COMMAND_TYPES.filter((type) => codes[type] === 'FORBIDDEN');
    expect(forbidden).toEqual(
      COMMAND_TYPES.filter((type) => typeof MAY[type] === 'string' || !MAY[type].includes('commander')),
    );
    expect(await recordOf(desk.city, session.id)).toHaveLength(before);
  }, 120_000);

  it('does not exist for another county, whatever it tries', async () => {
    const codes = [];
    for (const type of COMMAND_TYPES)
      codes.push((await give(desk.outsider, session.id, type, sampleOf(type, { orderId }))).code);
    expect([...new Set(codes)]).toEqual(['NOT_FOUND']);
  }, 120_000);
});
