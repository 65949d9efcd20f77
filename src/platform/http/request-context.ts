import { randomUUID } from 'node:crypto';
import type { NextFunction, Response } from 'express';
import { requestContext } from '../logging/index.js';
import type { AuthenticatedRequest } from './endpoint.js';

const ACCEPTED_ID = /^[\w.-]{8,64}$/;

/** Gives each request an id (the caller's own X-Request-Id when it is a plain word) that logs, audit and problems carry. */
export function nameRequest(request: AuthenticatedRequest, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  const requestId = given && ACCEPTED_ID.test(given) ? given : randomUUID();
  request.requestId = requestId;
  response.setHeader('X-Request-Id', requestId);
  requestContext.run({ requestId }, next);
}
