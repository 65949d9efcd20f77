import { describe, expect, it, jest } from '@jest/globals';
import type { Config } from '../../platform/index.js';
import type { DeviceBrokerPolicy } from '../devices/broker.policy.js';
import type { DeviceDirectory } from '../devices/device.directory.js';
import type { ClientIds } from './client-ids.js';
import type { IntakeLogIn } from './intake.log-in.js';
import { LogInQuestions } from './log-in.questions.js';

const STRANGERS = 20_001;

function questionsOf(attempts: number) {
  const clock = { at: new Date('2026-03-01T08:00:00Z'), now: () => clock.at };
  const authenticate = jest.fn(async (username: string, password: string) =>
    password === 'right' ? { kind: 'device', id: username, username } : undefined,
  );
  const refusedStranger = jest.fn(() => false);
  const questions = new LogInQuestions(
    { authenticate, refusedStranger } as unknown as DeviceBrokerPolicy,
    {
      byName: async (name: string) => (name.startsWith('HB') ? { id: name } : undefined),
    } as unknown as DeviceDirectory,
    { isNamed: () => false, owns: () => false } as unknown as IntakeLogIn,
    { isOfAnother: () => false, claim: () => true } as unknown as ClientIds,
    clock,
    { SKYDOCKET_LOGIN_ATTEMPTS: attempts } as Config,
  );
  const asks = (username: string, password = 'wrong', peerhost = '10.0.0.1') =>
    questions.mayEnter({ username, password, clientid: 'c', peerhost });
  return { asks, authenticate, refusedStranger, clock };
}

describe('whether somebody may come in', () => {
  it('is no for strangers, who are counted, looked at no further and push nobody out of memory', async () => {
    const { asks, authenticate, refusedStranger } = questionsOf(1);
    expect(await asks('HB-1')).toBe(false);
    for (let nth = 0; nth < STRANGERS; nth += 1) expect(await asks(`stranger ${nth}`)).toBe(false);
    expect(refusedStranger).toHaveBeenCalledTimes(STRANGERS);
    expect(await asks('HB-1', 'right')).toBe(false);
    expect(authenticate).toHaveBeenCalledTimes(1);
  });

  it('is looked at again where it was not guessed, and after a while', async () => {
    const { asks, clock } = questionsOf(2);
    expect([await asks('HB-1'), await asks('HB-1'), await asks('HB-1', 'right')]).toEqual([false, false, false]);
    expect(await asks('HB-1', 'right', '10.0.0.2')).toBe(true);
    clock.at = new Date(clock.at.getTime() + 30_000);
    expect(await asks('HB-1', 'right')).toBe(true);
  });

  it('forgets guesses once the secret was said', async () => {
    const { asks } = questionsOf(2);
    for (let round = 0; round < 3; round += 1)
      expect([await asks('HB-1'), await asks('HB-1', 'right')]).toEqual([false, true]);
  });
});
