import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { catchError, from, mergeMap, type Observable, of, throwError } from 'rxjs';
import { Clock } from '../clock/index.js';
import { UnitOfWork } from '../database/index.js';
import { asAppError, PlatformErrors } from '../errors/index.js';
import { type AuthenticatedRequest, ENDPOINT, type EndpointOptions } from './endpoint.js';

const KEPT_MS = 24 * 3_600_000;
/** A request that never finished (its process died) frees its key after this long. */
const ABANDONED_MS = 60_000;

interface KeyScope {
  readonly actorId: string;
  readonly route: string;
  readonly key: string;
  readonly bodySha256: Buffer;
}

/** A key that this request holds. A claim made later under the same key is another one. */
interface Claim extends KeyScope {
  readonly claimedAt: Date;
}

interface KeptAnswer {
  readonly body_sha256: Buffer;
  readonly status: number | null;
  readonly answer: unknown;
}

/**
 * `Idempotency-Key` on POST: the same actor, route and key within 24 h gets the first answer again;
 * another body is refused, and so is a second request while the first one runs.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const endpoint = this.reflector.get<EndpointOptions | undefined>(ENDPOINT, context.getHandler());
    const key = request.get('idempotency-key');
    if (request.method !== 'POST' || endpoint?.idempotent === false || !request.actor) return next.handle();
    if (!key) {
      if (request.actor.apiKeyId) throw PlatformErrors.IDEMPOTENCY_KEY_REQUIRED();
      return next.handle();
    }
    const scope: KeyScope = {
      actorId: request.actor.id,
      route: routeOf(request),
      key: createHash('sha256').update(key).digest('hex'),
      bodySha256: createHash('sha256')
        .update(JSON.stringify(request.body ?? null))
        .digest(),
    };
    const response = context.switchToHttp().getResponse<Response>();
    const claim: Claim = { ...scope, claimedAt: this.clock.now() };
    return from(this.claim(claim)).pipe(
      mergeMap((kept) => (kept ? replay(kept, response) : this.runOnce(claim, response, next))),
    );
  }

  /** Claims the key; gives the kept answer when it was claimed and finished before. */
  private async claim(scope: Claim): Promise<KeptAnswer | undefined> {
    const now = scope.claimedAt;
    return this.unitOfWork.read(async (tx) => {
      await tx.execute(
        `DELETE FROM idempotent_answer
         WHERE actor_id = $1 AND route = $2 AND key = $3
           AND (created_at < $4 OR (status IS NULL AND created_at < $5))`,
        [
          scope.actorId,
          scope.route,
          scope.key,
          new Date(now.getTime() - KEPT_MS),
          new Date(now.getTime() - ABANDONED_MS),
        ],
      );
      const claimed = await tx.execute(
        `INSERT INTO idempotent_answer (actor_id, route, key, body_sha256, created_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [scope.actorId, scope.route, scope.key, scope.bodySha256, now],
      );
      if (claimed === 1) return undefined;
      const kept = await tx.queryOne<KeptAnswer>(
        `SELECT body_sha256, status, answer FROM idempotent_answer WHERE actor_id = $1 AND route = $2 AND key = $3`,
        [scope.actorId, scope.route, scope.key],
      );
      if (!kept) throw PlatformErrors.REQUEST_IN_FLIGHT();
      if (!kept.body_sha256.equals(scope.bodySha256)) throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
      if (kept.status === null) throw PlatformErrors.REQUEST_IN_FLIGHT();
      return kept;
    });
  }

  private runOnce(claim: Claim, response: Response, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.keep(claim, response.statusCode, answer);
        return answer;
      }),
      catchError((error: unknown) => {
        // After a fault of ours the change may be committed: the key stays claimed until it counts as abandoned.
        if (asAppError(error).entry.status >= 500) return throwError(() => error);
        return from(this.release(claim)).pipe(mergeMap(() => throwError(() => error)));
      }),
    );
  }

  /** Changes nothing when the claim was taken for abandoned and another request holds the key. */
  private async keep(claim: Claim, status: number, answer: unknown): Promise<void> {
    await this.unitOfWork.read((tx) =>
      tx.execute(
        `UPDATE idempotent_answer SET status = $5, answer = $6
         WHERE actor_id = $1 AND route = $2 AND key = $3 AND created_at = $4`,
        [claim.actorId, claim.route, claim.key, claim.claimedAt, status, JSON.stringify(answer ?? null)],
      ),
    );
  }

  /** A refused request leaves no trace under its key: it may be sent again. */
  private async release(claim: Claim): Promise<void> {
    await this.unitOfWork.read((tx) =>
      tx.execute(
        `DELETE FROM idempotent_answer
         WHERE actor_id = $1 AND route = $2 AND key = $3 AND created_at = $4 AND status IS NULL`,
        [claim.actorId, claim.route, claim.key, claim.claimedAt],
      ),
    );
  }
}

/** What the router matched, and with which parameters: other spellings of the same address are the same route. */
function routeOf(request: AuthenticatedRequest): string {
  const { path } = request.route as { path: string };
  return `${request.method} ${path} ${JSON.stringify(request.params)}`;
}

function replay(kept: KeptAnswer, response: Response): Observable<unknown> {
  response.status(kept.status ?? 200).setHeader('Idempotency-Replayed', 'true');
  return of(kept.answer);
}
