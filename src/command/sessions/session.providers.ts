import { Briefings } from './briefings.js';
import { CommandPassing } from './command-passing.js';
import { LifeCommands } from './life.commands.js';
import { MemberCommands } from './member.commands.js';
import { OfferDeadlines } from './offer-deadlines.js';
import { OfferCommands } from './offer.commands.js';
import { ParticipantCommands } from './participant.commands.js';
import { ParticipantRepository } from './participant.repository.js';
import { SessionCommands } from './session-commands.js';
import { SessionEntrance } from './session-entrance.js';
import { SessionBelongings } from './session-belongings.js';
import { SessionDetails } from './session-details.js';
import { SessionOpening } from './session-opening.js';
import { SessionPeople } from './session-people.js';
import { SessionReader } from './session-reader.js';
import { SessionSnapshots } from './session-snapshots.js';
import { SessionRepository } from './session.repository.js';
import { TakeOverCommands } from './take-over.commands.js';

export const SESSION_PROVIDERS = [
  Briefings,
  CommandPassing,
  LifeCommands,
  MemberCommands,
  OfferCommands,
  OfferDeadlines,
  ParticipantCommands,
  ParticipantRepository,
  SessionCommands,
  SessionBelongings,
  SessionDetails,
  SessionEntrance,
  SessionOpening,
  SessionPeople,
  SessionReader,
  SessionRepository,
  SessionSnapshots,
  TakeOverCommands,
] as const;
