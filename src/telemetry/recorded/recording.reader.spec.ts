import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { Clock, type Tx } from '../../platform/index.js';
import { RecordingReader } from './recording.reader.js';

const sameBytes = new QueryFailedError(
  'UPDATE',
  [],
  Object.assign(new Error(), { code: '23505', constraint: 'recorded_track_bytes_key' }),
);

function readerOf(isMarked: boolean): RecordingReader {
  const tracks = { lockWaiting: () => Promise.reject(sameBytes), markDuplicate: () => Promise.resolve(isMarked) };
  const unitOfWork = { run: (_actor: object, work: (tx: Tx) => Promise<unknown>) => work({} as Tx) };
  return Reflect.construct(RecordingReader, [{}, tracks, {}, {}, unitOfWork, new Clock()]) as RecordingReader;
}

describe('a file with the bytes of another one', () => {
  it('is its duplicate', async () => {
    await expect(readerOf(true).read({ id: 'track' })).resolves.toBeUndefined();
  });

  it('is tried again where that one is gone by now', async () => {
    await expect(readerOf(false).read({ id: 'track' })).rejects.toBe(sameBytes);
  });
});
