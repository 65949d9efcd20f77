import { v7 } from 'uuid';

/** A new UUIDv7: sortable by time, unique without asking the database. */
export function newId(): string {
  return v7();
}
