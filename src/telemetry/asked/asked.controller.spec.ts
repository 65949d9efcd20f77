import { describe, expect, it, jest } from '@jest/globals';
import type { Logger, Metrics } from '../../platform/index.js';
import { AskedController } from './asked.controller.js';
import type { LogInQuestions } from './log-in.questions.js';
import type { TopicQuestions } from './topic.questions.js';

const LOG_IN = { clientid: 'c', username: 'u', password: 'the-password' };
const TOPIC = { clientid: 'c', username: 'u', topic: 't', action: 'publish' } as const;
const ALLOWED = { result: 'allow', is_superuser: false };
const DENIED = { result: 'deny', is_superuser: false };

function controllerOf(answer: () => Promise<boolean>) {
  const inc = jest.fn();
  const error = jest.fn();
  const controller = new AskedController(
    { mayEnter: answer } as unknown as LogInQuestions,
    { allows: answer } as unknown as TopicQuestions,
    { counter: () => ({ inc }) } as unknown as Metrics,
    { error } as unknown as Logger,
  );
  return { controller, inc, error };
}

describe('an answer to the broker', () => {
  it('is what was found', async () => {
    const { controller, inc } = controllerOf(async () => true);
    expect([await controller.logIn(LOG_IN), await controller.topic(TOPIC)]).toEqual([ALLOWED, ALLOWED]);
    expect(inc.mock.calls).toEqual([
      [{ question: 'authn', result: 'allow' }],
      [{ question: 'authz', result: 'allow' }],
    ]);
  });

  it('is no to what is no question', async () => {
    const { controller } = controllerOf(async () => true);
    expect([await controller.logIn(null), await controller.topic(null)]).toEqual([DENIED, DENIED]);
  });

  it('is no when we cannot say, which is logged without what was asked', async () => {
    const { controller, error } = controllerOf(() => Promise.reject(new Error('the database is away')));
    expect([await controller.logIn(LOG_IN), await controller.topic(TOPIC)]).toEqual([DENIED, DENIED]);
    expect(error).toHaveBeenCalledTimes(2);
    expect(JSON.stringify(error.mock.calls)).not.toContain(LOG_IN.password);
  });
});
