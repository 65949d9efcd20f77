import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';
import { TestDatabase } from '../../support/database.js';

const LAST_OF_FIRST_RELEASE = 'CreateCommand1764000008000';
const CREATED = '2026-01-05T18:00:00.000Z';
const ACK_DUE = new Date('2026-01-06T02:00:00Z');
const DONE_DUE = new Date('2026-01-06T06:00:00Z');
const LONG_NAME = '飞'.repeat(120);
const PNG = 'data:image/png;base64,iVBORw0KGgo=';

const id = {
  unit: randomUUID(),
  holder: randomUUID(),
  keeper: randomUUID(),
  kind: randomUUID(),
  drone: randomUUID(),
  controller: randomUUID(),
  back: randomUUID(),
  out: randomUUID(),
  asked: randomUUID(),
  signedTwice: randomUUID(),
  unsigned: randomUUID(),
  lot: randomUUID(),
  leftInTheAir: '01900000-0000-7000-8000-000000000001',
  inTheAir: '01900000-0000-7000-8000-000000000002',
  sentRun: '01900000-0000-7000-8000-000000000003',
  enteredRun: '01900000-0000-7000-8000-000000000004',
  session: randomUUID(),
  unanswered: '01900000-0000-7000-8000-000000000005',
  underWay: '01900000-0000-7000-8000-000000000006',
  accepted: '01900000-0000-7000-8000-000000000007',
  draft: '01900000-0000-7000-8000-000000000008',
};
const digestOf = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Rows of an installation that is older than the migrations which move data: they must not lose or change a fact. */
describe('migrations on a database in use', () => {
  let database: TestDatabase;
  let source: DataSource;
  beforeAll(async () => {
    database = await TestDatabase.create({ migrated: false });
    const first = MIGRATIONS.findIndex(({ name }) => name === LAST_OF_FIRST_RELEASE) + 1;
    expect(first).toBeGreaterThan(0);
    await migrate(MIGRATIONS.slice(0, first), oldRows());
    source = await migrate(MIGRATIONS);
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  async function migrate(
    migrations: readonly (typeof MIGRATIONS)[number][],
    statements?: readonly string[],
  ): Promise<DataSource> {
    const opened = new DataSource({ type: 'postgres', url: database.url, migrations: [...migrations] });
    await opened.initialize();
    await opened.runMigrations({ transaction: 'each' });
    for (const statement of statements ?? []) await opened.query(statement);
    if (statements) await opened.destroy();
    return opened;
  }
  const ask = (sql: string, values: readonly unknown[] = []): Promise<unknown> => source.query(sql, [...values]);

  it('make each old signature a row of its signer, moment and digest', async () => {
    const common = { form: 'text', handOver: null };
    expect(
      await ask(
        `SELECT custody_id AS "custodyId", moment, side, user_id AS "userId", name, form, drawing, sha256,
           signed_at AS "signedAt", recorded_by AS "recordedBy", hand_over_id AS "handOver"
         FROM custody_signature ORDER BY signed_at`,
      ),
    ).toEqual([
      {
        ...common,
        custodyId: id.signedTwice,
        moment: 'check_out',
        side: 'receiver',
        userId: id.holder,
        name: LONG_NAME.slice(0, 100),
        drawing: '张三 签',
        sha256: digestOf('张三 签'),
        signedAt: new Date('2026-01-06T01:00:00Z'),
        recordedBy: id.holder,
      },
      {
        ...common,
        custodyId: id.signedTwice,
        moment: 'hand_back',
        side: 'giver',
        userId: id.keeper,
        name: '管理员',
        drawing: PNG,
        sha256: digestOf(PNG),
        signedAt: new Date('2026-01-07T01:00:00Z'),
        recordedBy: id.keeper,
      },
    ]);
    expect(await ask(`SELECT id FROM custody ORDER BY checked_out_at`)).toEqual([
      { id: id.signedTwice },
      { id: id.unsigned },
    ]);
  });

  it('give what is part of a device the history that it has always been one', async () => {
    expect(await ask(`SELECT part_id, whole_id, attached_at, attached_by, detached_at FROM device_part`)).toEqual([
      { part_id: id.controller, whole_id: id.drone, attached_at: null, attached_by: null, detached_at: null },
    ]);
  });

  it('say since when a device is in its state, and on which day in China a lot came', async () => {
    expect(await ask(`SELECT DISTINCT state, state_since AS since FROM device`)).toEqual([
      { state: 'in_service', since: new Date(CREATED) },
    ]);
    expect(await ask(`SELECT received_on::text AS "receivedOn" FROM lot WHERE id = $1`, [id.lot])).toEqual([
      { receivedOn: '2026-01-06' },
    ]);
  });

  it('keep the end of a hold only where a booking still waits, and its periods and states', async () => {
    expect(
      await ask(
        `SELECT b.id, b.state, b.hold_expires_at AS "holdExpiresAt", b.version, b.priority, l.blocked::text AS blocked
         FROM booking b JOIN booking_line l ON l.booking_id = b.id ORDER BY lower(b.during)`,
      ),
    ).toEqual([
      expect.objectContaining({ id: id.back, state: 'returned', holdExpiresAt: null, version: 1, priority: 5 }),
      expect.objectContaining({ id: id.out, state: 'out', holdExpiresAt: null }),
      expect.objectContaining({ id: id.asked, state: 'requested', holdExpiresAt: new Date('2026-02-01T00:00:00Z') }),
    ]);
  });

  it('of two flights of one aircraft in the air leave the newer there, and say why the other is not', async () => {
    expect(await ask(`SELECT id, state, landed_at AS "landedAt" FROM flight ORDER BY id`)).toEqual([
      { id: id.leftInTheAir, state: 'landed', landedAt: null },
      { id: id.inTheAir, state: 'airborne', landedAt: null },
    ]);
    expect(
      await ask(`SELECT flight_id AS id, from_state AS "from", to_state AS "to", actor_id AS by FROM flight_decision`),
    ).toEqual([{ id: id.leftInTheAir, from: 'nonconforming', to: 'landed', by: null }]);
  });

  it('keep what an older run says as what its instrument sent, and make up nothing that was not known then', async () => {
    const common = { verdict: 'invalid', result: 1.82, dilution: 1, rules: 'verdict-1', completed: null, card: null };
    expect(
      await ask(
        `SELECT id, verdict, result, dilution, received, completed_fields AS completed, details ->> 'rules' AS rules,
           card_id AS card, flags
         FROM rapid_test ORDER BY id`,
      ),
    ).toEqual([
      {
        ...common,
        id: id.sentRun,
        flags: ['unit_missing'],
        received: {
          at: '2026-01-06T03:00:00.250Z',
          item: 'NH3-N',
          value: 1.82,
          unit: null,
          lot: 'B-7',
          readings: [1.8, 1.84],
          position: { lon: 116.54, lat: 37.89 },
        },
      },
      { ...common, id: id.enteredRun, flags: ['no_custody'], received: null },
    ]);
    expect(await ask(`SELECT count(*)::int AS count FROM sample`)).toEqual([{ count: 0 }]);
    expect(await ask(`SELECT count(*)::int AS count FROM assistance_request`)).toEqual([{ count: 0 }]);
  });

  it('take a demonstration of before for one that was seeded whole', async () => {
    expect(await ask(`SELECT mode, seeded_at AS "seededAt" FROM installation`)).toEqual([
      { mode: 'demonstration', seededAt: new Date(CREATED) },
    ]);
  });

  it('give orders that are under way the timers of what is still due of them', async () => {
    expect(
      await ask(
        `SELECT order_id AS "orderId", kind, state, deadline, jsonb_array_length(steps) AS steps,
           due_at - updated_at = interval '60 seconds' AS "isSoon" FROM order_timer ORDER BY order_id, kind`,
      ),
    ).toEqual([
      { orderId: id.unanswered, kind: 'ack', state: 'running', deadline: ACK_DUE, steps: 4, isSoon: true },
      { orderId: id.unanswered, kind: 'done', state: 'running', deadline: DONE_DUE, steps: 4, isSoon: true },
      { orderId: id.underWay, kind: 'done', state: 'running', deadline: DONE_DUE, steps: 4, isSoon: true },
    ]);
  });

  it('can be taken back one by one, drafts go, and the signatures stand where they stood', async () => {
    await ask(
      `INSERT INTO work_order (id, session_id, to_user_id, text, priority, expires, is_issued, flight_ids, state,
         evidence_ids, issued_by, issued_seq, issued_at, updated_at)
       VALUES ($1, $2, $3, 'x', 'routine', false, false, '{}', 'DRAFT', '{}', $3, 4, now(), now())`,
      [id.draft, id.session, id.holder],
    );
    const beforeDrafts = MIGRATIONS.findIndex(({ name }) => name.startsWith('DeepenOrders'));
    for (let left = MIGRATIONS.length; left > beforeDrafts; left -= 1)
      await source.undoLastMigration({ transaction: 'each' });
    expect(await ask(`SELECT id FROM work_order ORDER BY id`)).toEqual([
      { id: id.unanswered },
      { id: id.underWay },
      { id: id.accepted },
    ]);
    const target = MIGRATIONS.findIndex(({ name }) => name.startsWith('CreateCustodySignatures'));
    for (let left = beforeDrafts; left > target; left -= 1) await source.undoLastMigration({ transaction: 'each' });
    expect(await ask(`SELECT signature_out AS out, signature_in AS back FROM custody ORDER BY checked_out_at`)).toEqual(
      [
        { out: '张三 签', back: PNG },
        { out: null, back: null },
      ],
    );
  });
});

function oldRows(): string[] {
  const quoted = (text: string | null) => (text === null ? 'NULL' : `'${text}'`);
  const person = (userId: string, name: string, nth: number) =>
    `('${userId}', 'person${nth}', '${name}', '${id.unit}', '{field_officer}', 'active', false, 1, '${CREATED}')`;
  const device = (deviceId: string, code: string, wholeId: string | null) =>
    `('${deviceId}', '${id.kind}', ${quoted(wholeId)}, '${id.unit}', '${code}', 'M', 'in_service', 'own_unit', '{}', '${CREATED}', '${CREATED}')`;
  const flight = (flightId: string, state: string) =>
    `('${flightId}', '${id.drone}', '${id.holder}', '${id.unit}', '巡查', '[2026-01-06T02:00Z,2026-01-06T03:00Z)', '${state}', '[]', '${id.holder}', '${CREATED}', '${CREATED}')`;
  const run = (runId: string, origin: string, unit: string | null, flag: string) =>
    `('${runId}', '${id.drone}', '${id.unit}', '${origin}', 'NH3-N', 1.82, ${quoted(unit)}, '{1.8,1.84}', 'B-7',
      '(116.54,37.89)', '2026-01-06T03:00:00.250Z', '${CREATED}', '{${flag}}', 'invalid', '{}', '\\x${runId.replaceAll('-', '')}')`;
  const booking = (bookingId: string, state: string, day: number, holdExpiresAt: string | null) => {
    const during = `[2026-01-${day}T00:00Z,2026-01-${day + 1}T00:00Z)`;
    return `
      INSERT INTO booking (id, unit_id, requested_by, requested_by_name, during, state, hold_expires_at, created_at, updated_at)
      VALUES ('${bookingId}', '${id.unit}', '${id.holder}', 'H', '${during}', '${state}', ${quoted(holdExpiresAt)}, '${CREATED}', '${CREATED}');
      INSERT INTO booking_line (id, booking_id, device_id, blocked, state)
      VALUES ('${randomUUID()}', '${bookingId}', '${id.drone}', '${during}', '${state}')`;
  };
  const order = (orderId: string, state: string, seq: number) =>
    `('${orderId}', '${id.session}', '${id.holder}', '取样', '${ACK_DUE.toISOString()}', '${DONE_DUE.toISOString()}',
      '${state}', '{}', '${id.keeper}', ${seq}, '${CREATED}', '${CREATED}')`;
  return [
    `INSERT INTO installation (id, mode, created_at) VALUES ('${randomUUID()}', 'demonstration', '${CREATED}')`,
    `INSERT INTO unit (id, tier, name, created_at) VALUES ('${id.unit}', 'county', '某县院', '${CREATED}')`,
    `INSERT INTO app_user (id, username, display_name, unit_id, roles, state, demonstration, access_version, created_at)
     VALUES ${person(id.holder, '张三', 1)}, ${person(id.keeper, '管理员', 2)}`,
    `INSERT INTO device_kind (id, code, ordinal, category, name_zh, name_en, model, link_kind, dji_model_keys,
       attribute_schema, is_part, calibration_required, turnaround_minutes, created_at)
     VALUES ('${id.kind}', 'drone', 1, 'uav', '无人机', 'Drone', 'M', 'none', '{}', '{}', false, false, 0, '${CREATED}')`,
    `INSERT INTO device (id, kind_id, part_of_id, unit_id, asset_code, model, state, loan_scope, attributes, created_at, updated_at)
     VALUES ${device(id.drone, 'OLD-1', null)}, ${device(id.controller, 'OLD-1-RC', id.drone)}`,
    booking(id.back, 'returned', 10, '2026-01-09T00:00Z'),
    booking(id.out, 'out', 12, '2026-01-11T00:00Z'),
    booking(id.asked, 'requested', 14, '2026-02-01T00:00Z'),
    `INSERT INTO custody (id, device_id, booking_id, holder_id, holder_name, holder_unit_id, checked_out_at, due_at,
       signature_out, returned_at, returned_by, returned_by_name, signature_in)
     VALUES ('${id.signedTwice}', '${id.drone}', '${id.back}', '${id.holder}', '${LONG_NAME}', '${id.unit}',
         '2026-01-06T01:00Z', '2026-01-08T01:00Z', '张三 签', '2026-01-07T01:00Z', '${id.keeper}', '管理员', '${PNG}'),
       ('${id.unsigned}', '${id.drone}', '${id.out}', '${id.holder}', '张三', '${id.unit}',
         '2026-01-12T01:00Z', '2026-01-13T01:00Z', NULL, NULL, NULL, NULL, NULL)`,
    `INSERT INTO flight (id, device_id, pilot_id, unit_id, purpose, during, state, reminders, planned_by, created_at, updated_at)
     VALUES ${flight(id.leftInTheAir, 'nonconforming')}, ${flight(id.inTheAir, 'airborne')}`,
    `INSERT INTO rapid_test (id, device_id, unit_id, origin, item, value, unit, readings, lot_number, position, at,
       received_at, flags, verdict, notice, delivery_key)
     VALUES ${run(id.sentRun, 'instrument', null, 'unit_missing')}, ${run(id.enteredRun, 'manual', 'mg/L', 'no_custody')}`,
    `INSERT INTO kit_kind (id, code, name_zh, name_en, measure) VALUES ('${id.kind}', 'kit', '试剂盒', 'Kit', 'test')`,
    `INSERT INTO lot (id, kit_kind_id, unit_id, lot_number, expires_on, quantity_on_hand, quantity_reserved, created_at, updated_at)
     VALUES ('${id.lot}', '${id.kind}', '${id.unit}', 'L-1', '2027-01-01', 5, 0, '${CREATED}', '${CREATED}')`,
    `INSERT INTO case_file (id, number, title, domain, unit_id, stage, opened_at, opened_by)
     VALUES ('${id.session}', 'OLD-1', '南运河', 'other', '${id.unit}', 'filed', '${CREATED}', '${id.keeper}')`,
    `INSERT INTO command_session (id, case_id, title, kind, unit_id, tier, state, commander_user_id, commander_unit_id,
       epoch, last_seq, last_hash, created_by, created_at, updated_at)
     VALUES ('${id.session}', '${id.session}', '南运河', 'dispatch', '${id.unit}', 'county', 'open', '${id.keeper}',
       '${id.unit}', 1, 3, '\\x${'00'.repeat(32)}', '${id.keeper}', '${CREATED}', '${CREATED}')`,
    `INSERT INTO work_order (id, session_id, to_user_id, text, ack_due_at, done_due_at, state, evidence_ids, issued_by,
       issued_seq, issued_at, updated_at)
     VALUES ${order(id.unanswered, 'SEEN', 1)}, ${order(id.underWay, 'ACKNOWLEDGED', 2)}, ${order(id.accepted, 'ACCEPTED', 3)}`,
  ];
}
