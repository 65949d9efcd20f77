import { describe, expect, it } from '@jest/globals';
import { PlatformErrors } from '../errors/index.js';
import { isPilotPath, pilotAnswer, pilotRefusal } from './pilot-interface.js';

describe('what DJI Pilot 2 is answered', () => {
  it.each([
    ['/manage/api/v1/token/refresh', true],
    ['/MEDIA/api/v1/workspaces/x/fast-upload', true],
    ['/storage/api/v1/workspaces/x/sts', true],
    ['/map/api/v1', true],
    ['/wayline/api/v1', true],
    ['/api/v1/map/x', false],
    ['/maps/x', false],
    ['/manage', false],
  ])('%s is its address: %s', (path, expected) => expect(isPilotPath(path)).toBe(expected));

  it('has code 0 on success, and an object where there is nothing to say', () => {
    expect(pilotAnswer({ id: 1 })).toEqual({ code: 0, message: 'success', data: { id: 1 } });
    expect(pilotAnswer(undefined)).toEqual({ code: 0, message: 'success', data: {} });
  });

  it('has a text and our own code on refusal', () => {
    const refusal = pilotRefusal(PlatformErrors.RATE_LIMITED({ retryAfterSeconds: 7 }), 'request-1', 'zh');
    expect(refusal).toMatchObject({ code: 429, data: { code: 'RATE_LIMITED', requestId: 'request-1' } });
    expect(refusal.message).toMatch(/[一-龥]/);
    expect(refusal.message).not.toContain('{');
  });
});
