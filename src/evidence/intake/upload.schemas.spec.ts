import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../platform/index.js';
import { parseUploadMetadata } from './upload.schemas.js';

const ID = '018f2f6e-7c11-7cc3-98c4-dc0c0c07398f';
const collectorsOf = (collectors: unknown) => parseUploadMetadata(JSON.stringify({ kind: 'photo', collectors }));

describe('the collectors of an upload', () => {
  it('may be users and others, each once', () => {
    expect(collectorsOf([ID, { name: '王见证' }]).collectors).toEqual([ID, { name: '王见证' }]);
  });

  it.each([
    ['a user', [ID, ID.toUpperCase()]],
    ['somebody without an account', [{ name: '王见证' }, { name: ' 王见证 ' }]],
  ])('never name %s twice', (_, collectors) => {
    expect(() => collectorsOf(collectors)).toThrow(AppError);
  });
});
