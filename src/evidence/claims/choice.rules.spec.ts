import { describe, expect, it } from '@jest/globals';
import { judgeMetadata } from '../metadata/claims.rules.js';
import { NO_TAGS } from '../metadata/raw-tags.js';
import { choiceOfStated, withTrack } from './choice.rules.js';

const RECEIVED_AT = new Date('2026-03-01T04:00:00Z');
const WORD = { position: { lon: 116.5, lat: 37.9 }, trust: 'medium' } as const;
const silent = judgeMetadata(NO_TAGS, RECEIVED_AT);
const placed = judgeMetadata(
  { ...NO_TAGS, isDjiXmp: true, xmp: { GpsLatitude: '37.8', GpsLongitude: '116.4' } },
  RECEIVED_AT,
);

describe('the word of a track', () => {
  it('is taken where the file says nothing, and the reason says so', () => {
    const { positions, position } = withTrack(silent, WORD);
    expect(positions.map(({ source }) => source)).toEqual(['telemetry']);
    expect(position).toEqual({
      claim: { source: 'telemetry', lon: 116.5, lat: 37.9, trust: 'medium', problem: null },
      reason: 'TRACK_OF_DEVICE',
    });
  });

  it('stands beside the file’s own and never replaces it', () => {
    const { positions, position } = withTrack(placed, WORD);
    expect(positions.map(({ source }) => source)).toEqual(['xmp_dji', 'telemetry']);
    expect(position).toBe(placed.position);
    expect(withTrack(placed, null)).toBe(placed);
  });

  it('is taken where what the file says is not usable', () => {
    const nowhere = judgeMetadata(
      { ...NO_TAGS, isDjiXmp: true, xmp: { GpsLatitude: '0', GpsLongitude: '0' } },
      RECEIVED_AT,
    );
    expect(withTrack(nowhere, WORD)).toMatchObject({ position: { reason: 'TRACK_OF_DEVICE' }, flags: ['NULL_ISLAND'] });
  });
});

describe('the word of a person', () => {
  const stated = { lon: 116.5, lat: 37.9 };
  const near = { lon: 116.50005, lat: 37.9 };
  const far = { lon: 116.6, lat: 37.9 };

  it('is taken where nothing else is usable', () => {
    expect(choiceOfStated(stated, false, { source: null, usable: [] })).toEqual({
      reason: 'STATED_BY_PERSON',
      disagrees: false,
    });
  });

  it('stands beside what the file says unless it says that this is wrong', () => {
    const taken = { source: 'exif_gps', usable: [far] } as const;
    expect(choiceOfStated(stated, false, taken)).toEqual({ reason: null, disagrees: true });
    expect(choiceOfStated(stated, true, taken)).toEqual({ reason: 'PERSON_OVERRULES_FILE', disagrees: true });
    expect(choiceOfStated(stated, true, { ...taken, usable: [near] }).disagrees).toBe(false);
  });

  it('replaces an earlier word of a person', () => {
    expect(choiceOfStated(stated, false, { source: 'manual', usable: [far] }).reason).toBe('PERSON_OVERRULES_FILE');
    expect(choiceOfStated(stated, false, { source: 'manual', usable: [] }).reason).toBe('STATED_BY_PERSON');
  });
});
