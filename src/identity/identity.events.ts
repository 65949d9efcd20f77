import { defineEvents } from '../platform/index.js';

/** Facts about people. Instants in payloads are ISO 8601. */
export const IdentityEvents = defineEvents({
  'identity.absence_recorded': 'Somebody will be away: `{absenceId, userId, from, to}`',
  'identity.qualification_withdrawn': 'A licence or training no longer counts: `{qualificationId, userId, kind}`',
});

/** Payload of `identity.absence_recorded`; aggregate `user:<id>`. */
export interface AbsenceFact {
  readonly absenceId: string;
  readonly userId: string;
  readonly from: string;
  readonly to: string;
}
