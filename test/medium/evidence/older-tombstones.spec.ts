import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';
import { TestDatabase } from '../../support/database.js';

type Migration = (typeof MIGRATIONS)[number];
/** From then on a removal takes along what was said of the bytes. */
const TAKES_ALONG = 1764000077210;
const CLEARED = `title = NULL, file_name = '-', collectors = '[]', captured_at = NULL, captured_source = NULL, lon = NULL,
  lat = NULL, position_source = NULL, place = NULL, adcode = NULL, flags = '{}', metadata = '{}'`;

const id = {
  unit: randomUUID(),
  proposer: randomUUID(),
  decider: randomUUID(),
  caseFile: randomUUID(),
  policy: randomUUID(),
  layer: randomUUID(),
  intake: randomUUID(),
  set: randomUUID(),
  /** Removed, in the only set of bytes of its own. */
  gone: randomUUID(),
  /** Removed, of bytes that another record has too. */
  double: randomUUID(),
  standing: randomUUID(),
  aside: randomUUID(),
};
const bytesOf = (name: string): string => name.repeat(64);
const ITEMS = [
  [id.gone, bytesOf('a')],
  [id.double, bytesOf('b')],
  [id.standing, bytesOf('b')],
  [id.aside, bytesOf('c')],
] as const;
const REMOVED: readonly string[] = [id.gone, id.double];
const KEPT: readonly string[] = [id.standing, id.aside];
/** Rows of one item that go with its bytes. */
const TABLES = [
  'evidence_recheck',
  'corroboration',
  'evidence_verdict',
  'evidence_claim',
  'evidence_footprint',
  'evidence_layer_tag',
  'evidence_correction',
  'capture_set_member',
  'evidence_upload',
];

/** Tombstones from before a removal took along all that was said of the bytes. */
describe('a migration on older tombstones', () => {
  let database: TestDatabase;
  let source: DataSource;
  beforeAll(async () => {
    database = await TestDatabase.create({ migrated: false });
    const before = await migrated(MIGRATIONS.filter(({ name }) => Number(name.slice(-13)) < TAKES_ALONG));
    for (const statement of olderRows()) await before.query(statement);
    await before.destroy();
    source = await migrated(MIGRATIONS);
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  async function migrated(migrations: readonly Migration[]): Promise<DataSource> {
    const opened = new DataSource({ type: 'postgres', url: database.url, migrations: [...migrations] });
    await opened.initialize();
    await opened.runMigrations({ transaction: 'each' });
    return opened;
  }
  const ask = (sql: string): Promise<unknown> => source.query(sql);
  const sorted = (ids: readonly string[]): { item_id: string }[] =>
    ids.toSorted((a, b) => (a < b ? -1 : 1)).map((item_id) => ({ item_id }));

  it.each(TABLES)('empties %s of them, and of nothing else', async (table) => {
    expect(await ask(`SELECT DISTINCT item_id FROM ${table} ORDER BY item_id`)).toEqual(sorted(KEPT));
  });

  it('keeps of a link only what is no word of a gateway about the file', async () => {
    expect(await ask(`SELECT item_id FROM evidence_link WHERE kind = 'announcement' ORDER BY item_id`)).toEqual(
      sorted(KEPT),
    );
    expect(await ask(`SELECT item_id FROM evidence_link WHERE kind = 'booking' ORDER BY item_id`)).toEqual(
      sorted([...REMOVED, ...KEPT]),
    );
  });

  it('keeps the digest of a sealed record without the record', async () => {
    const seals = `SELECT record, reason, verdicts, length(record_sha256) AS digits FROM evidence_seal WHERE item_id = `;
    expect(await ask(`${seals}'${id.gone}'`)).toEqual([
      { record: null, reason: null, verdicts: [{ rule: 'A', explanation: null }], digits: 64 },
    ]);
    expect(await ask(`${seals}'${id.aside}'`)).toEqual([
      { record: '{"who": "张三"}', reason: 'why', verdicts: [{ rule: 'A', explanation: 'told' }], digits: 64 },
    ]);
  });

  it('lets go a pair with one of them, and the shape of what was taken off them alone', async () => {
    expect(await ask(`SELECT before_item_id AS before FROM evidence_pair`)).toEqual([{ before: id.standing }]);
    expect(
      await ask(`SELECT title, geometry, bounds, inputs, result FROM measurement ORDER BY kind, measured_at`),
    ).toEqual([
      { title: null, geometry: null, bounds: null, inputs: {}, result: { mu: 1 } },
      { title: 'x', geometry: {}, bounds: '(1,1),(0,0)', inputs: { a: 1 }, result: { mu: 1 } },
      { title: 'x', geometry: null, bounds: null, inputs: { a: 1 }, result: { mu: 1 } },
    ]);
  });

  it('takes the names off their receipts and arrivals', async () => {
    expect(await ask(`SELECT item_id, path FROM evidence_intake_file ORDER BY item_id`)).toEqual(
      sorted([...REMOVED, ...KEPT]).map(({ item_id }) => ({
        item_id,
        path: REMOVED.includes(item_id) ? `removed/${item_id}` : `DCIM/${item_id}.JPG`,
      })),
    );
  });

  it('lets a device bring their files again', async () => {
    expect(await ask(`SELECT item_id, is_first, name, fingerprint FROM arrived_media ORDER BY item_id`)).toEqual(
      sorted([...REMOVED, ...KEPT]).map(({ item_id }) =>
        REMOVED.includes(item_id)
          ? { item_id, is_first: false, name: null, fingerprint: null }
          : { item_id, is_first: true, name: 'a.jpg', fingerprint: 'f' },
      ),
    );
  });

  it('keeps what bytes said of themselves only where a record has them', async () => {
    expect(await ask(`SELECT left(sha256, 1) AS bytes FROM media_reading ORDER BY sha256`)).toEqual([
      { bytes: 'b' },
      { bytes: 'c' },
    ]);
  });
});

function olderRows(): string[] {
  const person = (userId: string, name: string): string =>
    `('${userId}', '${name}', '${name}', '${id.unit}', '{field_officer}', 'active', false, 1, now())`;
  const ofEach = (select: string): string => `${select} FROM evidence_item i`;
  const measurement = (kind: string, shape: string, itemIds: readonly string[]): string => {
    const items = JSON.stringify(itemIds.map((itemId) => ({ role: 'source', itemId, sha256: 'x' })));
    return `INSERT INTO measurement (id, kind, title, unit_id, geometry, bounds, items, inputs, method, result, uncertainty,
        measured_by, measurer, measured_at)
      VALUES (gen_random_uuid(), '${kind}', 'x', '${id.unit}', ${shape}, '${items}', '{"a": 1}', 'ELLIPSOID_AREA', '{"mu": 1}',
        '{}', '${id.proposer}', '{"name": "x"}', clock_timestamp())`;
  };
  const pair = (before: string, after: string): string =>
    `INSERT INTO evidence_pair (id, case_id, before_item_id, after_item_id, comparison, paired_at, paired_by, paired_by_name)
     VALUES (gen_random_uuid(), '${id.caseFile}', '${before}', '${after}', '{}', now(), '${id.proposer}', 'x')`;
  const seal = (itemId: string): string[] => [
    `INSERT INTO evidence_seal (id, item_id, case_id, rule_set, verdicts, acknowledged, reason, record, record_sha256,
       sealed_at, sealed_by, sealer)
     VALUES (gen_random_uuid(), '${itemId}', '${id.caseFile}', 'x', '[{"rule": "A", "explanation": "told"}]', '{}', 'why',
       '{"who": "张三"}', encode(sha256(convert_to('{"who": "张三"}', 'UTF8')), 'hex'), now(), '${id.proposer}', '{"name": "x"}')`,
    `UPDATE evidence_item SET state = 'sealed' WHERE id = '${itemId}'`,
  ];
  const remove = (itemId: string): string[] => [
    `INSERT INTO evidence_removal (id, item_id, policy_id, due_at, state, reason, proposed_by, proposer, proposed_at)
     VALUES (gen_random_uuid(), '${itemId}', '${id.policy}', now(), 'proposed', 'over', '${id.proposer}', '{"name": "x"}', now())`,
    `UPDATE evidence_removal SET state = 'confirmed', decided_by = '${id.decider}', decided_at = now()
     WHERE item_id = '${itemId}'`,
    `UPDATE evidence_item SET state = 'removed', ${CLEARED} WHERE id = '${itemId}'`,
  ];
  return [
    `INSERT INTO unit (id, tier, name, created_at) VALUES ('${id.unit}', 'county', '某县院', now())`,
    `INSERT INTO app_user (id, username, display_name, unit_id, roles, state, demonstration, access_version, created_at)
     VALUES ${person(id.proposer, 'a')}, ${person(id.decider, 'b')}`,
    `INSERT INTO case_file (id, number, title, domain, unit_id, stage, opened_at, opened_by)
     VALUES ('${id.caseFile}', '1', '河道非法排污', 'environment', '${id.unit}', 'closed', now(), '${id.proposer}')`,
    `INSERT INTO retention_policy (id, keep_months, includes_sealed, basis, valid_from, made_by, made_at)
     VALUES ('${id.policy}', 12, true, 'x', now(), '${id.proposer}', now())`,
    `INSERT INTO blob (sha256, sm3, size_bytes, media_type, place, stored_at)
     SELECT repeat(one, 64), repeat(one, 64), 3, 'image/jpeg', 'originals', now() FROM unnest('{a,b,c}'::text[]) AS one`,
    ...ITEMS.map(
      ([itemId, sha256]) =>
        `INSERT INTO evidence_item (id, kind, state, title, file_name, sha256, sha256_declared, uploader, collectors,
           received_at, flags, metadata, unit_id, uploaded_by)
         VALUES ('${itemId}', 'photo', 'received', '排污口', 'a.jpg', '${sha256}', false, '{"name": "x"}', '[]', now(), '{}', '{}',
           '${id.unit}', '${id.proposer}')`,
    ),
    `INSERT INTO media_reading (sha256, film, raster, read_at) SELECT sha256, '{"codec": "x"}', NULL, now() FROM blob`,
    ofEach(`INSERT INTO evidence_recheck (item_id, due_at, occasion) SELECT i.id, now(), 'telemetry'`),
    ofEach(`INSERT INTO corroboration (id, item_id, occasion, verdict, result, computed_at)
      SELECT gen_random_uuid(), i.id, 'demand', 'unknown', '{}', now()`),
    ofEach(`INSERT INTO evidence_claim (id, item_id, subject, source, value, trust, chosen, recorded_at)
      SELECT gen_random_uuid(), i.id, 'time', 'manual', '{}', 'low', false, now()`),
    ofEach(`INSERT INTO evidence_footprint (id, item_id, computed_at, outcome, details)
      SELECT gen_random_uuid(), i.id, now(), 'no_height', '{}'`),
    `INSERT INTO evidence_layer (id, code, version, name_zh, name_en, source, source_date, near_metres, format, crs,
       text_encoding, sha256, feature_count, unit_id, imported_by, in_force_from)
     VALUES ('${id.layer}', 'farmland', '1', '基本农田', 'farmland', 'x', '2026-01-01', 10, 'geojson', 'x', 'x',
       '${bytesOf('c')}', 1, '${id.unit}', '${id.proposer}', now())`,
    ofEach(`INSERT INTO evidence_layer_tag (id, item_id, layer_id, relation, lon, lat, tagged_at)
      SELECT gen_random_uuid(), i.id, '${id.layer}', 'outside', 116, 37, now()`),
    `INSERT INTO capture_set (id, scope, stem) VALUES ('${id.set}', 'x', 'DJI_0001')`,
    ofEach(`INSERT INTO capture_set_member (item_id, set_id, role) SELECT i.id, '${id.set}', 'visible'`),
    ofEach(`INSERT INTO evidence_upload (id, uploaded_by, state, file_name, metadata, size_bytes, item_id, started_at, expires_at)
      SELECT gen_random_uuid(), '${id.proposer}', 'kept', 'a.jpg', '{}', 3, i.id, now(), now()`),
    ...['announcement', 'booking'].map((kind) =>
      ofEach(`INSERT INTO evidence_link (id, item_id, kind, ref_id, snapshot, linked_at, linked_by)
        SELECT gen_random_uuid(), i.id, '${kind}', gen_random_uuid(), '{}', now(), 'x'`),
    ),
    `INSERT INTO evidence_intake (id, state, unit_id, collectors, opened_by, opened_at)
     VALUES ('${id.intake}', 'open', '${id.unit}', '[]', '${id.proposer}', now())`,
    ofEach(`INSERT INTO evidence_intake_file (intake_id, path, state, item_id, received_at)
      SELECT '${id.intake}', 'DCIM/' || i.id || '.JPG', 'kept', i.id, now()`),
    ofEach(`INSERT INTO stored_object (id, object_key, sha256, sm3, md5, etag, size_bytes, media_type, first_put_at, last_put_at,
        unit_id, user_id)
      SELECT i.id, i.id, i.sha256, i.sha256, repeat('0', 32), 'x', 3, 'image/jpeg', now(), now(), i.unit_id, i.uploaded_by`),
    ofEach(`INSERT INTO arrived_media (object_id, item_id, unit_id, sha256, md5, is_first, reported_by, name, fingerprint, taken_at)
      SELECT i.id, i.id, i.unit_id, i.sha256, repeat('0', 32), i.id <> '${id.double}', 'pilot', 'a.jpg', 'f', now()`),
    pair(id.gone, id.aside),
    pair(id.aside, id.double),
    pair(id.standing, id.aside),
    measurement('area', `'{}', '(1,1),(0,0)'`, REMOVED),
    measurement('area', `'{}', '(1,1),(0,0)'`, [id.gone, id.standing]),
    measurement('height', `NULL, NULL`, []),
    ...ITEMS.flatMap(([itemId]) => seal(itemId)),
    ofEach(`INSERT INTO evidence_correction (id, item_id, text, corrected_at, corrected_by, corrector)
      SELECT gen_random_uuid(), i.id, '拍摄人误记为李明', now(), '${id.proposer}', '{"name": "x"}'`),
    ...REMOVED.flatMap(remove),
  ];
}
