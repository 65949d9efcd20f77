import { Injectable } from '@nestjs/common';
import { inSessionsOf } from '../commands/session-kind.js';
import { AgendaCommands } from './agenda.commands.js';
import { ConclusionCommands } from './conclusion.commands.js';
import { ExpertCommands } from './expert.commands.js';

/** 会商研判: commands that only a consultation knows. */
@Injectable()
export class ConsultationCommands {
  readonly handlers;

  constructor(agenda: AgendaCommands, experts: ExpertCommands, conclusions: ConclusionCommands) {
    this.handlers = inSessionsOf('consultation', {
      ...agenda.handlers,
      ...experts.handlers,
      ...conclusions.handlers,
    });
  }
}
