import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, type Tx } from '../../../platform/index.js';
import { documentLimits } from './document-limits.js';
import { answerFrom } from './document-weather.rules.js';
import { silent, type WeatherAnswer, type WeatherQuestion, type WeatherSource } from './weather.js';
import { type Called, callWeather } from './weather-call.js';

const HOUR_MS = 3_600_000;
/** How long an answer is kept, and how long a service that failed is left alone. */
const KEPT_MS = 10 * 60_000;
const LEFT_ALONE_MS = 60_000;
const MOST_KEPT = 200;

interface Kept {
  readonly askedAt: number;
  readonly called: Promise<Called>;
  /** Undefined while nothing has come yet. */
  outcome: Called | undefined;
}

/**
 * The operator's own service. It is asked ahead, while nothing is held; within a transaction only what came is looked
 * at, so that a slow service keeps nobody waiting for the airspace.
 */
@Injectable()
export class WeatherProvider implements WeatherSource {
  readonly kind = 'provider';
  private readonly kept = new Map<string, Kept>();
  private last: { readonly at: Date; readonly called: Called } | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  get isConfigured(): boolean {
    return this.config.SKYDOCKET_WEATHER_URL !== undefined;
  }

  /** Asks, unless the answer is known or on its way. Never throws; resolves when it is known. */
  async ask({ place, during }: Pick<WeatherQuestion, 'place' | 'during'>): Promise<void> {
    const template = this.config.SKYDOCKET_WEATHER_URL;
    if (template === undefined) return;
    const { key, address } = requestOf(template, place, during);
    const known = this.kept.get(key);
    await (known && !this.isOld(known) ? known : this.call(key, address)).called;
  }

  async answer(_: Tx, question: WeatherQuestion): Promise<WeatherAnswer> {
    const template = this.config.SKYDOCKET_WEATHER_URL;
    if (template === undefined) return silent('provider', 'not_configured');
    const kept = this.kept.get(requestOf(template, question.place, question.during).key);
    if (!kept?.outcome || this.isOld(kept)) return silent('provider', 'away', 'not asked in time');
    const { outcome } = kept;
    if (outcome.state !== 'used') return silent('provider', outcome.state, outcome.detail);
    return answerFrom('provider', outcome.document, question, documentLimits(this.config));
  }

  /** In words, for operators: how the last call went. */
  standing(): { readonly isFine: boolean; readonly words: string } | undefined {
    if (!this.isConfigured) return undefined;
    if (!this.last) return { isFine: false, words: 'service: not asked yet' };
    const { at, called } = this.last;
    const isFine = called.state === 'used';
    return { isFine, words: `service: ${isFine ? 'answered' : called.detail} at ${at.toISOString()}` };
  }

  private call(key: string, address: string): Kept {
    const asked: Kept = {
      askedAt: this.clock.now().getTime(),
      outcome: undefined,
      called: callWeather(address, this.config.SKYDOCKET_WEATHER_TIMEOUT_MS).then((called) => {
        asked.outcome = called;
        this.last = { at: this.clock.now(), called };
        return called;
      }),
    };
    this.kept.delete(key);
    this.kept.set(key, asked);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return asked;
  }

  private isOld({ askedAt, outcome }: Kept): boolean {
    const keeps = outcome === undefined || outcome.state === 'used' ? KEPT_MS : LEFT_ALONE_MS;
    return this.clock.now().getTime() - askedAt > keeps;
  }
}

/** Flights near by in the same hours share one answer: a hundredth of a degree is a kilometre. */
function requestOf(
  template: string,
  { lon, lat }: WeatherQuestion['place'],
  { from, to }: WeatherQuestion['during'],
): { readonly key: string; readonly address: string } {
  const values: Readonly<Record<string, string>> = {
    lon: lon.toFixed(2),
    lat: lat.toFixed(2),
    from: new Date(Math.floor(from.getTime() / HOUR_MS) * HOUR_MS).toISOString(),
    to: new Date(Math.ceil(to.getTime() / HOUR_MS) * HOUR_MS).toISOString(),
  };
  const address = template.replaceAll(/\{(lon|lat|from|to)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
  return { key: Object.values(values).join(' '), address };
}
