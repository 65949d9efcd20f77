import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext } from '../commands/command-context.js';
import { mayChangePart, type SessionRole } from './session-roles.js';

/**
 * Whether the giver of a command may change a part that has, or is to have, these roles.
 * @throws COMMANDER_STAYS, FORBIDDEN where it is about a deputy and the giver is not the commander
 */
export function requireMayChange({ own }: CommandContext, ...roles: readonly (SessionRole | null | undefined)[]): void {
  for (const role of roles) {
    if (role === 'commander') throw CommandErrors.COMMANDER_STAYS();
    if (!mayChangePart(own?.role ?? null, role ?? null)) throw PlatformErrors.FORBIDDEN();
  }
}
