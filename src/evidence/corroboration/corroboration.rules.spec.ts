import { describe, expect, it } from '@jest/globals';
import { corroborate, withheld } from './corroboration.rules.js';
import {
  CHECKS,
  type Check,
  type CheckResult,
  type CorroborationFacts,
  type FlightFacts,
  type PictureClaims,
  type TrackSample,
} from './corroboration.types.js';
import { NO_LIGHT_CLAIMS } from './light.rules.js';
import { CORROBORATION_TEXTS, inWords } from './corroboration.words.js';

const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);
const SERIAL = '1581F5FJD238900D79WS';

const picture: PictureClaims = {
  capturedAt: at('02:10:01'),
  zone: 'stated',
  position: { lon: 115.4645, lat: 38.874 },
  aboveTakeoffMetres: 61.2,
  gimbalYawDegrees: -90,
  airframeYawDegrees: null,
  droneSerial: SERIAL,
  positionSource: 'exif_gps',
  light: NO_LIGHT_CLAIMS,
  receivedAt: at('03:00:01'),
  personIds: ['pilot', 'collector'],
};

const flight: FlightFacts = {
  flightId: 'flight-1',
  from: at('02:00:00'),
  to: at('02:30:00'),
  outsideMetres: 0,
  lowerMetres: 30,
  upperMetres: 80,
  heightReference: 'above_ground',
};

const sample = (time: string, more: Partial<TrackSample> = {}): TrackSample => ({
  at: at(time),
  lon: 115.4645,
  lat: 38.874,
  heightAboveTakeoffMetres: 60,
  headingDegrees: 265,
  speedMetresPerSecond: 0,
  receivedAt: new Date(at(time).getTime() + 400),
  ...more,
});

const facts: CorroborationFacts = {
  device: { id: 'device-1', assetCode: 'HB-UAV-0001', serials: [SERIAL] },
  declared: null,
  custody: [{ checkOutId: 'out-1', holderId: 'pilot', holderName: '李明', from: at('01:30:00'), to: null }],
  flights: [flight],
  recorded: [],
  brightness: null,
  track: {
    deviceId: 'device-1',
    recordedTrackId: null,
    saidBy: null,
    writtenBy: 'own_receiver',
    samples: [sample('02:10:00'), sample('02:10:02')],
  },
};

const check = (
  name: Check,
  claims: Partial<PictureClaims> = {},
  against: Partial<CorroborationFacts> = {},
): CheckResult => {
  const found = corroborate({ ...picture, ...claims }, { ...facts, ...against }).checks.find(
    (result) => result.check === name,
  );
  if (!found) throw new Error(`${name} was not checked`);
  return found;
};

describe('corroboration as a whole', () => {
  it('runs every check once, and says that agreement with its own receiver proves little', () => {
    const result = corroborate(picture, facts);
    expect(result.checks.map((one) => one.check)).toEqual([...CHECKS]);
    expect(result).toMatchObject({ verdict: 'consistent', counts: { consistent: 10, inconsistent: 0, unknown: 1 } });
    expect(result.words.en).toContain('proves little');
    expect(result.words.zh).toContain('证明力有限');
  });

  it('for a stranger to the device keeps no verdict that rests on it', () => {
    const results = [facts, { ...facts, custody: [], flights: [], track: null }].map((known) =>
      withheld(corroborate({ ...picture, zone: 'assumed' }, known), { zone: 'assumed' }),
    );
    const told = results.map(({ checks }) => checks.filter(({ reason }) => reason !== 'WITHHELD'));
    expect(told.map((checks) => checks.map((one) => one.check))).toEqual([
      ['DEVICE_SERIAL', 'CLOCK_RECEIPT', 'SUN_DAYLIGHT'],
      ['DEVICE_SERIAL', 'CUSTODY', 'CLOCK_RECEIPT', 'SUN_DAYLIGHT'],
    ]);
    expect(results[0]).toMatchObject({ verdict: 'consistent', counts: { consistent: 2, inconsistent: 0, unknown: 9 } });
    expect(results[0]?.checks.map((one) => one.check)).toEqual([...CHECKS]);
    expect(JSON.stringify(results[0])).not.toMatch(/李明|out-1|flight-1|distanceMetres/);
    expect(results[0]?.words.en).toContain('Asia/Shanghai was assumed');
  });

  it('drops that remark when somebody else’s record agrees', () => {
    const track = { ...facts.track!, writtenBy: 'third_party' as const };
    const result = corroborate(picture, { ...facts, track });
    expect(result.checks.find((one) => one.check === 'TRACK_POSITION')?.independence).toBe('independent');
    expect(result.words.en).not.toContain('proves little');
  });

  it('is inconsistent with one contradiction, unknown without any agreement', () => {
    expect(corroborate({ ...picture, position: { lon: 116, lat: 38 } }, facts).verdict).toBe('inconsistent');
    const nothing = {
      device: null,
      declared: null,
      custody: null,
      flights: null,
      track: null,
      recorded: [],
      brightness: null,
    };
    const empty = corroborate({ ...picture, capturedAt: null, droneSerial: null }, nothing);
    expect(empty).toMatchObject({
      verdict: 'unknown',
      counts: { consistent: 0, inconsistent: 0, unknown: CHECKS.length },
    });
    expect(empty.words.en).not.toContain('proves little');
  });

  it('says when the zone was assumed', () => {
    expect(corroborate({ ...picture, zone: 'assumed' }, facts).words.en).toContain('Asia/Shanghai was assumed');
  });

  it('leaves no gap in any sentence', () => {
    const cases = [
      corroborate(picture, facts),
      corroborate({ ...picture, droneSerial: 'X', personIds: [] }, { ...facts, track: null }),
    ];
    for (const { words } of cases.flatMap(({ checks }) => checks))
      expect(words.zh + words.en).not.toMatch(/[{}]|undefined|NaN/);
  });
});

describe('serial and custody', () => {
  it.each([
    [{}, {}, 'consistent', 'SERIAL_MATCHES'],
    [{ droneSerial: SERIAL.toLowerCase() }, {}, 'consistent', 'SERIAL_MATCHES'],
    [{ droneSerial: 'OTHER' }, {}, 'inconsistent', 'SERIAL_DIFFERS'],
    [
      {},
      { declared: { id: 'device-2', assetCode: 'HB-UAV-0002', serials: ['OTHER'] } },
      'inconsistent',
      'SERIAL_DIFFERS',
    ],
    [{ droneSerial: 'OTHER' }, { device: null }, 'unknown', 'SERIAL_NOT_REGISTERED'],
    [{ droneSerial: null }, {}, 'unknown', 'NO_SERIAL'],
  ])('serial: %j %j → %s %s', (claims, against, verdict, reason) => {
    expect(check('DEVICE_SERIAL', claims, against)).toMatchObject({ verdict, reason, independence: 'same_party' });
  });

  it('names the holder of that moment and the check-out', () => {
    const result = check('CUSTODY');
    expect(result).toMatchObject({ verdict: 'consistent', reason: 'HELD_BY_NAMED' });
    expect(result.references).toEqual([
      { kind: 'check_out', id: 'out-1' },
      { kind: 'user', id: 'pilot' },
    ]);
    expect(result.words.zh).toContain('李明');
  });

  const span = facts.custody![0]!;
  it.each([
    [{ personIds: ['somebody'] }, {}, 'inconsistent', 'HELD_BY_ANOTHER'],
    [{ personIds: [] }, {}, 'unknown', 'NOBODY_NAMED'],
    [{}, { custody: [] }, 'inconsistent', 'HELD_BY_NOBODY'],
    [{}, { custody: [{ ...span, to: at('02:10:01') }] }, 'inconsistent', 'HELD_BY_NOBODY'],
    [{}, { custody: [{ ...span, from: at('02:10:01') }] }, 'consistent', 'HELD_BY_NAMED'],
    [{}, { custody: null }, 'unknown', 'CUSTODY_NOT_KNOWN'],
    [{ capturedAt: null }, {}, 'unknown', 'NO_CAPTURE_TIME'],
    [{}, { device: null }, 'unknown', 'NO_DEVICE'],
  ])('custody: %j %j → %s %s', (claims, against, verdict, reason) => {
    expect(check('CUSTODY', claims, against)).toMatchObject({ verdict, reason });
  });
});

describe('flight plan', () => {
  it('holds its half-open period, and counts the minutes outside', () => {
    expect(check('FLIGHT_PERIOD')).toMatchObject({ verdict: 'consistent', numbers: { minutesOutside: 0 } });
    expect(check('FLIGHT_PERIOD', { capturedAt: at('02:42:00') })).toMatchObject({
      verdict: 'inconsistent',
      numbers: { minutesOutside: 12 },
    });
    expect(check('FLIGHT_PERIOD', { capturedAt: at('02:00:00') }).verdict).toBe('consistent');
    expect(check('FLIGHT_PERIOD', { capturedAt: at('02:30:00') }).verdict).toBe('inconsistent');
    expect(check('FLIGHT_PERIOD', {}, { flights: [] })).toMatchObject({ verdict: 'unknown', reason: 'NO_FLIGHT_PLAN' });
  });

  it('takes of several plans the one of the time, then the nearest on the map', () => {
    const earlier = { ...flight, flightId: 'earlier', from: at('00:00:00'), to: at('01:00:00') };
    const elsewhere = { ...flight, flightId: 'elsewhere', outsideMetres: 900 };
    const result = check('FLIGHT_VOLUME', {}, { flights: [earlier, elsewhere, flight] });
    expect(result).toMatchObject({ verdict: 'consistent', references: [{ kind: 'flight', id: 'flight-1' }] });
  });

  it.each([
    [{ outsideMetres: 15 }, 'consistent', 'INSIDE_VOLUME'],
    [{ outsideMetres: 15.1 }, 'inconsistent', 'OUTSIDE_VOLUME'],
    [{ outsideMetres: null }, 'unknown', 'NO_POSITION'],
    [{ from: at('02:20:00') }, 'unknown', 'NO_FLIGHT_PLAN'],
  ])('volume: %j → %s %s', (plan, verdict, reason) => {
    expect(check('FLIGHT_VOLUME', {}, { flights: [{ ...flight, ...plan }] })).toMatchObject({ verdict, reason });
  });

  it.each([
    [{ aboveTakeoffMetres: 100 }, {}, 'consistent', 'WITHIN_BAND'],
    [{ aboveTakeoffMetres: 100 }, { heightReference: 'above_takeoff' as const }, 'inconsistent', 'OUTSIDE_BAND'],
    [{ aboveTakeoffMetres: 100.1 }, {}, 'inconsistent', 'OUTSIDE_BAND'],
    [{}, { heightReference: 'other' as const }, 'unknown', 'HEIGHTS_NOT_COMPARABLE'],
    [{ aboveTakeoffMetres: null }, {}, 'unknown', 'NO_HEIGHT'],
  ])('height: %j %j → %s %s', (claims, plan, verdict, reason) => {
    expect(check('FLIGHT_HEIGHT', claims, { flights: [{ ...flight, ...plan }] })).toMatchObject({ verdict, reason });
  });
});

describe('track', () => {
  const track = (...samples: TrackSample[]): Partial<CorroborationFacts> => ({ track: { ...facts.track!, samples } });

  it('gives the metres at that second, and what they are worth', () => {
    const result = check('TRACK_POSITION', { position: { lon: 115.4645, lat: 38.8741 } });
    expect(result).toMatchObject({ verdict: 'consistent', reason: 'NEAR_TRACK', independence: 'same_receiver' });
    expect(result.numbers.distanceMetres).toBeCloseTo(11.12, 2);
    expect(result.thresholds).toEqual({ allowedMetres: 15, allowedSeconds: 2 });
    expect(result.words.en).toContain('11.1 m');
  });

  it('says nothing of a position that was taken from the track itself, and less of one by hand', () => {
    const [read, stated] = (['telemetry', 'manual'] as const).map((positionSource) =>
      corroborate({ ...picture, positionSource }, facts).checks.find(({ check }) => check === 'TRACK_POSITION'),
    );
    expect(read).toMatchObject({ verdict: 'unknown', reason: 'POSITION_FROM_TRACK', independence: 'same_receiver' });
    expect(stated).toMatchObject({ verdict: 'consistent', independence: 'same_party' });
  });

  it('allows for the speed and the whole seconds of EXIF', () => {
    const fast = track(
      sample('02:10:00', { speedMetresPerSecond: 15 }),
      sample('02:10:02', { speedMetresPerSecond: 12 }),
    );
    const result = check('TRACK_POSITION', { position: { lon: 115.4645, lat: 38.8744 } }, fast);
    expect(result).toMatchObject({ verdict: 'consistent', thresholds: { allowedMetres: 45 } });
    expect(check('TRACK_POSITION', { position: { lon: 115.4645, lat: 38.8745 } }, fast).verdict).toBe('inconsistent');
  });

  it('is taken from a file where the line tells nothing of that second, and named so', () => {
    const file = {
      ...facts.track!,
      recordedTrackId: 'file-1',
      saidBy: 'serial' as const,
      samples: [sample('02:10:01', { receivedAt: null })],
    };
    const alone = { track: { ...facts.track!, samples: [] }, recorded: [file] };
    const result = check('TRACK_POSITION', { position: { lon: 115.4645, lat: 38.8741 } }, alone);
    expect(result).toMatchObject({
      verdict: 'consistent',
      independence: 'same_receiver',
      references: [{ kind: 'recorded_track', id: 'file-1', saidBy: 'serial' }],
    });
    expect(check('TRACK_POSITION', {}, { recorded: [file] }).references).toEqual([{ kind: 'track', id: 'device-1' }]);
    expect(check('CLOCK_DEVICE', {}, alone).reason).toBe('CLOCK_NOT_OBSERVED');
  });

  describe('out of files', () => {
    const ofFile = (id: string, ...samples: TrackSample[]) =>
      ({ ...facts.track!, recordedTrackId: id, saidBy: 'declared', samples }) as const;
    const far = ofFile('far', sample('02:10:01', { lat: 38.9, heightAboveTakeoffMetres: 90, gimbalYawDegrees: 100 }));
    const bare = ofFile('bare', sample('02:10:01', { heightAboveTakeoffMetres: null, headingDegrees: null }));
    const near = ofFile('near', sample('02:10:01', { gimbalYawDegrees: -90 }));
    const offLine = { ...facts.track!, samples: [] };
    const tracks = ['TRACK_POSITION', 'TRACK_HEIGHT', 'TRACK_HEADING'] as const;

    it.each(tracks)('%s is confirmed and never contradicted', (name) => {
      const alone = check(name, {}, { track: offLine, recorded: [far] });
      expect(alone).toMatchObject({ verdict: 'unknown', reason: 'FILE_DIFFERS' });
      expect(alone.references).toEqual([{ kind: 'recorded_track', id: 'far', saidBy: 'declared' }]);
      const second = check(name, {}, { track: offLine, recorded: [far, bare, near] });
      expect(second.verdict).toBe('consistent');
      expect(second.references).toEqual([
        { kind: 'recorded_track', id: name === 'TRACK_POSITION' ? 'bare' : 'near', saidBy: 'declared' },
      ]);
      expect(corroborate(picture, { ...facts, track: offLine, recorded: [far] }).verdict).toBe('consistent');
    });

    it('stands against the line no better than before', () => {
      const line = track(sample('02:10:00', { lat: 38.9 }), sample('02:10:02', { lat: 38.9 }));
      expect(check('TRACK_POSITION', {}, { ...line, recorded: [near] }).verdict).toBe('inconsistent');
    });

    it('says what a file lacks where none says more', () => {
      expect(check('TRACK_HEIGHT', {}, { track: offLine, recorded: [bare] }).reason).toBe('NO_HEIGHT');
    });
  });

  it('gives no metres without a track near in time', () => {
    const result = check('TRACK_POSITION', {}, track(sample('02:09:00')));
    expect(result).toMatchObject({
      verdict: 'unknown',
      reason: 'TRACK_TOO_FAR_IN_TIME',
      numbers: { secondsToSample: 61 },
    });
    expect(result.numbers).not.toHaveProperty('distanceMetres');
    expect(check('TRACK_POSITION', {}, track())).toMatchObject({ verdict: 'unknown', reason: 'NO_TRACK' });
  });

  it('compares heights above take-off only', () => {
    expect(check('TRACK_HEIGHT')).toMatchObject({ verdict: 'consistent', thresholds: { allowedMetres: 10 } });
    expect(check('TRACK_HEIGHT').numbers.differenceMetres).toBeCloseTo(1.2, 9);
    expect(check('TRACK_HEIGHT', { aboveTakeoffMetres: 71 }).verdict).toBe('inconsistent');
    expect(check('TRACK_HEIGHT', { aboveTakeoffMetres: null })).toMatchObject({
      verdict: 'unknown',
      reason: 'NO_HEIGHT',
    });
  });

  it.each([
    ['gimbal with gimbal first', { gimbalYawDegrees: -90 }, { gimbalYawDegrees: 100 }, 'inconsistent', 170],
    ['airframe with airframe next', { airframeYawDegrees: -90 }, {}, 'consistent', 5],
    ['gimbal with airframe last', { gimbalYawDegrees: -90 }, {}, 'consistent', 5],
    ['a turned gimbal decides nothing', { gimbalYawDegrees: 0 }, {}, 'unknown', 95],
    ['an airframe that points elsewhere does', { airframeYawDegrees: 0 }, {}, 'inconsistent', 95],
  ])('heading: %s', (_, claims, ofTrack, verdict, differenceDegrees) => {
    const result = check('TRACK_HEADING', claims, track(sample('02:10:01', ofTrack)));
    expect(result).toMatchObject({ verdict, numbers: { differenceDegrees } });
  });

  it('has no heading to compare when one side is silent', () => {
    expect(check('TRACK_HEADING', { gimbalYawDegrees: null })).toMatchObject({
      verdict: 'unknown',
      reason: 'NO_HEADING',
    });
  });
});

describe('clocks', () => {
  it('counts the minutes to the receipt, and refuses a capture after it', () => {
    expect(check('CLOCK_RECEIPT')).toMatchObject({ verdict: 'consistent', numbers: { minutesToReceipt: 50 } });
    expect(check('CLOCK_RECEIPT', { capturedAt: at('03:07:01') })).toMatchObject({
      verdict: 'inconsistent',
      numbers: { minutesAfterReceipt: 7 },
    });
  });

  it('reads the device’s clock from live messages only', () => {
    expect(check('CLOCK_DEVICE')).toMatchObject({
      verdict: 'consistent',
      numbers: { offsetSeconds: 0.4, messages: 2 },
    });
    const delays = [1, 1.5, 9, 90].map((seconds, index) =>
      sample(`02:10:0${index}`, { receivedAt: new Date(at(`02:10:0${index}`).getTime() + seconds * 1_000) }),
    );
    const uneven = check('CLOCK_DEVICE', {}, { track: { ...facts.track!, samples: delays } });
    expect(uneven).toMatchObject({ verdict: 'consistent', numbers: { offsetSeconds: 5.25, messages: 4 } });
    expect(check('CLOCK_DEVICE', {}, { track: { ...facts.track!, samples: [] } })).toMatchObject({
      verdict: 'unknown',
      reason: 'CLOCK_NOT_OBSERVED',
      numbers: {},
    });
    const skewed = facts.track!.samples.map((one) => ({ ...one, receivedAt: new Date(one.at.getTime() + 300_000) }));
    expect(check('CLOCK_DEVICE', {}, { track: { ...facts.track!, samples: skewed } }).verdict).toBe('inconsistent');
    const late = facts.track!.samples.map((one) => ({ ...one, receivedAt: at('09:00:00') }));
    expect(check('CLOCK_DEVICE', {}, { track: { ...facts.track!, samples: late } })).toMatchObject({
      reason: 'CLOCK_NOT_OBSERVED',
    });
  });
});

describe('words', () => {
  it('has each reason in both languages with the same gaps to fill', () => {
    const gaps = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
    for (const { zh, en } of Object.values(CORROBORATION_TEXTS)) expect(gaps(zh)).toEqual(gaps(en));
  });

  it('rounds numbers to one decimal', () => {
    expect(inWords('HEIGHT_AGREES', { differenceMetres: 1.249, allowedMetres: 10 }).en).toContain(
      '1.2 m (10 m allowed)',
    );
  });
});
