import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../identity/index.js';
import { DispatchCommands } from '../dispatch/dispatch.commands.js';
import { OrderCommands } from '../orders/order.commands.js';
import type { CommandContext, Effect, Handlers } from './command-context.js';
import type { Command, CommandType, Payload } from './command-types.js';
import { SessionCommands } from '../sessions/session-commands.js';
import { SceneCommands } from '../show/scene.commands.js';
import { TalkCommands } from '../talk/talk.commands.js';

/** Finds whoever carries out a type of command. */
@Injectable()
export class CommandHandlers {
  private readonly handlers: Handlers;

  constructor(
    session: SessionCommands,
    order: OrderCommands,
    talk: TalkCommands,
    private readonly scene: SceneCommands,
    private readonly dispatch: DispatchCommands,
  ) {
    this.handlers = {
      ...session.handlers,
      ...order.handlers,
      ...dispatch.handlers,
      ...talk.handlers,
      ...scene.handlers,
      'participant.leave': scene.leaving(session.handlers['participant.leave']),
      'session.close': scene.closing(session.handlers['session.close']),
      'order.draft': scene.atShape(order.handlers['order.draft']),
      'order.issue': scene.atShape(order.handlers['order.issue']),
    };
  }

  /** What has to be done before the transaction. */
  async prepare(user: UserActor, command: Command): Promise<void> {
    await this.scene.prepare(user, command);
  }

  /** Runs the transaction of a command so that a refusal says what stands in its way. */
  async explained<T>(command: Command, work: () => Promise<T>): Promise<T> {
    return this.dispatch.explained(command, work);
  }

  async carryOut<T extends CommandType>(
    context: CommandContext,
    { type, payload }: { readonly type: T; readonly payload: Payload<T> },
  ): Promise<Effect> {
    return this.handlers[type](context, payload);
  }
}
