import { LogNotes } from './log-notes.js';
import { Mentions } from './mentions.service.js';
import { ReadStateRepository } from './read-state.repository.js';
import { ReadsController } from './reads.controller.js';
import { Reads } from './reads.service.js';
import { TalkCommands } from './talk.commands.js';

export const TALK_CONTROLLERS = [ReadsController] as const;
export const TALK_PROVIDERS = [LogNotes, Mentions, Reads, ReadStateRepository, TalkCommands] as const;
