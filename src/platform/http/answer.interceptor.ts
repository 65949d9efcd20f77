import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import { ENDPOINT, type EndpointOptions } from './endpoint.js';

/** Lets only the declared fields of an answer leave. An answer that does not fit its declaration is our fault: 500. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const endpoint = this.reflector.get<EndpointOptions | undefined>(ENDPOINT, context.getHandler());
    const schema = endpoint?.response;
    return schema ? next.handle().pipe(map((answer: unknown) => schema.parse(answer))) : next.handle();
  }
}
