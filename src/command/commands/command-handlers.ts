import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../identity/index.js';
import type { CommandContext, Effect, Handlers } from './command-context.js';
import type { Command, CommandType, Payload } from './command-types.js';
import { GatheringCommands } from './gathering.commands.js';
import { TaskingCommands } from './tasking.commands.js';
import { SessionCommands } from '../sessions/session-commands.js';
import { SceneCommands } from '../show/scene.commands.js';
import { TalkCommands } from '../talk/talk.commands.js';

/** Finds whoever carries out a type of command. */
@Injectable()
export class CommandHandlers {
  private readonly handlers: Handlers;

  constructor(
    session: SessionCommands,
    private readonly tasking: TaskingCommands,
    talk: TalkCommands,
    private readonly scene: SceneCommands,
    gathering: GatheringCommands,
  ) {
    this.handlers = {
      ...session.handlers,
      ...tasking.handlers,
      ...talk.handlers,
      ...scene.handlers,
      ...gathering.handlers,
      'participant.leave': scene.leaving(session.handlers['participant.leave']),
      'participant.remove': scene.removing(session.handlers['participant.remove']),
      'session.close': scene.closing(session.handlers['session.close']),
      'order.draft': scene.atShape(tasking.handlers['order.draft']),
      'order.issue': scene.atShape(tasking.handlers['order.issue']),
    };
  }

  /** What has to be done before the transaction. */
  async prepare(user: UserActor, command: Command): Promise<void> {
    await this.scene.prepare(user, command);
  }

  /** Runs the transaction of a command so that a refusal says what stands in its way. */
  async explained<T>(command: Command, work: () => Promise<T>): Promise<T> {
    return this.tasking.dispatch.explained(command, work);
  }

  async carryOut<T extends CommandType>(
    context: CommandContext,
    { type, payload }: { readonly type: T; readonly payload: Payload<T> },
  ): Promise<Effect> {
    return this.handlers[type](context, payload);
  }
}
