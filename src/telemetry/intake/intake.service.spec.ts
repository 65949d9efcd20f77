import { describe, expect, it } from '@jest/globals';
import type { BrokerMessage } from '../../platform/index.js';
import { IntakeService } from './intake.service.js';

describe('the intake', () => {
  it('rejects what cannot be read at all, and throws nothing past its promise', async () => {
    const intake = Object.create(IntakeService.prototype) as IntakeService;
    const message: BrokerMessage = {
      get topic(): string {
        throw new RangeError('unreadable');
      },
      payload: Buffer.alloc(0),
      receivedAt: new Date('2026-03-01T08:00:00Z'),
      clientId: 'c',
      principal: undefined,
    };
    let answer: Promise<void> | undefined;
    expect(() => (answer = intake.accept(message, 'own'))).not.toThrow();
    await expect(answer).rejects.toThrow('unreadable');
  });
});
