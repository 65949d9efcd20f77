import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LogKeyLost } from '../../../src/evidence/log/log.keys.js';
import { inclusionPath } from '../../../src/evidence/log/merkle.rules.js';
import { parseNote } from '../../../src/evidence/log/signed-note.rules.js';
import { SYSTEM } from '../../../src/platform/index.js';
import { type LogInstance, LogInstallation } from '../../support/log-installation.js';
import { merkleTreeHash, verifyConsistency, verifyInclusion } from '../../support/rfc9162.js';

const fact = (subjectId = randomUUID()) => ({ kind: 'preserved', subjectId, content: { size: 1 } }) as const;

describe('the transparency log in the database', () => {
  let log: LogInstallation;
  let one: LogInstance;
  let two: LogInstance;

  beforeAll(async () => {
    log = await LogInstallation.create();
    [one, two] = [await log.instance(), await log.instance()];
  });
  afterAll(() => log.stop());

  const count = async (table: string): Promise<number> => {
    const rows = await one.unitOfWork.read((tx) => tx.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`));
    return Number(rows[0]?.n);
  };
  const settle = async (): Promise<void> => {
    do await Promise.all([one.sequencer.catchUp(), two.sequencer.catchUp()]);
    while ((await count('log_waiting')) > 0);
  };

  it('signs the empty tree first', async () => {
    await settle();
    expect(await log.verify(one)).toBe(0);
    expect(await count('log_checkpoint')).toBe(1);
  });

  it('gives fifty at once, of two instances, places without a gap; those that were rolled back have none', async () => {
    const entered = await Promise.all(
      Array.from({ length: 50 }, async (_, number) => {
        const { unitOfWork, journal, sequencer } = number % 2 ? one : two;
        const subjectId = randomUUID();
        const work = unitOfWork.run(SYSTEM, async (tx) => {
          await journal.enter(tx, fact(subjectId));
          await tx.query(`SELECT pg_sleep($1)`, [((number * 37) % 20) / 100]);
          if (number % 5 === 0) throw new Error('changed my mind');
        });
        const committed = await work.then(
          () => true,
          () => false,
        );
        await sequencer.catchUp();
        return committed ? [subjectId] : [];
      }),
    );
    await settle();
    expect(await log.verify(two)).toBe(40);
    const placed = await one.unitOfWork.read((tx) =>
      Promise.all(entered.flat().map((subjectId) => log.repository.entriesOf(tx, subjectId))),
    );
    expect(placed.flat().map(({ index }) => index)).not.toContain(null);
    expect(new Set(placed.flat().map(({ index }) => index)).size).toBe(40);
    expect(entered.flat()).toHaveLength(40);
    expect(await count('log_entry')).toBe(40);
    expect(await count('log_checkpoint')).toBeGreaterThan(2);
  });

  it('proves every entry in every head that was signed, and every head from every earlier one', async () => {
    await one.unitOfWork.read(async (tx) => {
      const leaves = await tx.query<{ leaf: Buffer; hash: Buffer }>(
        `SELECT e.leaf, e.leaf_hash AS hash FROM log_leaf l JOIN log_entry e USING (leaf_hash) ORDER BY l.index`,
      );
      const heads = await tx.query<{ size: number; root: Buffer }>(
        `SELECT size::float8 AS size, root FROM log_checkpoint WHERE size > 0 ORDER BY log_checkpoint.size`,
      );
      for (const { size, root } of heads) {
        for (const [leafIndex, { hash: leafHash }] of leaves.slice(0, size).entries()) {
          const path = await one.tree.inclusion(tx, leafIndex, size);
          expect(path).toHaveLength(inclusionPath(leafIndex, size).length);
          expect(verifyInclusion({ leafHash, leafIndex, treeSize: size, path, root })).toBe(true);
        }
        for (const earlier of heads.filter((head) => head.size <= size)) {
          const path = await one.tree.consistency(tx, earlier.size, size);
          const sizes = { first: earlier.size, second: size, firstHash: earlier.root, secondHash: root };
          expect(verifyConsistency({ ...sizes, path })).toBe(true);
        }
      }
      expect(merkleTreeHash(leaves.map(({ leaf }) => leaf))).toEqual(heads.at(-1)?.root);
    });
  });

  it.each([
    `UPDATE log_entry SET leaf = leaf`,
    `DELETE FROM log_entry`,
    `TRUNCATE log_entry CASCADE`,
    `UPDATE log_leaf SET index = index`,
    `DELETE FROM log_leaf`,
    `UPDATE log_node SET hash = hash`,
    `DELETE FROM log_node`,
    `UPDATE log_checkpoint SET note = note`,
    `DELETE FROM log_checkpoint`,
    `TRUNCATE log_checkpoint CASCADE`,
    `UPDATE log_key SET name = name`,
    `DELETE FROM log_key`,
    `UPDATE log_waiting SET leaf_hash = leaf_hash`,
    `TRUNCATE log_waiting`,
  ])('refuses %s', async (statement) => {
    await expect(log.database.execute(statement)).rejects.toMatchObject({ code: '42501' });
  });

  const leafFor = (index: string): string =>
    `WITH e AS (INSERT INTO log_entry (id, kind, subject_id, salt, leaf, entered_at)
       VALUES (gen_random_uuid(), 'preserved', gen_random_uuid(), sha256('s'), uuid_send(gen_random_uuid()), now())
       RETURNING leaf_hash)
     INSERT INTO log_leaf (index, leaf_hash) SELECT ${index}, leaf_hash FROM e`;

  it.each([
    ['a gap', leafFor('(SELECT max(index) + 2 FROM log_leaf)'), 'log_leaf_previous_fkey'],
    ['a second leaf in one place', leafFor('(SELECT max(index) FROM log_leaf)'), 'log_leaf_pkey'],
    ['a place before the first', leafFor('-1'), 'log_leaf_index_check'],
    [
      'one entry in two places',
      `INSERT INTO log_leaf (index, leaf_hash) SELECT max(index) + 1, (SELECT leaf_hash FROM log_leaf WHERE index = 0) FROM log_leaf`,
      'log_leaf_leaf_hash_key',
    ],
    [
      'a second root for one size',
      `INSERT INTO log_checkpoint (size, root, note, key_number, signed_at) SELECT max(size), sha256('x'), 'x', 1, now() FROM log_checkpoint`,
      'log_checkpoint_pkey',
    ],
    [
      'a checkpoint of more than there is',
      `INSERT INTO log_checkpoint (size, root, note, key_number, signed_at) SELECT max(size) + 1, sha256('x'), 'x', 1, now() FROM log_checkpoint`,
      'log_checkpoint_leaf_fkey',
    ],
    [
      'a second head of a subtree',
      `INSERT INTO log_node (level, index, hash) SELECT level, index, sha256('x') FROM log_node LIMIT 1`,
      'log_node_pkey',
    ],
  ])('refuses %s', async (_, statement, constraint) => {
    await expect(log.database.execute(statement)).rejects.toMatchObject({ constraint });
  });

  it('does not let an entry that waits be forgotten', async () => {
    await one.unitOfWork.run(SYSTEM, (tx) => one.journal.enter(tx, fact()));
    await expect(log.database.execute(`DELETE FROM log_waiting`)).rejects.toMatchObject({ code: '42501' });
    await settle();
    expect(await log.verify(one)).toBe(41);
  });

  it('hands over to a new key under the hands of both, then goes on with the new one alone, in every instance', async () => {
    const [old] = await one.unitOfWork.read((tx) => log.repository.keys(tx));
    const next = await one.rotation.rotate();
    const signersOf = async (): Promise<string[]> => {
      const head = await one.unitOfWork.read((tx) => log.repository.latestCheckpoint(tx));
      return (parseNote(head?.note ?? '')?.signatures ?? []).map(({ keyId }) => keyId);
    };
    await settle();
    expect(await signersOf()).toEqual([next?.keyId, old?.keyId]);
    await two.unitOfWork.run(SYSTEM, (tx) => two.journal.enter(tx, fact()));
    await settle();
    expect(await signersOf()).toEqual([next?.keyId]);
    expect(await log.verify(two)).toBe(43);
  });

  it('signs nothing without the private half of its key, and goes on when a new one is made', async () => {
    // Of an installation of its own, where no other instance has anything to look for meanwhile.
    const own = await LogInstallation.create();
    const whole = await own.instance();
    await whole.sequencer.catchUp();
    const elsewhere = await own.instance(mkdtempSync(join(tmpdir(), 'skydocket-no-key-')));
    await elsewhere.unitOfWork.run(SYSTEM, (tx) => elsewhere.journal.enter(tx, fact()));
    await expect(elsewhere.sequencer.catchUp()).rejects.toThrow(LogKeyLost);
    await whole.sequencer.catchUp();
    expect(await own.verify(whole)).toBe(1);
    await own.stop();
  });

  it('adds nothing to a tree that was tampered with', async () => {
    await log.database.execute(
      `ALTER TABLE log_node DISABLE TRIGGER log_node_append_only;
       UPDATE log_node SET hash = sha256('forged') WHERE level = 5 AND index = 0;
       ALTER TABLE log_node ENABLE TRIGGER log_node_append_only`,
    );
    await one.unitOfWork.run(SYSTEM, (tx) => one.journal.enter(tx, fact()));
    await expect(one.sequencer.catchUp()).rejects.toThrow('no longer has the root that was signed for 43');
    expect(await count('log_waiting')).toBe(1);
  });
});
