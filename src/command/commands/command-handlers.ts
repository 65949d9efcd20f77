import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../identity/index.js';
import { EscalationCommands } from '../escalation/escalation.commands.js';
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
    escalation: EscalationCommands,
    private readonly scene: SceneCommands,
  ) {
    this.handlers = {
      ...session.handlers,
      ...order.handlers,
      ...talk.handlers,
      ...escalation.handlers,
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

  async carryOut<T extends CommandType>(
    context: CommandContext,
    { type, payload }: { readonly type: T; readonly payload: Payload<T> },
  ): Promise<Effect> {
    return this.handlers[type](context, payload);
  }
}
