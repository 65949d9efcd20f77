import { readFile, stat } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, type Tx } from '../../../platform/index.js';
import { answerFrom } from './document-weather.rules.js';
import { documentLimits } from './document-limits.js';
import { silent, type WeatherAnswer, type WeatherQuestion, type WeatherSource } from './weather.js';
import { type ReadDocument, readWeatherDocument } from './weather-document.js';

const MOST_BYTES = 8 * 1024 * 1024;

type Found = ReadDocument | { readonly ok: 'absent' };

/** The file that the operator drops; read anew whenever it is another one. */
@Injectable()
export class WeatherFile implements WeatherSource {
  readonly kind = 'file';
  private known: { readonly stamp: string; readonly found: ReadDocument } | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async answer(_: Tx, question: WeatherQuestion): Promise<WeatherAnswer> {
    const path = this.config.SKYDOCKET_WEATHER_FILE;
    if (path === undefined) return silent('file', 'not_configured');
    const found = await this.read(path);
    if (found.ok === 'absent') return silent('file', 'absent', 'there is no such file');
    if (!found.ok) return silent('file', 'invalid', found.fault);
    return answerFrom('file', found.document, question, documentLimits(this.config));
  }

  /** In words, for operators. */
  async standing(now: Date): Promise<{ readonly isFine: boolean; readonly words: string } | undefined> {
    const path = this.config.SKYDOCKET_WEATHER_FILE;
    if (path === undefined) return undefined;
    const found = await this.read(path);
    if (found.ok === 'absent') return { isFine: false, words: 'file: not there' };
    if (!found.ok) return { isFine: false, words: `file: ${found.fault}` };
    const { issuedAt } = found.document;
    const isFine = now.getTime() - issuedAt.getTime() <= documentLimits(this.config).maxAgeMs;
    return { isFine, words: `file: issued ${issuedAt.toISOString()}${isFine ? '' : ', too old'}` };
  }

  private async read(path: string): Promise<Found> {
    try {
      const { mtimeMs, size, ino } = await stat(path);
      const stamp = [ino, size, mtimeMs].join(' ');
      if (this.known?.stamp === stamp) return this.known.found;
      const found = size > MOST_BYTES ? tooLarge() : readWeatherDocument(await readFile(path, 'utf8'));
      this.known = { stamp, found };
      return found;
    } catch {
      return { ok: 'absent' };
    }
  }
}

function tooLarge(): ReadDocument {
  return { ok: false, fault: `larger than ${MOST_BYTES} bytes` };
}
