import { defineEvents } from '../platform/index.js';

export const CaseEvents = defineEvents({
  'cases.opened': 'A case file was opened: `{caseId}`',
});
