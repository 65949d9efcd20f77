import { describe, expect, it, jest } from '@jest/globals';
import type { Broker } from '../broker/index.js';
import { loadConfig } from '../config/index.js';
import type { UnitOfWork } from '../database/index.js';
import type { BlobStore } from '../storage/index.js';
import { Readiness } from './readiness.js';

describe('readiness', () => {
  it('asks once for all who ask within a second', async () => {
    const probe = jest.fn(async () => true);
    const readiness = new Readiness(
      { read: async () => [] } as unknown as UnitOfWork,
      { isOpen: () => true } as unknown as Broker,
      { probe } as unknown as BlobStore,
      loadConfig({ SKYDOCKET_MODE: 'production' }),
    );
    const tick = jest.spyOn(performance, 'now').mockReturnValue(10_000);
    await Promise.all([readiness.checks(), readiness.checks()]);
    tick.mockReturnValue(10_999);
    await readiness.checks();
    expect(probe).toHaveBeenCalledTimes(1);
    tick.mockReturnValue(11_000);
    await readiness.checks();
    expect(probe).toHaveBeenCalledTimes(2);
    tick.mockRestore();
  });
});
