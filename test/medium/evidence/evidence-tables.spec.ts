import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { TestDatabase } from '../../support/database.js';

const SHA256 = 'a'.repeat(64);

describe('the tables of evidence', () => {
  let database: TestDatabase;
  let client: Client;
  const itemId = randomUUID();

  beforeAll(async () => {
    database = await TestDatabase.create({ seeded: true });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `INSERT INTO blob (sha256, sm3, size_bytes, media_type, place, stored_at) VALUES ($1, $1, 3, 'text/plain', 'originals', now())`,
      [SHA256],
    );
    await insertItem({ id: itemId });
    await client.query(
      `INSERT INTO evidence_custody_event (id, item_id, event, at, actor_kind, actor_id, actor, details)
       VALUES ($1, $2, 'received', now(), 'user', 'x', '{"name":"x"}', '{}')`,
      [randomUUID(), itemId],
    );
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const insertItem = (over: Record<string, unknown>): Promise<unknown> => {
    const columns: Record<string, unknown> = {
      kind: 'document',
      state: 'received',
      file_name: 'a.txt',
      sha256: SHA256,
      sha256_declared: false,
      uploader: { name: 'x' },
      collectors: '[]',
      received_at: new Date(),
      flags: [],
      metadata: {},
      ...over,
    };
    const names = Object.keys(columns);
    const values = names.map((_, index) => `$${index + 1}`).join(', ');
    return client.query(
      `INSERT INTO evidence_item (${names.join(', ')}, unit_id, uploaded_by)
       SELECT ${values}, u.unit_id, u.id FROM app_user u ORDER BY u.username LIMIT 1`,
      Object.values(columns),
    );
  };

  it.each([
    ['UPDATE evidence_custody_event SET event = event'],
    ['DELETE FROM evidence_custody_event'],
    ['TRUNCATE evidence_custody_event'],
    ['UPDATE evidence_claim SET trust = trust'],
    ['UPDATE evidence_link SET kind = kind'],
    ['TRUNCATE evidence_link'],
    ['DELETE FROM evidence_seal'],
    ['DELETE FROM measurement'],
    ['UPDATE evidence_correction SET text = text'],
    ['DELETE FROM evidence_removal'],
    ['TRUNCATE evidence_item CASCADE'],
    ['UPDATE corroboration SET verdict = verdict'],
    ['TRUNCATE corroboration'],
    ['TRUNCATE evidence_claim'],
    ['UPDATE legal_hold SET reason = reason'],
    ['DELETE FROM legal_hold_release'],
    ['DELETE FROM evidence_quarantine'],
    ['UPDATE blob SET media_type = media_type'],
  ])('refuse %s', async (statement) => {
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    ['evidence_item_kind_check', { kind: 'hologram' }],
    ['evidence_item_position_check', { lon: 116, lat: 38 }],
    ['evidence_item_lat_check', { lon: 116, lat: 91, position_source: 'manual' }],
    ['evidence_item_captured_check', { captured_at: new Date() }],
    ['evidence_item_device_check', { device_found_by: 'serial' }],
    ['evidence_item_blob_fkey', { sha256: 'b'.repeat(64) }],
  ])('refuse an item against %s', async (constraint, over) => {
    await expect(insertItem({ id: randomUUID(), ...over })).rejects.toMatchObject({ constraint });
  });

  /** Every column is one of the two; a new one must be judged: does it tell something of the bytes that have gone? */
  const KEPT_OF_A_TOMBSTONE =
    'id kind state sha256 sha256_declared unit_id uploaded_by uploader uploader_device_id idempotency_key received_at ' +
    'device_id device_found_by declared_device_id flight_id';
  const CLEARED_OF_A_TOMBSTONE =
    'title file_name collectors captured_at captured_source lon lat position_source place adcode flags metadata';
  it('say of every column of an item what a tombstone does with it', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'evidence_item'::regclass AND attnum > 0 AND NOT attisdropped`,
    );
    const named = `${KEPT_OF_A_TOMBSTONE} ${CLEARED_OF_A_TOMBSTONE}`.split(' ');
    const byName = (a: string, b: string): number => (a < b ? -1 : 1);
    expect(rows.map(({ name }) => name).sort(byName)).toEqual(named.sort(byName));
  });

  it('refuse a blob whose name is no digest, or that is empty', async () => {
    const blob = (sha256: string, size: number): Promise<unknown> =>
      client.query(
        `INSERT INTO blob (sha256, sm3, size_bytes, media_type, place, stored_at) VALUES ($1, $2, $3, 'text/plain', 'originals', now())`,
        [sha256, SHA256, size],
      );
    await expect(blob('../../etc/passwd', 1)).rejects.toMatchObject({ constraint: 'blob_sha256_check' });
    await expect(blob('c'.repeat(64), 0)).rejects.toMatchObject({ constraint: 'blob_size_bytes_check' });
  });

  it('find an item in a box by the index on positions', async () => {
    await insertItem({ id: randomUUID(), lon: 116.5, lat: 37.9, position_source: 'manual' });
    await client.query('SET enable_seqscan = off');
    const plan = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM evidence_item i WHERE point(i.lon, i.lat) <@ '(117,38),(116,37)'::box AND i.lon IS NOT NULL`,
    );
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('evidence_item_position_idx');
  });
});
