import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { TestDatabase } from '../../support/database.js';

const CLEARED = `title = NULL, file_name = '-', collectors = '[]', captured_at = NULL, captured_source = NULL, lon = NULL,
  lat = NULL, position_source = NULL, place = NULL, adcode = NULL, flags = '{}', metadata = '{}'`;
const REFUSED = { code: '42501' };

describe('a removal, in the database', () => {
  let database: TestDatabase;
  let client: Client;
  let proposer: string;
  let decider: string;
  let caseId: string;
  const policyId = randomUUID();

  beforeAll(async () => {
    database = await TestDatabase.create({ seeded: true });
    client = new Client({ connectionString: database.url });
    await client.connect();
    const people = await client.query<{ id: string }>(`SELECT id FROM app_user ORDER BY username LIMIT 2`);
    [proposer = '', decider = ''] = people.rows.map(({ id }) => id);
    caseId = (await client.query<{ id: string }>(`SELECT id FROM case_file LIMIT 1`)).rows[0]?.id ?? '';
    await client.query(
      `INSERT INTO retention_policy (id, keep_months, includes_sealed, basis, valid_from, made_by, made_at)
       VALUES ($1, 12, true, 'x', now(), $2, now())`,
      [policyId, proposer],
    );
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const item = async (state: 'received' | 'sealed' = 'received'): Promise<string> => {
    const id = randomUUID();
    const sha256 = id.replaceAll('-', '').repeat(2);
    await client.query(
      `INSERT INTO blob (sha256, sm3, size_bytes, media_type, place, stored_at) VALUES ($1, $1, 3, 'text/plain', 'originals', now())`,
      [sha256],
    );
    await client.query(
      `INSERT INTO evidence_item (id, kind, state, title, file_name, sha256, sha256_declared, uploader, collectors, received_at,
         flags, metadata, unit_id, uploaded_by)
       SELECT $1, 'document', 'received', '排污口', 'a.txt', $2, false, '{"name": "x"}', '[]', now(), '{}', '{}', unit_id, id
       FROM app_user WHERE id = $3`,
      [id, sha256, proposer],
    );
    if (state === 'sealed') {
      await seal(id);
      await client.query(`UPDATE evidence_item SET state = 'sealed' WHERE id = $1`, [id]);
    }
    return id;
  };
  const seal = (itemId: string): Promise<unknown> =>
    client.query(
      `INSERT INTO evidence_seal (id, item_id, case_id, rule_set, verdicts, acknowledged, reason, record, record_sha256,
         sealed_at, sealed_by, sealer)
       VALUES ($1, $2, $3, 'x', '[{"rule": "A", "explanation": "told"}, {"rule": "B", "explanation": null}]', '{}', 'why',
         '{"who": "张三"}', encode(sha256(convert_to('{"who": "张三"}', 'UTF8')), 'hex'), now(), $4, '{"name": "x"}')`,
      [randomUUID(), itemId, caseId, proposer],
    );
  const propose = async (itemId: string): Promise<string> => {
    const id = randomUUID();
    await client.query(
      `INSERT INTO evidence_removal (id, item_id, policy_id, due_at, state, reason, proposed_by, proposer, proposed_at)
       VALUES ($1, $2, $3, now(), 'proposed', 'over', $4, '{"name": "x"}', now())`,
      [id, itemId, policyId, proposer],
    );
    return id;
  };
  const decide = (id: string, state: 'confirmed' | 'withdrawn', by = decider): Promise<unknown> =>
    client.query(`UPDATE evidence_removal SET state = $2, decided_by = $3, decided_at = now() WHERE id = $1`, [
      id,
      state,
      by,
    ]);
  const bury = (id: string, cleared = CLEARED): Promise<unknown> =>
    client.query(`UPDATE evidence_item SET state = 'removed', ${cleared} WHERE id = $1`, [id]);
  const removed = async (state: 'received' | 'sealed' = 'received'): Promise<string> => {
    const id = await item(state);
    await decide(await propose(id), 'confirmed');
    await bury(id);
    return id;
  };

  it.each(['received', 'sealed'] as const)('of an item that is %s asks for a confirmation first', async (state) => {
    const id = await item(state);
    await expect(bury(id)).rejects.toMatchObject(REFUSED);
    const first = await propose(id);
    await expect(bury(id)).rejects.toMatchObject(REFUSED);
    await decide(first, 'withdrawn');
    await expect(bury(id)).rejects.toMatchObject(REFUSED);
    await decide(await propose(id), 'confirmed');
    await bury(id);
    const { rows } = await client.query(`SELECT state, title FROM evidence_item WHERE id = $1`, [id]);
    expect(rows).toEqual([{ state: 'removed', title: null }]);
  });

  it.each([
    ['sha256', `sha256 = (SELECT sha256 FROM blob b WHERE b.sha256 <> evidence_item.sha256 LIMIT 1)`],
    ['kind', `kind = 'photo'`],
    ['time of receipt', `received_at = now() + interval '1 day'`],
    ['sender', `uploader = '{"name": "y"}'`],
  ])('lets nobody change the %s on that occasion', async (_, change) => {
    await item();
    const id = await item();
    await decide(await propose(id), 'confirmed');
    await expect(bury(id, `${CLEARED}, ${change}`)).rejects.toMatchObject(REFUSED);
  });

  it.each([`title = 'x'`, `file_name = 'a.txt'`, `collectors = '[{"name": "x"}]'`, `flags = '{NULL_ISLAND}'`])(
    'leaves nothing behind such as %s',
    async (left) => {
      const id = await item();
      await decide(await propose(id), 'confirmed');
      const [name = ''] = left.split(' ');
      const cleared = CLEARED.replace(new RegExp(`\\b${name} = \\S+(?=,|$)`), left);
      await expect(bury(id, cleared)).rejects.toMatchObject({ code: '23514' });
    },
  );

  it.each([
    `UPDATE evidence_item SET state = 'received' WHERE id = $1`,
    `UPDATE evidence_item SET state = 'sealed' WHERE id = $1`,
    `UPDATE evidence_item SET metadata = '{"a": 1}' WHERE id = $1`,
    `UPDATE evidence_item SET unit_id = unit_id WHERE id = $1`,
    `DELETE FROM evidence_item WHERE id = $1`,
  ])('is final: %s', async (statement) => {
    for (const state of ['received', 'sealed'] as const)
      await expect(client.query(statement, [await removed(state)])).rejects.toMatchObject(REFUSED);
  });

  it('is never how an item begins, and all items are never emptied at once', async () => {
    await expect(
      client.query(
        `INSERT INTO evidence_item SELECT (json_populate_record(i, json_build_object('id', gen_random_uuid()))).*
         FROM evidence_item i WHERE id = $1`,
        [await removed()],
      ),
    ).rejects.toMatchObject(REFUSED);
    await expect(client.query(`TRUNCATE evidence_item CASCADE`)).rejects.toMatchObject(REFUSED);
  });

  it.each([
    `DELETE FROM evidence_removal WHERE id = $1`,
    `UPDATE evidence_removal SET reason = 'x' WHERE id = $1`,
    `UPDATE evidence_removal SET state = 'proposed', decided_by = NULL, decided_at = NULL WHERE id = $1`,
    `UPDATE evidence_removal SET state = 'withdrawn' WHERE id = $1`,
    `UPDATE evidence_removal SET decided_at = now() WHERE id = $1`,
    `UPDATE evidence_removal SET decider = '{"name": "y"}' WHERE id = $1`,
  ])('that was confirmed stays as it is: %s', async (statement) => {
    const id = await propose(await item());
    await decide(id, 'confirmed');
    await expect(client.query(statement, [id])).rejects.toMatchObject(REFUSED);
  });

  it.each([
    [`proposed_by = '${randomUUID()}'`],
    [`proposer = '{"name": "y"}'`],
    [`proposed_at = now() - interval '1 day'`],
    [`reason = 'another'`],
    [`item_id = (SELECT id FROM evidence_item WHERE id <> item_id LIMIT 1)`],
  ])('is decided as it was proposed: %s', async (change) => {
    const id = await propose(await item());
    await expect(
      client.query(
        `UPDATE evidence_removal SET state = 'confirmed', decided_by = $2, decided_at = now(), ${change} WHERE id = $1`,
        [id, decider],
      ),
    ).rejects.toMatchObject(REFUSED);
  });

  it('is never written down as decided at once, by one person, or emptied', async () => {
    const id = await propose(await item());
    await expect(decide(id, 'confirmed', proposer)).rejects.toMatchObject({ code: '23514' });
    await expect(client.query(`TRUNCATE evidence_removal`)).rejects.toMatchObject(REFUSED);
    await decide(id, 'withdrawn');
    await expect(
      client.query(
        `INSERT INTO evidence_removal SELECT (json_populate_record(r, json_build_object('id', gen_random_uuid()))).*
         FROM evidence_removal r WHERE id = $1`,
        [id],
      ),
    ).rejects.toMatchObject(REFUSED);
  });

  describe('lets go what was said of the bytes', () => {
    const written: readonly (readonly [string, string])[] = [
      [
        'evidence_claim',
        `INSERT INTO evidence_claim (id, item_id, subject, source, value, trust, chosen, recorded_at)
         VALUES (gen_random_uuid(), $1, 'time', 'manual', '{}', 'low', false, now())`,
      ],
      [
        'corroboration',
        `INSERT INTO corroboration (id, item_id, occasion, verdict, result, computed_at)
         VALUES (gen_random_uuid(), $1, 'demand', 'unknown', '{}', now())`,
      ],
      [
        'evidence_footprint',
        `INSERT INTO evidence_footprint (id, item_id, computed_at, outcome, details)
         VALUES (gen_random_uuid(), $1, now(), 'no_height', '{}')`,
      ],
    ];

    it.each(written)('%s: and nothing comes after it', async (table, insert) => {
      const id = await item();
      await client.query(insert, [id]);
      const erase = (): Promise<unknown> => client.query(`DELETE FROM ${table} WHERE item_id = $1`, [id]);
      await expect(erase()).rejects.toMatchObject(REFUSED);
      await decide(await propose(id), 'confirmed');
      await erase();
      await bury(id);
      await expect(client.query(insert, [id])).rejects.toMatchObject(REFUSED);
    });

    it('a seal’s record and free words, not its digest, and not before', async () => {
      const id = await item('sealed');
      const explanations = `(SELECT jsonb_agg(v || '{"explanation": null}' ORDER BY n)
        FROM jsonb_array_elements(verdicts) WITH ORDINALITY AS e (v, n))`;
      const clear = (also = ''): Promise<unknown> =>
        client.query(
          `UPDATE evidence_seal SET record = NULL, reason = NULL, verdicts = ${explanations}${also} WHERE item_id = $1`,
          [id],
        );
      await expect(clear()).rejects.toMatchObject(REFUSED);
      await decide(await propose(id), 'confirmed');
      for (const also of [`, record_sha256 = 'x'`, `, sealer = '{"name": "y"}'`, `, rule_set = 'y'`])
        await expect(clear(also)).rejects.toMatchObject(REFUSED);
      await expect(
        client.query(`UPDATE evidence_seal SET record = NULL, reason = NULL, verdicts = '[]' WHERE item_id = $1`, [id]),
      ).rejects.toMatchObject(REFUSED);
      await expect(client.query(`DELETE FROM evidence_seal WHERE item_id = $1`, [id])).rejects.toMatchObject(REFUSED);
      await clear();
      const { rows } = await client.query(
        `SELECT record, reason, verdicts, length(record_sha256) AS digits FROM evidence_seal WHERE item_id = $1`,
        [id],
      );
      const bare = ['A', 'B'].map((rule) => ({ rule, explanation: null }));
      expect(rows).toEqual([{ record: null, reason: null, verdicts: bare, digits: 64 }]);
    });

    it('a link only where it is the word of a gateway about the file', async () => {
      const id = await item();
      const link = (kind: string): Promise<unknown> =>
        client.query(
          `INSERT INTO evidence_link (id, item_id, kind, ref_id, snapshot, linked_at, linked_by)
           VALUES (gen_random_uuid(), $1, $2, gen_random_uuid(), '{}', now(), 'x')`,
          [id, kind],
        );
      await link('announcement');
      await link('booking');
      const erase = (kind: string): Promise<unknown> =>
        client.query(`DELETE FROM evidence_link WHERE item_id = $1 AND kind = $2`, [id, kind]);
      await expect(erase('announcement')).rejects.toMatchObject(REFUSED);
      await decide(await propose(id), 'confirmed');
      await erase('announcement');
      await expect(erase('booking')).rejects.toMatchObject(REFUSED);
    });

    it('a measurement’s shape with the last of the items that it was taken off', async () => {
      const [first, second] = [await item(), await item()];
      const id = randomUUID();
      await client.query(
        `INSERT INTO measurement (id, kind, title, unit_id, geometry, bounds, items, inputs, method, result, uncertainty,
           measured_by, measurer, measured_at)
         SELECT $1, 'area', 'x', unit_id, '{}', '(1,1),(0,0)', $2, '{"a": 1}', 'ELLIPSOID_AREA', '{"mu": 1}', '{}', id,
           '{"name": "x"}', now() FROM app_user WHERE id = $3`,
        [id, JSON.stringify([first, second].map((itemId) => ({ role: 'source', itemId, sha256: 'x' }))), proposer],
      );
      const clear = (also = ''): Promise<unknown> =>
        client.query(
          `UPDATE measurement SET title = NULL, geometry = NULL, bounds = NULL, inputs = '{}'${also} WHERE id = $1`,
          [id],
        );
      await decide(await propose(first), 'confirmed');
      await expect(clear()).rejects.toMatchObject(REFUSED);
      await decide(await propose(second), 'confirmed');
      await expect(clear(`, result = '{"mu": 2}'`)).rejects.toMatchObject(REFUSED);
      await clear();
      await expect(client.query(`DELETE FROM measurement WHERE id = $1`, [id])).rejects.toMatchObject(REFUSED);
    });
  });

  /** Of two items each. */
  const together: readonly (readonly [string, string])[] = [
    [
      'measurement',
      `INSERT INTO measurement (id, kind, unit_id, items, inputs, method, result, uncertainty, measured_by, measurer, measured_at)
       SELECT gen_random_uuid(), 'height', unit_id, jsonb_build_array(jsonb_build_object('itemId', $1::text),
         jsonb_build_object('itemId', $2::text)), '{}', 'HEIGHT_DIFFERENCE', '{}', '{}', id, '{"name": "x"}', now()
       FROM app_user ORDER BY username LIMIT 1`,
    ],
    [
      'evidence_pair',
      `INSERT INTO evidence_pair (id, case_id, before_item_id, after_item_id, comparison, paired_at, paired_by, paired_by_name)
       SELECT gen_random_uuid(), (SELECT id FROM case_file LIMIT 1), $1::uuid, $2::uuid, '{}', now(), id, 'x'
       FROM app_user ORDER BY username LIMIT 1`,
    ],
  ];

  it.each(together)('lets no %s be written of it, nor of it and another', async (_, insert) => {
    const [tombstone, one, other] = [await removed(), await item(), await item()];
    await client.query(insert, [one, other]);
    for (const items of [
      [tombstone, one],
      [one, tombstone],
    ])
      await expect(client.query(insert, items)).rejects.toMatchObject(REFUSED);
  });

  it.each(together)('waits for a %s under way', async (_, insert) => {
    const items = [await item(), await item()];
    const other = new Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query(insert, items);
      for (const id of items)
        await expect(
          client.query(`SELECT FROM evidence_item WHERE id = $1 FOR UPDATE NOWAIT`, [id]),
        ).rejects.toMatchObject({ code: '55P03' });
    } finally {
      await other.end();
    }
  });

  it('under way keeps a writer waiting, who then finds a tombstone', async () => {
    const id = await item();
    await decide(await propose(id), 'confirmed');
    const other = new Client({ connectionString: database.url });
    await other.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT FROM evidence_item WHERE id = $1 FOR UPDATE`, [id]);
      const late = other
        .query(
          `INSERT INTO corroboration (id, item_id, occasion, verdict, result, computed_at)
           VALUES (gen_random_uuid(), $1, 'demand', 'unknown', '{}', now())`,
          [id],
        )
        .then(
          () => 'written',
          (error: { code: string }) => error.code,
        );
      await bury(id);
      await client.query('COMMIT');
      expect(await late).toBe('42501');
    } finally {
      await other.end();
    }
  });
});
