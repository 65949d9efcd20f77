import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Response } from 'express';
import { type AppError, asAppError, fillIn, PlatformErrors } from '../errors/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import type { AuthenticatedRequest } from './endpoint.js';
import { isMapPath, isPilotPath, pilotRefusal } from './pilot-interface.js';
import { RouteTable } from './route-table.js';

/** RFC 9457 document of a refusal. */
export function problemOf(error: AppError, requestId: string, language: 'zh' | 'en'): Record<string, unknown> {
  return {
    ...error.details,
    type: `urn:skydocket:error:${error.code}`,
    title: fillIn(error.entry[language], error.details),
    status: error.entry.status,
    code: error.code,
    requestId,
  };
}

/** What asks a program for maps for a name and a password. [RFC 7617 §2.1] */
const BASIC = 'Basic realm="Skydocket", charset="UTF-8"';

/** Answers every HTTP error as problem+json, and logs it once at the level of its catalogue entry. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly routes: RouteTable,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<AuthenticatedRequest>(), http.getResponse<Response>());
  }

  answer(thrown: unknown, request: AuthenticatedRequest, response: Response): void {
    // Only the router throws this: our own refusals are AppErrors.
    const methods = thrown instanceof NotFoundException ? this.routes.methodsAt(request.path) : [];
    const error = methods.length > 0 ? PlatformErrors.METHOD_NOT_ALLOWED({}, thrown) : asAppError(thrown);
    this.logger[error.entry.level](
      { code: error.code, ...(error.entry.level === 'error' && { err: error.cause ?? error }) },
      error.message,
    );
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const language = request.acceptsLanguages('zh', 'en') === 'zh' ? 'zh' : 'en';
    if (methods.length > 0) response.setHeader('Allow', methods.join(', '));
    const { retryAfterSeconds } = error.details;
    if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', String(retryAfterSeconds));
    if (error.entry.status === 401)
      response.setHeader('WWW-Authenticate', isMapPath(request.path) ? ['Bearer', BASIC] : 'Bearer');
    response.status(error.entry.status);
    if (isPilotPath(request.path)) {
      response.json(pilotRefusal(error, request.requestId, language));
      return;
    }
    response.type('application/problem+json').send(JSON.stringify(problemOf(error, request.requestId, language)));
  }
}
