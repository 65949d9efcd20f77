import { describe, expect, it } from '@jest/globals';
import { mayKnowFlight } from './flight-sight.rules.js';

const within = (unitId: string, ancestorId: string): boolean => unitId === ancestorId || ancestorId === 'city';
const flight = { pilotId: 'pilot', unitId: 'county', caseId: 'river' };
const stranger = { uploadedBy: 'officer', unitId: 'elsewhere', caseIds: [] as string[] };

describe('a flight', () => {
  it.each([
    ['its pilot', { ...stranger, uploadedBy: 'pilot' }],
    ['its unit', { ...stranger, unitId: 'county' }],
    ['a unit above it', { ...stranger, unitId: 'city' }],
    ['those who work on its case', { ...stranger, caseIds: ['river'] }],
  ])('is known to %s', (_, uploader) => expect(mayKnowFlight(uploader, flight, within)).toBe(true));

  it.each([
    ['strangers', stranger, flight],
    ['those of another case', { ...stranger, caseIds: ['forest'] }, flight],
    ['those of no case, where it has none', stranger, { ...flight, caseId: null }],
    ['a device, where nobody flew it', { ...stranger, uploadedBy: null }, { ...flight, pilotId: null }],
  ])('is not known to %s', (_, uploader, of) => expect(mayKnowFlight(uploader, of, within)).toBe(false));
});
