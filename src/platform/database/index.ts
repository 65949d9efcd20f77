export { DATABASE_ADDRESS, DatabaseModule, HOT_POOL, dataSourceOptions } from './database.module.js';
export { Tx } from './tx.js';
export { UnitOfWork } from './unit-of-work.js';
export { decodeCursor, encodeCursor, idInCursor, keysetPage, numberInCursor } from './paging.js';
export type { Page } from './paging.js';
export { period, periodLiteral } from './ranges.js';
export type { Period } from './ranges.js';
export { StartGuard } from './start-guard.js';
export { EmbeddedPostgres, EmbeddedPostgresError } from './embedded-postgres.js';
