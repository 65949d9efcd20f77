import { Injectable } from '@nestjs/common';
import { Clock, OnEveryMinute } from '../../../platform/index.js';
import { TimeAuthority } from './time.authority.js';
import { type DueHead, TimestampDesk } from './timestamp.desk.js';
import { TIMESTAMP_QUEUE, TimestampTurn } from './timestamp.turn.js';

/** Has heads of the log stamped by an authority that is not ours. One asker in an installation, off every request. */
@Injectable()
export class LogTimestamps {
  constructor(
    private readonly authority: TimeAuthority,
    private readonly desk: TimestampDesk,
    private readonly turn: TimestampTurn,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute(TIMESTAMP_QUEUE)
  async run(): Promise<void> {
    if (!this.authority.isConfigured) return;
    await this.turn.take(async () => {
      const due = await this.desk.due(this.clock.now());
      if (due) await this.stamp(due);
    });
  }

  private async stamp({ size, note }: DueHead): Promise<void> {
    const answer = await this.authority.ask(note);
    const receivedAt = this.clock.now();
    if (answer.ok) await this.desk.keep({ size, ...answer.facts, receivedAt, answer: answer.der });
    else await this.desk.refuse(size, answer.fault, receivedAt);
  }
}
