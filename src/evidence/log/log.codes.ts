/** What enters the transparency log. */
export const LOG_ENTRY_KINDS = [
  'preserved',
  'sealed',
  'custody_head',
  'audit_head',
  'removed',
  'key_changed',
  'site_record',
] as const;
export type LogEntryKind = (typeof LOG_ENTRY_KINDS)[number];
