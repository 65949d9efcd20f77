import { Body, Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { Endpoint, LOGGER, type Logger, Metrics } from '../../platform/index.js';
import { BrokerAnswer, LogInQuestion, TopicQuestion } from './asked.schemas.js';
import { LogInQuestions } from './log-in.questions.js';
import { TopicQuestions } from './topic.questions.js';

type Answer = z.input<typeof BrokerAnswer>;

const ASKED = {
  method: 'POST',
  status: 200,
  permission: 'broker',
  idempotent: false,
  response: BrokerAnswer,
  errors: ['FORBIDDEN', 'RATE_LIMITED'],
} as const;

/** What EMQX asks over HTTP about each log-in and each topic. */
@Controller('broker')
export class AskedController {
  private readonly answers;

  constructor(
    private readonly logIns: LogInQuestions,
    private readonly topics: TopicQuestions,
    metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.answers = metrics.counter('broker_answers_total', 'What an external broker asked, and was answered', [
      'question',
      'result',
    ]);
  }

  @Endpoint({ ...ASKED, path: 'authn', summary: 'EMQX asks whether a device, or we ourselves, may log in there' })
  logIn(@Body({ schema: LogInQuestion }) asked: z.output<typeof LogInQuestion>): Promise<Answer> {
    return this.answer('authn', async () => asked !== null && (await this.logIns.mayEnter(asked)));
  }

  @Endpoint({ ...ASKED, path: 'authz', summary: 'EMQX asks whether who logged in may send on a topic or hear it' })
  topic(@Body({ schema: TopicQuestion }) asked: z.output<typeof TopicQuestion>): Promise<Answer> {
    return this.answer('authz', async () => asked !== null && (await this.topics.allows(asked)));
  }

  /** A fault is a refusal too: EMQX passes over an answer that is no 200, and may then allow. */
  private async answer(question: string, ask: () => Promise<boolean>): Promise<Answer> {
    const isAllowed = await ask().catch((error: unknown) => {
      this.logger.error({ err: error, question }, 'question of the broker');
      return false;
    });
    const result = isAllowed ? 'allow' : 'deny';
    this.answers.inc({ question, result });
    return { result, is_superuser: false };
  }
}
