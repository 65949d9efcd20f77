import { HttpException } from '@nestjs/common';
import { AppError } from './app-error.js';
import { databaseFault } from './database-faults.js';
import { PlatformErrors } from './platform.errors.js';

const BY_STATUS: Readonly<Record<number, keyof typeof PlatformErrors>> = {
  400: 'VALIDATION_FAILED',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'ROUTE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
};

/** Errors of body-parser and friends: plain objects with a status and a type. */
interface ParserError {
  readonly type?: string;
  readonly status?: number;
}

/** Of a socket, whoever was at its other end. */
const CONNECTION_LOST = /^(ECONN|EPIPE|ETIMEDOUT)/;

/** Connection exceptions and operator intervention. [PostgreSQL, appendix A] */
const DATABASE_AWAY = /^(08|57P0)/;

/**
 * Values that no column of the type can hold (NUL in text, a number or an instant out of range, text that is no value
 * of the type): nothing the caller meant can match them. Validation should have refused them. [PostgreSQL, appendix A]
 */
const UNSTORABLE: ReadonlySet<string> = new Set(['22021', '22P05', '22P02', '22003', '22007', '22008']);

/** Serialisation failure, deadlock, and a lock that was not to be had in time: the same work may succeed later. */
const LOST_TO_ANOTHER: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);

/** Turns whatever was thrown into the one error that every edge (HTTP, sockets, broker) can answer with. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HttpException) return PlatformErrors[BY_STATUS[error.getStatus()] ?? 'INTERNAL']({}, error);
  const { type, status } = error as ParserError;
  if (type === 'entity.parse.failed') return PlatformErrors.MALFORMED_JSON({}, error);
  if (typeof status === 'number' && BY_STATUS[status]) return PlatformErrors[BY_STATUS[status]]({}, error);
  const fault = databaseFault(error);
  const sqlState = fault?.sqlState ?? '';
  if (LOST_TO_ANOTHER.has(sqlState)) return PlatformErrors.CONFLICT({}, error);
  if (UNSTORABLE.has(sqlState)) return PlatformErrors.VALIDATION_FAILED({}, error);
  if (isDatabaseAway(error, sqlState)) return PlatformErrors.SERVICE_UNAVAILABLE({ service: 'database' }, error);
  if (CONNECTION_LOST.test((error as { code?: string }).code ?? ''))
    return PlatformErrors.SERVICE_UNAVAILABLE({}, error);
  return PlatformErrors.INTERNAL({}, error);
}

/** The driver's own words for a lost or unobtainable connection carry no code. */
function isDatabaseAway(error: unknown, sqlState: string): boolean {
  return (
    DATABASE_AWAY.test(sqlState) ||
    (error instanceof Error &&
      /Connection terminated|timeout exceeded when trying to connect|timeout expired/.test(error.message))
  );
}
