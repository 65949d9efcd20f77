import type { TaskNature } from '../../air-rules/flight-facts.js';

/** Who goes first: a flight gives way to one of a higher number, and never to one of its own. */
const PRIORITY: Readonly<Record<TaskNature, number>> = { ordinary: 0, emergency: 1, special_emergency: 2 };

/** Whether a flight of the first nature goes before one of the second. */
export function goesBefore(one: TaskNature, other: TaskNature): boolean {
  return PRIORITY[one] > PRIORITY[other];
}
