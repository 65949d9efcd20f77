import { describe, expect, it } from '@jest/globals';
import { isRetained, LogInQuestion, TopicQuestion } from './asked.schemas.js';

const LOG_IN = { clientid: 'c', username: 'u', password: 'p', peerhost: '10.1.2.3' };
const TOPIC = { clientid: 'c', username: 'u', topic: 't', action: 'publish', qos: '1', retain: 'false' };

describe('a question of the broker', () => {
  it('is taken as EMQX fills it in', () => {
    expect(LogInQuestion.parse(LOG_IN)).toEqual(LOG_IN);
    expect(TopicQuestion.parse(TOPIC)).toEqual(TOPIC);
    const plain = { ...TOPIC, qos: 1, retain: false };
    expect(TopicQuestion.parse(plain)).toEqual(plain);
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { ...LOG_IN, password: undefined },
    { ...LOG_IN, username: '' },
    { ...LOG_IN, username: { $ne: '' } },
    { ...LOG_IN, clientid: 'x'.repeat(256) },
    { ...LOG_IN, superuser: true },
  ])('is nothing where it is not well formed: %j', (body) => expect(LogInQuestion.parse(body)).toBeNull());

  it.each([
    { ...TOPIC, action: 'all' },
    { ...TOPIC, topic: 'x'.repeat(1_001) },
    { ...TOPIC, retain: 'perhaps' },
  ])('about a topic is nothing where it is not well formed: %j', (body) =>
    expect(TopicQuestion.parse(body)).toBeNull(),
  );

  it.each([
    [undefined, false],
    [false, false],
    ['false', false],
    ['0', false],
    [true, true],
    ['true', true],
    ['1', true],
    ['', true],
    ['undefined', true],
  ] as const)('takes retain %j for %s', (retain, expected) => expect(isRetained({ retain })).toBe(expected));
});
