import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { PlatformErrors } from '../errors/index.js';
import { ENDPOINT, type EndpointOptions } from './endpoint.js';

/** Refuses a body that nobody reads: only JSON is parsed, and only an endpoint that `consumes` something else reads that. */
@Injectable()
export class MediaTypeInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    const endpoint = this.reflector.get<EndpointOptions | undefined>(ENDPOINT, context.getHandler());
    if (!endpoint?.consumes && hasBody(request) && request.body === undefined)
      throw PlatformErrors.UNSUPPORTED_MEDIA_TYPE();
    return next.handle();
  }
}

function hasBody({ headers }: Request): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}
