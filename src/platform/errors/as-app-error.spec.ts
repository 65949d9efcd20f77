import { describe, expect, it } from '@jest/globals';
import { asAppError } from './as-app-error.js';

const coded = (code: string): Error => Object.assign(new Error('made by the test'), { code });

describe('asAppError', () => {
  it('blames the caller for JSON that the parser refused, and us for every other SyntaxError', () => {
    const parser = Object.assign(new SyntaxError('Unexpected token'), { type: 'entity.parse.failed', status: 400 });
    expect(asAppError(parser).code).toBe('MALFORMED_JSON');
    expect(asAppError(new SyntaxError('Unexpected token')).code).toBe('INTERNAL');
  });

  it.each(['22P02', '22003', '22007', '22008', '22021', '22P05'])(
    'answers 400 to a value with SQLSTATE %s',
    (state) => {
      expect(asAppError(coded(state))).toMatchObject({ code: 'VALIDATION_FAILED', entry: { status: 400 } });
    },
  );

  it.each(['08006', '57P01'])('names the database that is away (%s)', (state) => {
    expect(asAppError(coded(state))).toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { service: 'database' } });
  });

  it('names the database that gives no connection in time', () => {
    const late = new Error('timeout exceeded when trying to connect');
    expect(asAppError(late)).toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { service: 'database' } });
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE'])('names no service for %s, which any of them may give', (code) => {
    expect(asAppError(coded(code))).toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: {} });
    expect(asAppError(coded(code)).details).toEqual({});
  });
});
