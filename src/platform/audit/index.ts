export { AuditTrail } from './audit.trail.js';
export type { AuditRecord } from './audit.trail.js';
export { LISTED_REFUSALS_A_MINUTE, Refusals } from './refusals.js';
export { AuditReader, type WholeAuditEntry } from './audit.reader.js';
