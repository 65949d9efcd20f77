import { Injectable } from '@nestjs/common';
import { Clock, Readiness, type Tx } from '../../../platform/index.js';
import { DockWeather } from './dock-weather.js';
import type { WeatherAnswer, WeatherQuestion } from './weather.js';
import { WeatherFile } from './weather-file.js';
import { WeatherProvider } from './weather-provider.js';

/** Whoever may know the weather, asked together. */
@Injectable()
export class WeatherDesk {
  constructor(
    private readonly file: WeatherFile,
    private readonly provider: WeatherProvider,
    private readonly docks: DockWeather,
    private readonly clock: Clock,
    readiness: Readiness,
  ) {
    readiness.include(async () => ({ name: 'weather', ...(await this.standing()) }));
  }

  /** Whether asking ahead makes a difference. */
  get asksAhead(): boolean {
    return this.provider.isConfigured;
  }

  /** To be called before a transaction in which the weather is looked at. Never throws. */
  async askAhead(question: Pick<WeatherQuestion, 'place' | 'during'>): Promise<void> {
    await this.provider.ask(question);
  }

  async answers(tx: Tx, question: WeatherQuestion): Promise<WeatherAnswer[]> {
    const answers: WeatherAnswer[] = [];
    for (const source of [this.file, this.provider, this.docks]) answers.push(await source.answer(tx, question));
    return answers;
  }

  /** Weather that is away leaves the service ready: flights are planned with an `unknown`. */
  private async standing(): Promise<{ readonly state: 'ok' | 'unknown'; readonly detail: string }> {
    const asked = [await this.file.standing(this.clock.now()), this.provider.standing()];
    const configured = asked.filter((standing) => standing !== undefined);
    if (configured.length === 0) return { state: 'unknown', detail: 'no file or service configured; docks alone tell' };
    const isFine = configured.every((standing) => standing.isFine);
    return { state: isFine ? 'ok' : 'unknown', detail: configured.map(({ words }) => words).join('; ') };
  }
}
