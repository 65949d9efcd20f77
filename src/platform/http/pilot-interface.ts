import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { map, type Observable } from 'rxjs';
import { type AppError, fillIn } from '../errors/index.js';

/** Where DJI Pilot 2 calls: it appends its own paths to the host, so they stand at the root. */
const PILOT_PATH = /^\/(manage|media|storage|map|wayline)\//i;

/** Where programs for maps ask: many of them know no other log-in than a name and a password. */
const MAP_PATH = /^\/ogc(\/|$)/i;

/** What DJI Pilot 2 reads of every answer; `code` 0 is success. */
export interface PilotEnvelope {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

/** Whether programs for maps ask here. */
export function isMapPath(path: string): boolean {
  return MAP_PATH.test(path);
}

/** Whether this address belongs to what DJI Pilot 2 calls. */
export function isPilotPath(path: string): boolean {
  return PILOT_PATH.test(path);
}

/**
 * Pilot shows its token in a header of its own; our tools, and tests, in the usual one. A program for maps may show an API
 * key as the password of any name. [RFC 7617 §2]
 */
export function authorizationOf(request: Request): string | undefined {
  const basic = isMapPath(request.path)
    ? /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(request.get('authorization') ?? '')
    : null;
  if (basic)
    return `Bearer ${Buffer.from(basic[1] ?? '', 'base64')
      .toString('utf8')
      .replace(/^[^:]*:/, '')}`;
  const token = isPilotPath(request.path) ? request.get('x-auth-token') : undefined;
  return token === undefined ? request.get('authorization') : `Bearer ${token}`;
}

export function pilotAnswer(data: unknown): PilotEnvelope {
  return { code: 0, message: 'success', data: data ?? {} };
}

/** A refusal as Pilot shows it; it logs out on status 401 and shows the message on any other. Our own code stays readable. */
export function pilotRefusal(error: AppError, requestId: string, language: 'zh' | 'en'): PilotEnvelope {
  const { code, details, entry } = error;
  return { code: entry.status, message: fillIn(entry[language], details), data: { ...details, code, requestId } };
}

/** Puts what handlers at Pilot's addresses give into Pilot's envelope. A handler that writes its answer itself is left alone. */
@Injectable()
export class PilotEnvelopeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const { path } = context.switchToHttp().getRequest<Request>();
    return isPilotPath(path) ? next.handle().pipe(map(pilotAnswer)) : next.handle();
  }
}
