import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { type Tx, UnitOfWork } from '../database/index.js';
import { PlatformErrors } from '../errors/index.js';

const KEPT_MS = 24 * 3_600_000;
/** A request that never finished (its process died before the commit) frees its key after this long. */
const ABANDONED_MS = 60_000;

export interface KeyScope {
  readonly actorId: string;
  readonly route: string;
  readonly keySha256: string;
  readonly bodySha256: Buffer;
}

/** A key that one request holds. A claim made later under the same key is another one. */
export interface Claim extends KeyScope {
  readonly claimedAt: Date;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface AnswerRow {
  readonly body_sha256: Buffer;
  readonly status: number | null;
  readonly answer: unknown;
}

const OF_THE_CLAIM = `actor_id = $1 AND route = $2 AND key = $3 AND created_at = $4 AND status IS NULL`;

/** The only SQL on keys that requests came with, and on what those requests were answered. */
@Injectable()
export class KeptAnswers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims the key, or gives the answer that was kept under it.
   * @throws REQUEST_IN_FLIGHT, IDEMPOTENCY_KEY_REUSED
   */
  async claim(scope: KeyScope): Promise<{ readonly claim: Claim } | { readonly answer: Answer }> {
    const claim: Claim = { ...scope, claimedAt: this.clock.now() };
    return this.unitOfWork.read(async (tx) => {
      await this.dropOld(tx, claim);
      const claimed = await tx.execute(
        `INSERT INTO idempotent_answer (actor_id, route, key, body_sha256, created_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [claim.actorId, claim.route, claim.keySha256, claim.bodySha256, claim.claimedAt],
      );
      return claimed === 1 ? { claim } : { answer: await this.answerOf(tx, scope) };
    });
  }

  /**
   * Keeps the answer in the transaction of the work.
   * @throws REQUEST_IN_FLIGHT when the claim was taken for abandoned and another request holds the key: its work counts
   */
  async keepWith(tx: Tx, claim: Claim, answer: Answer): Promise<void> {
    if ((await this.keep(tx, claim, answer)) === 0) throw PlatformErrors.REQUEST_IN_FLIGHT();
  }

  /** Keeps the answer of a request that wrote nothing; lost when another request holds the key by now. */
  async keepAlone(claim: Claim, answer: Answer): Promise<void> {
    await this.unitOfWork.read((tx) => this.keep(tx, claim, answer));
  }

  /** Frees the key of a request whose work was not committed. Of one whose work was, the answer stays. */
  async release(claim: Claim): Promise<void> {
    await this.unitOfWork.read((tx) =>
      tx.execute(`DELETE FROM idempotent_answer WHERE ${OF_THE_CLAIM}`, ofTheClaim(claim)),
    );
  }

  /** Waits for a work that is just being committed under a claim that looks abandoned, and then leaves its answer. */
  private async dropOld(tx: Tx, { actorId, route, keySha256, claimedAt }: Claim): Promise<void> {
    const now = claimedAt.getTime();
    await tx.execute(
      `DELETE FROM idempotent_answer
       WHERE actor_id = $1 AND route = $2 AND key = $3
         AND (created_at < $4 OR (status IS NULL AND created_at < $5))`,
      [actorId, route, keySha256, new Date(now - KEPT_MS), new Date(now - ABANDONED_MS)],
    );
  }

  private async answerOf(tx: Tx, { actorId, route, keySha256, bodySha256 }: KeyScope): Promise<Answer> {
    const row = await tx.queryOne<AnswerRow>(
      `SELECT body_sha256, status, answer FROM idempotent_answer WHERE actor_id = $1 AND route = $2 AND key = $3`,
      [actorId, route, keySha256],
    );
    if (!row) throw PlatformErrors.REQUEST_IN_FLIGHT();
    if (!row.body_sha256.equals(bodySha256)) throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
    if (row.status === null) throw PlatformErrors.REQUEST_IN_FLIGHT();
    return { status: row.status, body: row.answer };
  }

  private async keep(tx: Tx, claim: Claim, { status, body }: Answer): Promise<number> {
    return tx.execute(`UPDATE idempotent_answer SET status = $5, answer = $6 WHERE ${OF_THE_CLAIM}`, [
      ...ofTheClaim(claim),
      status,
      JSON.stringify(body ?? null),
    ]);
  }
}

function ofTheClaim({ actorId, route, keySha256, claimedAt }: Claim): unknown[] {
  return [actorId, route, keySha256, claimedAt];
}
