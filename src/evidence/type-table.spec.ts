import { describe, expect, it } from '@jest/globals';
import { UNRECOGNISED } from '../platform/index.js';
import { EVIDENCE_KINDS } from './evidence.codes.js';
import { admit } from './type-table.js';

const PAPER = ['document', 'record', 'rapid_test', 'session_record', 'measurement', 'other'] as const;

describe('what may be kept as what', () => {
  it.each([
    ['photo', 'image/jpeg'],
    ['photo', 'image/tiff'],
    ['video', 'video/mp4'],
    ['document', 'application/pdf'],
    ['document', 'image/png'],
    ['audio', 'audio/amr'],
    ['track', 'application/gpx+xml'],
    ['record', 'application/json'],
    ['satellite', 'image/tiff'],
    ['orthophoto', 'image/tiff'],
    ['rapid_test', 'application/pdf'],
    ['session_record', 'video/mp4'],
    ['measurement', 'application/json'],
  ] as const)('a %s may be %s', (kind, mediaType) => {
    expect(admit(kind, mediaType)).toMatchObject({ admitted: true });
  });

  it.each([
    ['photo', 'text/plain', [...PAPER, 'track']],
    ['photo', 'image/svg+xml', ['document', 'other']],
    ['photo', 'text/html', PAPER],
    ['video', 'image/jpeg', ['photo', 'document', 'rapid_test', 'other']],
    ['audio', 'application/pdf', PAPER],
    ['satellite', 'image/jpeg', ['photo', 'document', 'rapid_test', 'other']],
  ] as const)('a %s is never %s, and the answer names the kinds it could be', (kind, mediaType, admittedKinds) => {
    expect(admit(kind, mediaType)).toEqual({ admitted: false, admittedKinds });
  });

  it('keeps bytes of no known form as any kind, flagged where a form was promised', () => {
    for (const kind of EVIDENCE_KINDS) {
      const flags = kind === 'other' ? [] : ['MEDIA_TYPE_UNRECOGNISED'];
      expect(admit(kind, UNRECOGNISED)).toEqual({ admitted: true, flags });
    }
  });

  it('flags what a browser would run', () => {
    expect(admit('document', 'text/html')).toEqual({ admitted: true, flags: ['ACTIVE_CONTENT'] });
  });
});
