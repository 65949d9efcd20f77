import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordingKind } from '../../../src/telemetry/recorded/recorded.codes.js';
import type { RecordedPoint } from '../../../src/telemetry/recorded/recorded.types.js';
import { recogniseRecording } from '../../../src/telemetry/recorded/formats/recognise.rules.js';
import { bracketedFrame, exposureFrame, gpxOf, homeFrame, LAST_INSTANT, markLine } from '../../factories/recordings.js';
import { readRecording } from '../../../src/telemetry/recorded/formats/read-recording.js';

const BEGIN = Date.parse('2023-07-10T05:45:12.345Z');
const at = (seconds: number): Date => new Date(BEGIN + seconds * 1000);
const SPOT = { lon: '116.542300', lat: '37.886100' };

async function read(file: string | Buffer, kind?: RecordingKind, pieceBytes = 1_000) {
  const bytes = Buffer.from(file);
  const found = kind ?? recogniseRecording(bytes.subarray(0, 4096), bytes.length) ?? 'unknown';
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  const reading = readRecording({ kind: found, sizeBytes: bytes.length, notAfter: LAST_INSTANT });
  const points: RecordedPoint[] = [];
  for await (const batch of reading.batches(() => Promise.resolve(Readable.from(pieces)))) points.push(...batch);
  return { points, summary: reading.summary() };
}

const refusal = async (file: string | Buffer, kind?: RecordingKind): Promise<string> => {
  try {
    await read(file, kind);
    return 'read';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const bracketed = (count: number) =>
  Array.from({ length: count }, (_, index) => bracketedFrame(index + 1, at(index / 30), SPOT)).join('');

describe('subtitles of a drone', () => {
  it('give place, heights, frame and time by a clock of China', async () => {
    const { points, summary } = await read(bracketed(3));
    expect(points).toHaveLength(3);
    expect(points[0]).toMatchObject({
      at: at(0),
      line: 1,
      segment: 1,
      position: { lon: 116.5423, lat: 37.8861 },
      heightAboveTakeoffMetres: 60.1,
      altitudeUnstatedMetres: 75.2,
      altitudeEllipsoidMetres: null,
      extra: { frame: 1 },
    });
    expect(points[2]?.line).toBe(13);
    expect(summary).toMatchObject({
      format: 'srt_bracketed',
      clock: { basis: 'local_assumed', assumedZone: 'Asia/Shanghai' },
      points: 3,
      noFix: 0,
    });
  });

  it.each([
    [
      'with a letter too many',
      '[latitude : 37.8861] [longtitude : 116.5423] [altitude: 75.2]',
      { altitudeUnstatedMetres: 75.2 },
    ],
    [
      'with the angles of a gimbal',
      '[latitude: 37.8861] [longitude: 116.5423] [gb_yaw: 10.5 gb_pitch: -90.0 gb_roll: 0.0]',
      {
        gimbal: { yawDegrees: 10.5, pitchDegrees: -90, rollDegrees: 0 },
      },
    ],
    [
      'with a height that is no number',
      '[latitude: 37.8861] [longitude: 116.5423] [rel_alt: n/a abs_alt: NaN]',
      {
        heightAboveTakeoffMetres: null,
        altitudeUnstatedMetres: null,
      },
    ],
  ])('are read %s', async (_, words, expected) => {
    const frame = `1\n00:00:00,000 --> 00:00:00,033\nSrtCnt : 1, DiffTime : 33ms\n2019-05-01 10:15:30,123,456\n${words}\n\n`;
    const { points } = await read(frame);
    expect(points[0]).toMatchObject({ ...expected, position: { lon: 116.5423, lat: 37.8861 } });
    expect(points[0]?.at.toISOString()).toBe('2019-05-01T02:15:30.123Z');
  });

  it('are read in the older spelling with the start in it', async () => {
    const { points, summary } = await read(homeFrame(1, at(0), SPOT) + homeFrame(2, at(1), SPOT));
    expect(points.map((point) => point.at.toISOString())).toEqual([
      '2023-07-10T05:45:12.000Z',
      '2023-07-10T05:45:13.000Z',
    ]);
    expect(points[0]).toMatchObject({
      position: { lon: 116.5423, lat: 37.8861 },
      heightAboveTakeoffMetres: 41.5,
      altitudeUnstatedMetres: null,
      extra: { thirdNumber: 19 },
    });
    expect(summary).toMatchObject({ format: 'srt_home', order: 'lon_lat' });
  });

  it('tell by themselves which number is the longitude where one is beyond 90', async () => {
    const swapped = await read(exposureFrame(1, '37.8861, 116.5423, 15', '2023-07-10 13:45:12'));
    expect(swapped.points[0]?.position).toEqual({ lon: 116.5423, lat: 37.8861 });
    expect(swapped.summary.order).toBe('lat_lon');
    expect(swapped.points[0]).toMatchObject({ heightAboveTakeoffMetres: 6, speedMetresPerSecond: 4 });
    const unproven = await read(exposureFrame(1, '11.5, 48.1, 15', '2023-07-10 13:45:12'));
    expect(unproven.points[0]?.position).toEqual({ lon: 11.5, lat: 48.1 });
    expect(unproven.summary.order).toBe('lon_lat_by_format');
    const provenLater = await read(
      exposureFrame(1, '11.5, 48.1, 15', '2023-07-10 13:45:12') +
        exposureFrame(2, '116.5, 37.8, 15', '2023-07-10 13:45:13') +
        exposureFrame(3, '11.5, 48.1, 15', '2023-07-10 13:45:14'),
    );
    expect(provenLater.points.map(({ position }) => position.lon)).toEqual([11.5, 116.5, 11.5]);
    expect(provenLater.summary.order).toBe('lon_lat');
    expect(
      await refusal(
        exposureFrame(1, '11.5, 48.1, 15', '2023-07-10 13:45:12') +
          exposureFrame(2, '37.8, 116.5, 15', '2023-07-10 13:45:13'),
      ),
    ).toBe('TRACK_ORDER_MIXED');
    expect(
      await refusal(
        exposureFrame(1, '116.5, 37.8, 15', '2023-07-10 13:45:12') +
          exposureFrame(2, '37.8, 116.5, 15', '2023-07-10 13:45:13'),
      ),
    ).toBe('TRACK_ORDER_MIXED');
  });

  it('are the same with any ends of lines, any mark of the byte order, and in any pieces', async () => {
    const text = bracketed(4);
    const plain = await read(text);
    const crlf = text.replaceAll('\n', '\r\n');
    for (const file of [crlf, `\uFEFF${text}`]) expect((await read(file)).points).toEqual(plain.points);
    const little = Buffer.from(`\uFEFF${crlf}`, 'utf16le');
    for (const file of [little, Buffer.from(little).swap16()]) {
      expect(recogniseRecording(file.subarray(0, 401), file.length)).toBe('srt');
      for (const piece of [1, 7, 10_000]) expect((await read(file, undefined, piece)).points).toEqual(plain.points);
    }
    expect((await read(text.trimEnd())).points).toEqual(plain.points);
  });

  it('have a gap where there was no fix', async () => {
    const none = { lon: '0.000000', lat: '0.000000' };
    const frames = [SPOT, none, none, SPOT].map((spot, index) => bracketedFrame(index + 1, at(index), spot));
    const { points, summary } = await read(frames.join(''));
    expect(points.map(({ line, segment }) => [line, segment])).toEqual([
      [1, 1],
      [19, 2],
    ]);
    expect(summary.noFix).toBe(2);
    expect(await refusal(frames.slice(1, 3).join(''))).toBe('TRACK_EMPTY');
  });

  it.each([
    ['TRACK_TRUNCATED', bracketed(3).slice(0, -120)],
    ['TRACK_TRUNCATED', `${bracketed(2)}3\n00:00:00,066 --> 00:00`],
    ['TRACK_FORMATS_MIXED', bracketed(1) + homeFrame(2, at(1), SPOT)],
    ['TRACK_FORMATS_MIXED', bracketed(1) + markLine(1)],
    ['TRACK_FORMATS_MIXED', `${bracketed(1)}<gpx version="1.1"></gpx>\n`],
    ['TRACK_POSITION_OUT_OF_RANGE', bracketedFrame(1, at(0), { ...SPOT, lat: '213.64' })],
    ['TRACK_NUMBER_UNREADABLE', bracketedFrame(1, at(0), { ...SPOT, lat: 'NaN' })],
    ['TRACK_NUMBER_UNREADABLE', bracketedFrame(1, at(0), { ...SPOT, lat: '1e2' })],
    ['TRACK_DECIMAL_COMMA', bracketedFrame(1, at(0), { ...SPOT, lon: '116,5423' })],
    ['TRACK_DECIMAL_COMMA', homeFrame(1, at(0), { lon: '116,5423', lat: '37,8861' })],
    ['TRACK_TIME_BACKWARDS', bracketed(1) + bracketedFrame(2, at(-60), SPOT)],
    ['TRACK_TIME_MISSING', exposureFrame(1, '116.5, 37.8, 15')],
    ['TRACK_TIME_IMPOSSIBLE', exposureFrame(1, '116.5, 37.8, 15', '2023-04-31 10:00:00')],
    ['TRACK_TIME_IMPOSSIBLE', exposureFrame(1, '116.5, 37.8, 15', '1970-01-01 10:00:00')],
    ['TRACK_TIME_IMPOSSIBLE', exposureFrame(1, '116.5, 37.8, 15', '2100-01-01 10:00:00')],
    ['TRACK_LINE_UNREADABLE', `${bracketed(1)}hello\nworld\n\n`],
    ['TRACK_LINE_TOO_LONG', `${bracketed(1)}${'9'.repeat(20_000)}`],
    ['TRACK_ENCODING_UNREADABLE', Buffer.concat([Buffer.from(bracketed(1)), Buffer.from([0xc4, 0xe3])])],
  ])('are refused: %s', async (code, file) => expect(await refusal(file, 'srt')).toBe(code));
});

describe('marks of exposures', () => {
  it('give UTC by the leap seconds of then, and keep what the maker measured', async () => {
    const { points, summary } = await read(markLine(1) + markLine(2, { second: 107_132.5, quality: 34 }));
    expect(points[0]).toMatchObject({
      at: new Date('2023-07-10T05:45:12.000Z'),
      position: { lon: 116.5423, lat: 37.8861 },
      altitudeEllipsoidMetres: 95.2,
      fix: 'rtk_fixed',
      extra: {
        photo: 1,
        gpsWeek: 2270,
        gpsSecondOfWeek: 107_130,
        antennaToCameraMillimetres: { north: -26, east: 6, down: 192 },
        standardDeviationMetres: { north: 0.012345, east: 0.011234, height: 0.023456 },
        quality: 50,
      },
    });
    expect(points[1]).toMatchObject({ fix: 'rtk_converging', line: 2 });
    expect(summary.clock).toEqual({ basis: 'gps_time', assumedZone: null });
    const early = await read(markLine(1, { week: 1930, second: 0 }) + markLine(2, { week: 1930, second: 18 }));
    expect(early.points.map((point) => point.at.toISOString())).toEqual([
      '2016-12-31T23:59:43.000Z',
      '2017-01-01T00:00:00.000Z',
    ]);
  });

  it('run on into the next week', async () => {
    const { points } = await read(markLine(1, { second: 604_799 }) + markLine(2, { week: 2271, second: 0 }));
    expect(points.map((point) => point.at.getTime() % 604_800_000)).toHaveLength(2);
    expect((points[1]?.at.getTime() ?? 0) - (points[0]?.at.getTime() ?? 0)).toBe(1_000);
  });

  it.each([
    ['TRACK_WEEK_ROLLOVER', markLine(1, { week: 222 })],
    ['TRACK_TIME_IMPOSSIBLE', markLine(1, { second: 604_800 })],
    ['TRACK_TIME_IMPOSSIBLE', markLine(1, { week: 4_000 })],
    ['TRACK_TIME_BACKWARDS', markLine(1) + markLine(2, { second: 10 })],
    ['TRACK_POSITION_OUT_OF_RANGE', markLine(1, { lat: '213.0' })],
    ['TRACK_NUMBER_UNREADABLE', markLine(1, { lat: 'NaN' })],
    ['TRACK_DECIMAL_COMMA', markLine(1, { lon: '116,5423' })],
    ['TRACK_TRUNCATED', markLine(1) + markLine(2).slice(0, 60)],
    ['TRACK_FORMATS_MIXED', markLine(1) + bracketed(1).slice(2)],
    ['TRACK_LINE_UNREADABLE', `${markLine(1)}something else\n`],
    ['TRACK_EMPTY', markLine(1, { lat: '0.0', lon: '0.0' })],
  ])('are refused: %s', async (code, file) => expect(await refusal(file, 'mrk')).toBe(code));
});

describe('GPX', () => {
  const one = { at: '2023-07-10T05:45:12Z', ...SPOT };

  it.each(['1.0', '1.1'])('of version %s gives its tracks, and every segment for itself', async (version) => {
    const two = gpxOf([one, { ...one, at: '2023-07-10T13:45:13.5+08:00' }], version).replace(
      '</trkseg>',
      `</trkseg><trkseg><trkpt lat="37.9" lon="116.6"><extensions><time>1999-01-01T00:00:00Z</time></extensions><time>2023-07-10T05:45:14Z</time></trkpt></trkseg>`,
    );
    const { points, summary } = await read(two);
    expect(points.map(({ at: time, segment }) => [time.toISOString(), segment])).toEqual([
      ['2023-07-10T05:45:12.000Z', 1],
      ['2023-07-10T05:45:13.500Z', 1],
      ['2023-07-10T05:45:14.000Z', 2],
    ]);
    expect(points[0]).toMatchObject({ altitudeUnstatedMetres: 12.5, altitudeEllipsoidMetres: null });
    expect(summary).toMatchObject({ format: `gpx_${version}`, clock: { basis: 'stated' }, lines: 3 });
  });

  it('has its times in UTC where they state no zone', async () => {
    const { points, summary } = await read(gpxOf([{ ...one, at: '2023-07-10T05:45:12' }]));
    expect(points[0]?.at.toISOString()).toBe('2023-07-10T05:45:12.000Z');
    expect(summary.clock.basis).toBe('utc_by_format');
  });

  it('may spell its numbers with more decimals than a number holds', async () => {
    const long = { lon: `116.5423${'0'.repeat(20)}1`, lat: `37.8861${'3'.repeat(36)}` };
    const { points } = await read(gpxOf([{ ...one, ...long }]));
    expect(points[0]?.position).toEqual({ lon: 116.5423, lat: Number(long.lat) });
    const longer = { ...one, lat: `37.${'1'.repeat(41)}` };
    expect(await refusal(gpxOf([longer]), 'gpx')).toBe('TRACK_NUMBER_UNREADABLE');
  });

  const BOMB = `<!DOCTYPE gpx [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`;
  it.each([
    ['XML_DOCTYPE_REFUSED', gpxOf([one]).replace('?>', `?>${BOMB}`)],
    ['XML_DOCTYPE_REFUSED', gpxOf([one]).replace('?>', '?><!DOCTYPE gpx SYSTEM "file:///etc/passwd">')],
    ['XML_UNREADABLE', gpxOf([one]).replace('12.5', '&b;')],
    ['XML_UNREADABLE', gpxOf([one]).replace('</trk>', '</trak>')],
    ['TRACK_TRUNCATED', gpxOf([one]).slice(0, -30)],
    ['TRACK_TIME_MISSING', gpxOf([{ ...one, at: '' }])],
    ['TRACK_TIME_BACKWARDS', gpxOf([one, { ...one, at: '2023-07-10T05:00:00Z' }])],
    ['TRACK_POSITION_OUT_OF_RANGE', gpxOf([{ ...one, lat: '213' }])],
    ['TRACK_NUMBER_UNREADABLE', gpxOf([{ ...one, lat: 'NaN' }])],
    ['TRACK_DECIMAL_COMMA', gpxOf([{ ...one, lat: '37,8' }])],
    ['TRACK_EMPTY', gpxOf([{ ...one, lat: '0', lon: '0' }])],
    ['TRACK_EMPTY', gpxOf([])],
    ['TRACK_FORMAT_UNKNOWN', gpxOf([one], '2.0')],
    ['TRACK_LINE_UNREADABLE', `<gpx version="1.1">${'<a>'.repeat(5_000)}`],
  ])('is refused: %s', async (code, file) => expect(await refusal(file, 'gpx')).toBe(code));
});

describe('what a file is', () => {
  const header = (detailsAt: number, version: number) => {
    const bytes = Buffer.alloc(400, 0x5a);
    bytes.fill(0, 0, 100);
    bytes.writeBigUInt64LE(BigInt(detailsAt), 0);
    bytes.writeUInt16LE(380, 8);
    bytes.writeUInt8(version, 10);
    return bytes;
  };
  it.each([
    ['srt', Buffer.from(bracketed(1))],
    ['srt', Buffer.from(homeFrame(1, at(0), SPOT))],
    ['mrk', Buffer.from(markLine(1))],
    ['gpx', Buffer.from(gpxOf([]))],
    ['dji_flight_record', header(100, 13)],
    ['dji_dat', Buffer.concat([Buffer.alloc(16, 1), Buffer.from('BUILD 2020'), Buffer.alloc(40)])],
    [undefined, Buffer.from('1\n00:00:00,000 --> 00:00:02,000\nGood morning\n\n')],
    [undefined, Buffer.from('<svg><text>gpx</text></svg>')],
    [undefined, header(5_000, 13)],
    [undefined, header(100, 0)],
    [undefined, Buffer.alloc(0)],
  ])('is told by its bytes: %s', (kind, bytes) => expect(recogniseRecording(bytes, bytes.length)).toBe(kind));

  it('an encrypted flight record is said to be one', async () => {
    expect(await refusal(header(100, 13))).toBe('FLIGHT_RECORD_ENCRYPTED');
    expect(await refusal('anything')).toBe('TRACK_FORMAT_UNKNOWN');
  });
});

describe('any file', () => {
  const digits = (limit: number) =>
    fc.integer({ min: -limit * 1e6, max: limit * 1e6 }).map((value) => (value / 1e6).toFixed(6));
  const spots = fc.array(fc.record({ lon: digits(180), lat: digits(90) }), { minLength: 1, maxLength: 40 });

  it('gives back every place and moment written into it, in order', async () => {
    await fc.assert(
      fc.asyncProperty(spots, fc.constantFrom('srt', 'gpx', 'mrk' as const), async (places, kind) => {
        const file = {
          srt: () => places.map((spot, index) => bracketedFrame(index + 1, at(index), spot)).join(''),
          gpx: () => gpxOf(places.map((spot, index) => ({ ...spot, at: at(index).toISOString() }))),
          mrk: () =>
            places.map((spot, index) => markLine(index + 1, { ...spot, second: 107_130.345 + index })).join(''),
        }[kind]();
        const fixes = places.flatMap(({ lon, lat }, index) =>
          Number(lon) === 0 && Number(lat) === 0
            ? []
            : [{ at: at(index), position: { lon: Number(lon), lat: Number(lat) } }],
        );
        fc.pre(fixes.length > 0);
        const { points, summary } = await read(file, kind);
        expect(points.map((point) => ({ at: point.at, position: point.position }))).toEqual(fixes);
        expect(summary.noFix).toBe(places.length - fixes.length);
      }),
      { numRuns: 60 },
    );
  });

  it('cut anywhere or with any bytes in it is read or refused by name, never half', async () => {
    const files = {
      srt: bracketed(4),
      mrk: markLine(1) + markLine(2, { second: 107_140 }),
      gpx: gpxOf([{ at: '2023-07-10T05:45:12Z', ...SPOT }]),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('srt', 'mrk', 'gpx' as const),
        fc.nat(1_500),
        fc.uint8Array({ maxLength: 6 }),
        async (kind, where, noise) => {
          const whole = Buffer.from(files[kind]);
          const cut = Buffer.concat([
            whole.subarray(0, where % whole.length),
            noise,
            whole.subarray(where % whole.length),
          ]);
          expect(await refusal(cut, kind)).toMatch(/^(read|TRACK_[A-Z_]+|XML_[A-Z_]+)$/);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('that ends early is refused by name, or gives what the whole file begins with', async () => {
    const files = {
      srt: bracketed(3),
      mrk: markLine(1) + markLine(2, { second: 107_140 }),
      gpx: gpxOf([{ at: '2023-07-10T05:45:12Z', ...SPOT }]),
    };
    const readAt: Record<string, number> = {};
    for (const [name, text] of Object.entries(files)) {
      const [kind, bytes] = [name as RecordingKind, Buffer.from(text)];
      const whole = (await read(bytes, kind)).points;
      for (let length = 1; length < bytes.length; length += 1) {
        const begun = bytes.subarray(0, length);
        const outcome = await refusal(begun, kind);
        expect(outcome).toMatch(/^(read|TRACK_[A-Z_]+|XML_[A-Z_]+)$/);
        if (outcome !== 'read') continue;
        const { points } = await read(begun, kind);
        expect(points.length).toBeGreaterThan(0);
        expect(points).toEqual(whole.slice(0, points.length));
        readAt[name] = (readAt[name] ?? 0) + 1;
      }
    }
    expect(Object.keys(readAt).toSorted()).toEqual(['mrk', 'srt']);
  });
});
