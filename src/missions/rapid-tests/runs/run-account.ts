import type { Medium } from '../../../reference/index.js';
import type { PhotoSubject } from '../../method-cards/method-card.rules.js';
import type { Sample } from '../../samples/sample.entity.js';
import { BARE_RECORD, type RunRecord } from '../verdict/rapid-test.rules.js';
import type { Authority } from '../run.codes.js';
import type { RunTarget } from './run-circumstances.service.js';

export interface RunPhoto {
  readonly fileId: string;
  readonly subject: PhotoSubject;
}

/** What people add to a reading. */
export interface RunAccount {
  readonly record: RunRecord;
  readonly photos: readonly RunPhoto[];
  /** Where no sample says it. */
  readonly medium: Medium | null;
  readonly temperatureCelsius: number | null;
  readonly rawReading: string | null;
  readonly note: string | null;
  readonly authority: Authority;
  readonly cardId?: string | undefined;
  readonly sample?: Sample | undefined;
  readonly target?: RunTarget | undefined;
}

/** Of a reading that an instrument sent by itself. */
export const BARE_ACCOUNT: RunAccount = {
  record: BARE_RECORD,
  photos: [],
  medium: null,
  temperatureCelsius: null,
  rawReading: null,
  note: null,
  authority: 'procuratorate',
};
