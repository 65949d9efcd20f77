import type { EntityMetadata, ObjectLiteral } from 'typeorm';

interface Insert {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** The statement that inserts these rows; for the same entity and number of rows its text is the same. */
export function insertOf(metadata: EntityMetadata, rows: readonly ObjectLiteral[]): Insert {
  const { columns, tableName, connection } = metadata;
  const values = rows.flatMap((row) =>
    columns.map((column) => connection.driver.preparePersistentValue(column.getEntityValue(row), column) as unknown),
  );
  return { name: `insert.${tableName}.${rows.length}`, text: textOf(metadata, rows.length), values };
}

function textOf({ columns, tableName }: EntityMetadata, rows: number): string {
  const names = columns.map(({ databaseName }) => `"${databaseName}"`).join(', ');
  const places = Array.from({ length: rows }, (_, row) => {
    const own = columns.map((__, column) => `$${row * columns.length + column + 1}`);
    return `(${own.join(', ')})`;
  });
  return `INSERT INTO "${tableName}" (${names}) VALUES ${places.join(', ')}`;
}
