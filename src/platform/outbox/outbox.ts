import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import type { Tx } from '../database/index.js';
import { newId } from '../ids/index.js';
import { isDeclaredEvent } from './event-catalogue.js';
import { EventHandlers } from './event-handlers.js';
import { OutboxDelivery } from './outbox.delivery.js';

/** A fact as it is written: `type` is `<feature>.<past tense>`, `aggregate` orders what belongs together. */
export interface OutboxFact {
  readonly type: string;
  readonly aggregate: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const INSERT = `
  INSERT INTO outbox (id, type, aggregate, payload, actor, recorded_at, next_attempt_at, delivered_at)
  SELECT fact.id, fact.type, fact.aggregate, fact.payload::jsonb, $1::jsonb, $2::timestamptz, $2::timestamptz,
    CASE WHEN NOT fact.is_heard THEN $2::timestamptz END
  FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::boolean[]) WITH ORDINALITY
    AS fact (id, type, aggregate, payload, is_heard, at)
  ORDER BY fact.at`;

/**
 * Tells others what happened: the row is committed with the change, handlers run after the commit, at least once. What
 * nobody waits for is kept as delivered.
 */
@Injectable()
export class Outbox {
  constructor(
    private readonly clock: Clock,
    private readonly delivery: OutboxDelivery,
    private readonly handlers: EventHandlers,
  ) {}

  async record(tx: Tx, fact: OutboxFact): Promise<void> {
    await this.recordAll(tx, [fact]);
  }

  /** Many at once, in their order. */
  async recordAll(tx: Tx, facts: readonly OutboxFact[]): Promise<void> {
    const undeclared = facts.find(({ type }) => !isDeclaredEvent(type));
    if (undeclared) throw new Error(`event ${undeclared.type} is not declared by defineEvents`);
    if (facts.length === 0) return;
    const { kind, id, name } = tx.actor;
    const heard = facts.map(({ type }) => this.handlers.isHeard(type));
    const written = tx.prepared('platform.outbox', INSERT, [
      { kind, id, name },
      this.clock.now(),
      facts.map(() => newId()),
      facts.map(({ type }) => type),
      facts.map(({ aggregate }) => aggregate),
      facts.map(({ payload }) => JSON.stringify(payload)),
      heard,
    ]);
    tx.lastly(written);
    if (heard.includes(true)) tx.afterCommit(() => this.delivery.wake());
  }
}
