import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../actor.js';
import { Clock } from '../clock/index.js';
import { RateLimit } from '../http/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { type AuditRecord, AuditTrail } from './audit.trail.js';

/** Refusals of one actor that are listed one by one each minute: whoever tries everything does not fill the trail. */
export const LISTED_REFUSALS_A_MINUTE = 60;
/** Stands for all beyond. */
const FURTHER = 'audit.furtherRefusals';

/**
 * Refusals for the trail, each once a minute. They are written one after the other on a connection of their own, because
 * whoever is refused may hold one; and the answer does not wait, or its time would tell a hidden thing from none.
 */
@Injectable()
export class Refusals implements BeforeApplicationShutdown {
  private readonly same = new RateLimit(1);
  private readonly listed = new RateLimit(LISTED_REFUSALS_A_MINUTE);
  private readonly further = new RateLimit(1);
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Before the database pool is closed, which happens at the application's shutdown proper. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  /** Resolves once it is written, where it is; never rejects, because a refusal is answered all the same. */
  async note(actor: Actor, record: AuditRecord): Promise<void> {
    const now = this.clock.now();
    const key = JSON.stringify([actor.id, record]);
    if (this.same.exceeded(key, now)) return;
    if (this.listed.exceeded(actor.id, now)) return this.noteFurther(actor, now);
    this.same.count(key, now);
    this.listed.count(actor.id, now);
    await this.write(actor, record);
  }

  private async noteFurther(actor: Actor, now: Date): Promise<void> {
    if (this.further.exceeded(actor.id, now)) return;
    this.further.count(actor.id, now);
    await this.write(actor, { action: FURTHER, details: { listedAMinute: LISTED_REFUSALS_A_MINUTE } });
  }

  private async write(actor: Actor, record: AuditRecord): Promise<void> {
    this.writing = this.writing
      .then(() => this.audit.recordRefusal(actor, record))
      .catch((error: unknown) => {
        this.logger.error({ err: error, actor: actor.id, refused: record }, 'a refusal could not be recorded');
      });
    return this.writing;
  }
}
