import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource, type EntityMetadata } from 'typeorm';
import { UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';

interface LiveColumn {
  readonly column_name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** Names that TypeORM and PostgreSQL give to the same type. */
const SAME_TYPE: Readonly<Record<string, string>> = {
  timestamptz: 'timestamp with time zone',
  int: 'integer',
  varchar: 'character varying',
  bool: 'boolean',
  float8: 'double precision',
};

/** Entities must say what the migrated database is: columns, types, nullability. The rest of the schema is docs/generated/schema.sql. */
describe('schema drift', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ seeded: false });
  });
  afterAll(() => app.stop());

  it('finds entities and live tables equal', async () => {
    const entities = app.get(DataSource).entityMetadatas;
    expect(entities.length).toBeGreaterThan(2);
    for (const entity of entities)
      expect({ [entity.tableName]: declared(entity) }).toEqual({ [entity.tableName]: await live(entity.tableName) });
  });

  async function live(table: string): Promise<Record<string, string>> {
    const columns = await app.get(UnitOfWork).read((tx) =>
      tx.query<LiveColumn>(
        `SELECT a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
         FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
        [table],
      ),
    );
    return sorted(columns.map(({ column_name, type, nullable }) => [column_name, type + (nullable ? ' null' : '')]));
  }
});

function declared(entity: EntityMetadata): Record<string, string> {
  return sorted(
    entity.columns.map(({ databaseName, type, isArray, isNullable }) => {
      const name = SAME_TYPE[String(type)] ?? String(type);
      return [databaseName, name + (isArray ? '[]' : '') + (isNullable ? ' null' : '')];
    }),
  );
}

function sorted(entries: (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
