export { CommandModule } from './command.module.js';
export { SessionFollower } from './events/session-follower.js';
export type { FollowedEvent, FollowedSocket } from './events/session-follower.js';
