import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { catchError, from, mergeMap, type Observable, of, throwError } from 'rxjs';
import { type Actor } from '../actor.js';
import { RequestWork, requestWork } from '../database/index.js';
import { PlatformErrors } from '../errors/index.js';
import { type AuthenticatedRequest, ENDPOINT, type EndpointOptions } from './endpoint.js';
import { type Answer, type Claim, KeptAnswers, type KeyScope } from './kept-answers.js';

interface Post {
  readonly actor: Actor;
  readonly request: AuthenticatedRequest;
  readonly response: Response;
  readonly endpoint: EndpointOptions | undefined;
}

/**
 * `Idempotency-Key` on POST: the same actor, route and key within 24 h gets the first answer again;
 * another body is refused, and so is a second request while the first one runs. The answer is committed with the work:
 * whatever dies afterwards, the work is not done twice.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly answers: KeptAnswers,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const endpoint = this.reflector.get<EndpointOptions | undefined>(ENDPOINT, context.getHandler());
    const { actor } = request;
    if (request.method !== 'POST' || endpoint?.idempotent === false || !actor) return next.handle();
    const post: Post = { actor, request, response: context.switchToHttp().getResponse<Response>(), endpoint };
    const key = request.get('idempotency-key');
    if (key) return this.runOnce(post, scopeOf(post, key), next);
    if (actor.apiKeyId) throw PlatformErrors.IDEMPOTENCY_KEY_REQUIRED();
    // Without a key, too, so that a work that gives no answer shows before somebody relies on one.
    return within(new RequestWork(nameOf(post), actor, async (_, result) => void answerOf(post, result)), next);
  }

  private runOnce(post: Post, scope: KeyScope, next: CallHandler): Observable<unknown> {
    return from(this.answers.claim(scope)).pipe(
      mergeMap((known) =>
        'answer' in known ? replay(known.answer, post.response) : this.runClaimed(post, known.claim, next),
      ),
    );
  }

  private runClaimed(post: Post, claim: Claim, next: CallHandler): Observable<unknown> {
    let kept: Answer | undefined;
    const work = new RequestWork(nameOf(post), post.actor, async (tx, result) => {
      kept = answerOf(post, result);
      await this.answers.keepWith(tx, claim, kept);
    });
    return within(work, next).pipe(
      mergeMap(async (body: unknown) => {
        // Not the handler's own: every caller gets the same answer, the first one too.
        if (work.isCommitted) return kept?.body;
        await this.answers.keepAlone(claim, { status: post.response.statusCode, body });
        return body;
      }),
      catchError((error: unknown) => from(this.answers.release(claim)).pipe(mergeMap(() => throwError(() => error)))),
    );
  }
}

function within(work: RequestWork, next: CallHandler): Observable<unknown> {
  return requestWork.run(work, () => next.handle());
}

/** What the request is answered, from what its transaction gave. @throws Error when that is not what is declared */
function answerOf({ endpoint, response, ...post }: Post, result: unknown): Answer {
  const { statusCode: status } = response;
  if (!endpoint?.response) return { status, body: null };
  const parsed = endpoint.response.safeParse(result);
  if (parsed.success) return { status, body: parsed.data };
  throw new Error(`the transaction of ${nameOf({ endpoint, response, ...post })} does not give the declared answer`, {
    cause: parsed.error,
  });
}

function scopeOf(post: Post, key: string): KeyScope {
  const { actor, request } = post;
  return {
    actorId: actor.id,
    route: `${nameOf(post)} ${JSON.stringify(request.params)}`,
    keySha256: createHash('sha256').update(key).digest('hex'),
    bodySha256: createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest(),
  };
}

/** What the router matched: other spellings of the same address are the same route. */
function nameOf({ request }: Post): string {
  return `${request.method} ${(request.route as { path: string }).path}`;
}

function replay({ status, body }: Answer, response: Response): Observable<unknown> {
  response.status(status).setHeader('Idempotency-Replayed', 'true');
  return of(body);
}
