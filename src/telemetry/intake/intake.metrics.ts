import { Injectable } from '@nestjs/common';
import { Clock, Metrics } from '../../platform/index.js';
import type { Stored } from './intake.store.js';

/** What `/metrics` shows of the intake. */
@Injectable()
export class IntakeMetrics {
  private readonly messages;
  private readonly frames;
  private readonly quarantined;
  private readonly commitSeconds;
  private readonly lagSeconds;

  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {
    this.messages = metrics.counter('intake_messages_total', 'Messages of devices by what became of them', ['outcome']);
    this.frames = metrics.counter('intake_frames_total', 'Frames by whether they were new', ['novelty']);
    this.quarantined = metrics.counter('intake_quarantined_total', 'Messages put into quarantine', ['code']);
    this.commitSeconds = metrics.histogram(
      'intake_commit_seconds',
      'From the receipt of a message to its commit',
      [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    );
    this.lagSeconds = metrics.histogram(
      'intake_lag_seconds',
      'From the device clock of a frame to its commit',
      [0.1, 0.5, 1, 2, 5, 15, 60, 600, 3600, 86_400],
    );
  }

  watchQueue(depth: () => number): void {
    this.metrics.gauge('intake_queue', 'Messages waiting for the database', depth);
  }

  count(outcome: 'ignored' | 'topology' | 'answered' | 'unanswered' | 'service_reply'): void {
    this.messages.inc({ outcome });
  }

  stored({ items, added }: Stored): void {
    const now = this.clock.now().getTime();
    const frames = items.flatMap(({ samples }) => samples);
    const refused = items.flatMap(({ refusal }) => refusal ?? []);
    this.messages.inc({ outcome: 'stored' }, items.length - refused.length);
    this.messages.inc({ outcome: 'quarantined' }, refused.length);
    for (const { code } of refused) this.quarantined.inc({ code });
    this.frames.inc({ novelty: 'new' }, added);
    this.frames.inc({ novelty: 'known' }, frames.length - added);
    for (const { origin } of items) this.commitSeconds.observe((now - origin.receivedAt.getTime()) / 1000);
    // One frame of a batch speaks for all: they were committed together, and this runs thousands of times a second.
    const [first] = frames;
    if (first) this.lagSeconds.observe(Math.max(0, now - first.sample.at.getTime()) / 1000);
  }
}
