import { defineEvents } from '../platform/index.js';

export const CaseEvents = defineEvents({
  'cases.opened': 'A case file was opened: `{caseId}`',
  'cases.stage_changed': 'A case went on to another stage: `{caseId, from, to}`',
});
