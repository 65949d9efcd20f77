import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import type { Tx } from '../database/index.js';
import { newId } from '../ids/index.js';
import { isDeclaredEvent } from './event-catalogue.js';
import { OutboxDelivery } from './outbox.delivery.js';

/** A fact as it is written: `type` is `<feature>.<past tense>`, `aggregate` orders what belongs together. */
export interface OutboxFact {
  readonly type: string;
  readonly aggregate: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Tells others what happened: the row is committed with the change, handlers run after the commit, at least once. */
@Injectable()
export class Outbox {
  constructor(
    private readonly clock: Clock,
    private readonly delivery: OutboxDelivery,
  ) {}

  async record(tx: Tx, fact: OutboxFact): Promise<void> {
    if (!isDeclaredEvent(fact.type)) throw new Error(`event ${fact.type} is not declared by defineEvents`);
    const now = this.clock.now();
    await tx.execute(
      `INSERT INTO outbox (id, type, aggregate, payload, actor, recorded_at, next_attempt_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6)`,
      [
        newId(),
        fact.type,
        fact.aggregate,
        fact.payload,
        { kind: tx.actor.kind, id: tx.actor.id, name: tx.actor.name },
        now,
      ],
    );
    tx.afterCommit(() => this.delivery.wake());
  }
}
