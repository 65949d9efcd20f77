import type { Fleet, FleetCount } from './fleet.js';
import type { FlightDesk } from './flight-desk.js';
import type { PhotoPost } from './photo-post.js';

/** What a fleet does, a line at a time. */
export class FleetReport {
  private before = 0;

  constructor(
    private readonly fleet: Fleet,
    private readonly post: PhotoPost,
    private readonly desk: FlightDesk,
  ) {}

  /** Since the last one; times of acknowledgements are of these seconds. */
  now(seconds: number): string {
    const { counted, tally } = this.fleet;
    const rate = ((counted.sent - this.before) / seconds).toFixed(1);
    this.before = counted.sent;
    const [p50, p99] = [tally.recent.quantile(0.5), tally.recent.quantile(0.99)];
    tally.recent.reset();
    return `${rate} a second; ${this.inWords(counted)}; ack p50 ${p50 ?? '-'} ms, p99 ${p99 ?? '-'} ms`;
  }

  inTheEnd(total: FleetCount): string[] {
    const { tally } = this.fleet;
    const { rendered, renderMilliseconds } = this.post.count;
    const each = rendered > 0 ? `; a photo took ${Math.round(renderMilliseconds / rendered)} ms to render` : '';
    const times = `ack p50 ${tally.overall.quantile(0.5) ?? '-'} ms, p99 ${tally.overall.quantile(0.99) ?? '-'} ms`;
    const refusals = [...tally.reasons].map(([reason, times_]) => `refused ${times_} times: ${reason}`);
    const plans = [...this.desk.reasons].map(([reason, times_]) => `plan not taken ${times_} times: ${reason}`);
    return [`${this.inWords(total)}; ${times}${each}`, ...refusals, ...plans];
  }

  private inWords({ airborne, sent, acknowledged, refused, leftOut, connectionsLost }: FleetCount): string {
    const { taken, evidence, dropped } = this.post.count;
    const { cleared, straying, unplanned, refused: notTaken } = this.desk.count;
    const line = `${airborne} in the air; published ${sent}, acknowledged ${acknowledged}, refused ${refused}, left out ${leftOut}`;
    const photos = `photos ${taken} taken, ${evidence} evidence, ${this.post.waitingCount} waiting, ${dropped} dropped`;
    const plans = `flights ${cleared + straying} cleared, ${unplanned} unplanned, ${notTaken} plans not taken`;
    return `${line}; ${connectionsLost} connections lost; ${photos}; ${plans}`;
  }
}
