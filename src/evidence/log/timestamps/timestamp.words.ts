import type { z } from 'zod';
import type { LogStatusView } from '../log.schemas.js';
import type { TimestampRow } from './timestamp.repository.js';

export const TIME_WORDS = {
  none: { zh: '无独立时间', en: 'no independent time' },
  stamped: { zh: '已有时间戳机构盖戳', en: 'stamped by a time-stamping authority' },
} as const;

export function toTimeView(newest: TimestampRow | undefined): z.input<typeof LogStatusView>['independentTime'] {
  const state = newest ? 'stamped' : 'none';
  return { state, newest: newest ? toStampView(newest) : null, words: TIME_WORDS[state] };
}

function toStampView({ size, stampedAt, authority, serial }: TimestampRow) {
  return { size, stampedAt: stampedAt.toISOString(), authority, serial };
}
