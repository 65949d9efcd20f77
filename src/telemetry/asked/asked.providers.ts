import { AskedController } from './asked.controller.js';
import { ClientIds } from './client-ids.js';
import { IntakeLogIn } from './intake.log-in.js';
import { LogInQuestions } from './log-in.questions.js';
import { TopicQuestions } from './topic.questions.js';

export const ASKED_CONTROLLERS = [AskedController] as const;

export const ASKED_PROVIDERS = [ClientIds, IntakeLogIn, LogInQuestions, TopicQuestions] as const;
