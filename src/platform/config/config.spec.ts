import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from './config.js';

describe('loadConfig', () => {
  it('gives every key a default on an empty environment', () => {
    const config = loadConfig({});
    expect(config.SKYDOCKET_MODE).toBe('demonstration');
    expect(config.SKYDOCKET_HOST).toBe('127.0.0.1');
    expect(config.DATABASE_URL).toBeUndefined();
    expect(config.SKYDOCKET_ORIGINS).toEqual([]);
  });

  it('treats an empty variable as unset', () => {
    expect(loadConfig({ SKYDOCKET_PORT: '' }).SKYDOCKET_PORT).toBe(3000);
  });

  it('names a key whose address is no address, beside the other faults', () => {
    const { faults } = thrownBy(() => loadConfig({ SKYDOCKET_PORT: '99999', DATABASE_URL: 'nonsense' }));
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['SKYDOCKET_PORT', 'DATABASE_URL']);
  });

  it('reports all faults at once and never prints a value', () => {
    const load = () =>
      loadConfig({ SKYDOCKET_PORT: '99999', DATABASE_URL: 'mysql://user:hidden@db/x', SKYDOCKET_KEY: 'short' });
    const { faults, message } = thrownBy(load);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['SKYDOCKET_PORT', 'DATABASE_URL', 'SKYDOCKET_KEY']);
    expect(message).not.toContain('hidden');
  });
});

function thrownBy(work: () => unknown): ConfigError {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('no ConfigError was thrown');
}
