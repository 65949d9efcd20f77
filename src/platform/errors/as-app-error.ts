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

const CONNECTION_LOST = /^(ECONN|EPIPE|ETIMEDOUT|57P0|08)/;

/** Turns whatever was thrown into the one error that every edge (HTTP, sockets, broker) can answer with. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HttpException) return PlatformErrors[BY_STATUS[error.getStatus()] ?? 'INTERNAL']({}, error);
  const { type, status } = error as ParserError;
  if (type === 'entity.parse.failed' || error instanceof SyntaxError) return PlatformErrors.MALFORMED_JSON({}, error);
  if (typeof status === 'number' && BY_STATUS[status]) return PlatformErrors[BY_STATUS[status]]({}, error);
  const fault = databaseFault(error);
  if (fault?.sqlState === '40001' || fault?.sqlState === '40P01') return PlatformErrors.CONFLICT({}, error);
  // 22021, 22P05: a NUL or another character that text columns cannot hold; nothing the caller meant can match it.
  if (fault?.sqlState === '22021' || fault?.sqlState === '22P05') return PlatformErrors.VALIDATION_FAILED({}, error);
  if (isConnectionLoss(error, fault?.sqlState))
    return PlatformErrors.SERVICE_UNAVAILABLE({ service: 'database' }, error);
  return PlatformErrors.INTERNAL({}, error);
}

function isConnectionLoss(error: unknown, sqlState: string | undefined): boolean {
  const code = sqlState ?? (error as { code?: string }).code ?? '';
  return (
    CONNECTION_LOST.test(code) ||
    (error instanceof Error && /Connection terminated|timeout exceeded when trying to connect/.test(error.message))
  );
}
