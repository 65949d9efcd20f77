import { CAPABILITIES, COMMAND_RULES, ROLE_CAPABILITIES, SESSION_ROLES } from '../../src/command/index.js';
import { page, table } from './tables.js';

const TIERS = 3;

/** The one table by which a command session decides, as `session.rules.ts` holds it. */
export function commandsPage(): string {
  const abilities = SESSION_ROLES.map((role) => [
    `\`${role}\``,
    ...CAPABILITIES.map((capability) => (ROLE_CAPABILITIES[role].includes(capability) ? '●' : '')),
  ]);
  const commands = Object.entries(COMMAND_RULES).map(([type, { standing, capability, roles, tiers, ...rest }]) => [
    `\`${type}\``,
    standing,
    capability ? `\`${capability}\`` : (roles ?? []).join(', '),
    tiers.length === TIERS ? '' : tiers.join(', '),
    rest.states.join(', '),
    rest.needsEpoch ? '●' : '',
  ]);
  return page(
    'Commands of a session',
    '## Roles × capabilities',
    'A role is held in one session; exactly one participant is its commander.',
    table(['role', ...CAPABILITIES], abilities),
    '## Commands',
    'Standing: `participant` has joined; `witness` may see the session or its case; `entitled` is invited, or of the session’s unit or one above it; `offeree` was offered command; `recipient` has the order; `above` commands in a unit above the present commander’s. A command that needs the epoch is refused with `STALE_COMMAND_EPOCH` under another one. Further rules are stated with the code of their refusal.',
    table(['command', 'standing', 'capability or roles', 'tiers, where not all', 'states', 'epoch'], commands),
  );
}
