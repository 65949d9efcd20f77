import { Injectable } from '@nestjs/common';
import { OrderCommands } from '../orders/order.commands.js';
import type { CommandContext, Effect, Handlers } from './command-context.js';
import type { CommandType, Payload } from './command-types.js';
import { SessionCommands } from '../sessions/session-commands.js';
import { TalkCommands } from '../talk/talk.commands.js';

/** Finds whoever carries out a type of command. */
@Injectable()
export class CommandHandlers {
  private readonly handlers: Handlers;

  constructor(session: SessionCommands, order: OrderCommands, talk: TalkCommands) {
    this.handlers = { ...session.handlers, ...order.handlers, ...talk.handlers };
  }

  async carryOut<T extends CommandType>(
    context: CommandContext,
    { type, payload }: { readonly type: T; readonly payload: Payload<T> },
  ): Promise<Effect> {
    return this.handlers[type](context, payload);
  }
}
