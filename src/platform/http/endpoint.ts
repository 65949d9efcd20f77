import {
  applyDecorators,
  createParamDecorator,
  Delete,
  type ExecutionContext,
  Get,
  Head,
  HttpCode,
  Options,
  Patch,
  Post,
  Put,
  SetMetadata,
} from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Actor } from '../actor.js';

const VERBS = { GET: Get, HEAD: Head, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete, OPTIONS: Options } as const;

/**
 * Who may call: a verb of the permission table, `public`, `operations` (loopback or the operations secret), `broker`
 * (the broker's secret; loopback where there is none), or `guest` (the pass of a guest, which opens nothing else).
 */
export type EndpointRule = 'public' | 'operations' | 'broker' | 'guest' | (string & {});

export interface EndpointOptions {
  readonly method: keyof typeof VERBS;
  readonly path?: string;
  readonly permission: EndpointRule;
  readonly summary: string;
  /** Success status; 200, or 201 for POST, unless said otherwise. */
  readonly status?: number;
  /** Shape of the JSON answer; fields beyond it never leave. Absent: the handler writes the response itself. */
  readonly response?: z.ZodType;
  /** Media type of an answer that is not JSON. */
  readonly produces?: string;
  /** A body that is not JSON, for the documentation: its media type and parts. */
  readonly consumes?: { readonly mediaType: string; readonly schema: z.ZodType };
  /** Codes from the error catalogue that callers should be ready for. */
  readonly errors?: readonly string[];
  /**
   * A POST is carried out once under an `Idempotency-Key`: its service works in one transaction, which gives the answer.
   * False where a repeated call must run again (log-in), an answer may not be kept (a secret), or the body is a stream.
   */
  readonly idempotent?: boolean;
}

export const ENDPOINT = 'skydocket:endpoint';

/** Declares a route with its rule, documentation and answer. A route without it stops the start. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  // A body that is not parsed cannot be told from another one: such an endpoint keeps keys itself, with what it read.
  if (options.method === 'POST' && options.consumes && options.idempotent !== false)
    throw new Error(`POST ${options.path ?? ''} takes ${options.consumes.mediaType}: say idempotent: false`);
  const status = options.status ?? (options.method === 'POST' ? 201 : 200);
  return applyDecorators(
    VERBS[options.method](options.path ?? ''),
    HttpCode(status),
    SetMetadata(ENDPOINT, { ...options, status }),
  );
}

export interface AuthenticatedRequest extends Request {
  actor?: Actor;
  requestId: string;
}

/** The authenticated caller. Only on endpoints whose rule is not `public`. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!actor) throw new Error('no actor: the endpoint is public');
  return actor;
});
