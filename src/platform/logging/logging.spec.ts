import { describe, expect, it } from '@jest/globals';
import { createLogger } from './index.js';

function lineOf(fields: object): string {
  let line = '';
  createLogger('info', { write: (text) => (line += text) }).info(fields, 'said');
  return line;
}

describe('log lines', () => {
  it.each(['password', 'key', 'link', 'passwordLink', 'set-cookie', 'authorization'])('never hold a %s', (name) => {
    const line = lineOf({ [name]: 'hidden', body: { [name]: 'hidden' }, request: { headers: { [name]: 'hidden' } } });
    expect(line).toContain('[secret]');
    expect(line).not.toContain('hidden');
  });

  it('name the constraint of a database fault, and not the row', () => {
    const fault = Object.assign(new Error('duplicate'), {
      code: '23505',
      constraint: 'person_key',
      detail: 'Key (name)=(Li) already exists.',
    });
    const line = lineOf({ err: new Error('outer', { cause: fault }) });
    expect(line).toContain('person_key');
    expect(line).not.toContain('Li');
  });
});
