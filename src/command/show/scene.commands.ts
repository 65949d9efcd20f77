import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../identity/index.js';
import type { Effect, Handler, Handlers } from '../commands/command-context.js';
import type { Command } from '../commands/command-types.js';
import { MapCommands } from '../map/map.commands.js';
import { PhotoCommands } from './photo.commands.js';
import { ShowCommands } from './show.commands.js';
import { StillPromotion } from './still-promotion.js';

/** What is drawn and shown. */
@Injectable()
export class SceneCommands {
  readonly handlers: Handlers<
    | 'map.put'
    | 'map.remove'
    | 'map.restore'
    | 'show.request'
    | 'show.consent'
    | 'show.stop'
    | 'photo.request'
    | 'photo.taken'
    | 'still.promote'
  >;

  constructor(
    private readonly map: MapCommands,
    private readonly show: ShowCommands,
    photo: PhotoCommands,
    private readonly still: StillPromotion,
  ) {
    this.handlers = { ...map.handlers, ...show.handlers, ...photo.handlers, ...still.handlers };
  }

  /** Lets an order name a shape of the map in place of a place. */
  atShape<T extends 'order.issue' | 'order.draft'>(write: Handler<T>): Handler<T> {
    return this.map.atShape(write);
  }

  /** Whoever leaves shows nothing any more, and consents anew when they come back. */
  leaving(leave: Handlers['participant.leave']): Handlers['participant.leave'] {
    return async (context, payload) =>
      ending(await leave(context, payload), await this.show.endAll(context, context.user.id));
  }

  /** In a session that is over nobody is shown anything. */
  closing(close: Handlers['session.close']): Handlers['session.close'] {
    return async (context, payload) => ending(await close(context, payload), await this.show.endAll(context));
  }

  /** What has to be done before the transaction of a command. */
  async prepare(user: UserActor, command: Command): Promise<void> {
    if (command.type === 'still.promote') await this.still.prepare(user, command);
  }
}

function ending(effect: Effect, stoppedRequestIds: readonly string[]): Effect {
  return stoppedRequestIds.length > 0 ? { ...effect, facts: { ...effect.facts, stoppedRequestIds } } : effect;
}
