import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything `/metrics` shows, in one registry per process. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly httpSeconds = new Histogram({
    name: 'skydocket_http_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({ name: `skydocket_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  histogram(name: string, help: string, buckets: readonly number[]): Histogram {
    return new Histogram({ name: `skydocket_${name}`, help, buckets: [...buckets], registers: [this.registry] });
  }

  /** A value read when `/metrics` is asked for. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    const gauge = new Gauge({
      name: `skydocket_${name}`,
      help,
      registers: [],
      async collect() {
        this.set(await read());
      },
    });
    this.registry.registerMetric(gauge);
  }

  /**
   * Values read when `/metrics` is asked for, one for each value of the label. When they cannot be read (the database is
   * away) their series are absent and the others stand.
   */
  gaugeBy(
    name: string,
    help: string,
    label: string,
    read: () => ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>,
  ): void {
    const gauge = new Gauge({
      name: `skydocket_${name}`,
      help,
      labelNames: [label],
      registers: [],
      async collect() {
        this.reset();
        try {
          for (const [value, amount] of await read()) this.set({ [label]: value }, amount);
        } catch {
          this.reset();
        }
      },
    });
    this.registry.registerMetric(gauge);
  }
}
