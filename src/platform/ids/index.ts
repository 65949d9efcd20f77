import { v7 } from 'uuid';

/** A new UUIDv7: sortable by time, unique without asking the database. */
export function newId(): string {
  return v7();
}

/** Below every id that was made at that time or later, so that an index on ids finds what is recent. */
export function idsFrom(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
