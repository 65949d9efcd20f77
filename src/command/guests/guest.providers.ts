import { GuestCommands } from './guest.commands.js';
import { GuestDesk } from './guest-desk.js';
import { GuestDoor } from './guest-door.js';
import { GuestIntroduction } from './guest-introduction.js';
import { GuestGateway } from './guest.gateway.js';
import { GuestRepository } from './guest.repository.js';
import { GuestTokens } from './guest-tokens.js';
import { GuestsController } from './guests.controller.js';

export const GUEST_PROVIDERS = [
  GuestCommands,
  GuestDesk,
  GuestDoor,
  GuestGateway,
  GuestIntroduction,
  GuestRepository,
  GuestTokens,
] as const;
export const GUEST_CONTROLLERS = [GuestsController] as const;
