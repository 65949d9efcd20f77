import type { Position } from '../../sample.js';
import { AppError } from '../../../platform/index.js';
import { SrtReader } from './srt.reader.js';

/** Where and when the subtitles of a drone begin. */
export interface FirstSubtitle {
  readonly at: Date;
  /** As the file spells the time. */
  readonly written: string;
  readonly zoneStated: boolean;
  readonly position: Position;
}

const WRITTEN = /\d{4}[-.]\d{1,2}[-.]\d{1,2}[ T]\d{1,2}:\d{2}:\d{2}(?:[.,:]\d+)?/;

/** The first moment with a place in the beginning of a file; null where there is none, or the file cannot be read. */
export function firstSubtitle(head: Uint8Array, notAfter: Date): FirstSubtitle | null {
  const reader = new SrtReader(notAfter);
  const text = new TextDecoder('utf-8').decode(head);
  // The last line may be cut off.
  const lines = text.split('\n').slice(0, -1);
  try {
    for (const [nth, line] of lines.entries()) {
      const point = reader.line({ text: line.replace(/\r$/, ''), number: nth + 1, isEnded: true });
      if (!point) continue;
      const block = lines.slice(point.line - 1, nth + 1).join('\n');
      const written = WRITTEN.exec(block)?.[0] ?? point.at.toISOString();
      return { at: point.at, written, zoneStated: reader.summary().clock.basis === 'stated', position: point.position };
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  return null;
}
