import { canonicalJson } from '../../platform/index.js';

interface Said {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Whether everything a command says was recorded already. The record also holds what the service added to it. */
export function repeats(command: Said, recorded: Said): boolean {
  if (command.type !== recorded.type) return false;
  return Object.entries(command.payload).every(([name, value]) => isSame(value, recorded.payload[name]));
}

function isSame(said: unknown, recorded: unknown): boolean {
  if (said === undefined) return true;
  return recorded !== undefined && canonicalJson(said) === canonicalJson(recorded);
}
