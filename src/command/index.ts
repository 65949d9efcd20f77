export { CommandModule } from './command.module.js';
export { CAPABILITIES, ROLE_CAPABILITIES, SESSION_ROLES } from './sessions/session-roles.js';
export { COMMAND_RULES } from './sessions/session.rules.js';
export { SessionFollower } from './events/session-follower.js';
export type { FollowedEvent, FollowedSocket } from './events/session-follower.js';
