import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import { EventRepository } from '../events/event.repository.js';
import { type EventScope, EVERYONE } from '../events/visibility.rules.js';
import type { Effect, Handlers } from '../commands/command-context.js';
import type { Audience } from '../commands/payload-parts.js';

/** What people say and draw: the event itself is all there is of it. */
@Injectable()
export class TalkCommands {
  constructor(private readonly events: EventRepository) {}

  readonly handlers: Handlers<'chat.say' | 'map.put' | 'map.remove'> = {
    'chat.say': async ({ user }, { audience }): Promise<Effect> => ({ scope: scopeOf(audience, user) }),
    'map.put': async (): Promise<Effect> => ({}),
    'map.remove': async ({ tx, session }, { featureId }): Promise<Effect> => {
      if (!(await this.events.isOnMap(tx, session.id, featureId))) throw CommandErrors.MAP_FEATURE_UNKNOWN();
      return {};
    },
  };
}

function scopeOf(audience: Audience | undefined, { unitId }: UserActor): EventScope {
  if (!audience) return EVERYONE;
  return audience.kind === 'ORG' ? { kind: 'ORG', unitId } : audience;
}
