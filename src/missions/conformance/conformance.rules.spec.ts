import { describe, expect, it } from '@jest/globals';
import { circle, compassPoint, destination } from '../../geo/index.js';
import { detect, type WatchState } from './conformance.rules.js';
import type { AirLimits, AirSample, OtherAircraft, WatchedZone } from './conformance.types.js';

const START = Date.UTC(2026, 4, 1, 8);
const second = (seconds: number) => new Date(START + seconds * 1000);
const CENTRE = { lon: 116.53, lat: 37.89 };
const TAKE_OFF = destination(CENTRE, 180, 600);
const VOLUME = { geometry: circle(CENTRE, 200), lowerMetres: 30, upperMetres: 120 };
const FORBIDDEN: WatchedZone = {
  zoneId: 'z-forbidden',
  name: '禁飞区',
  rule: 'prohibited',
  volume: { geometry: circle(destination(CENTRE, 90, 150), 40), lowerMetres: 0, upperMetres: 100 },
  applies: [{ from: second(-60), to: second(600) }],
};
const WATER: WatchedZone = {
  ...FORBIDDEN,
  zoneId: 'z-water',
  name: '水源地',
  rule: 'authorisation',
  volume: { geometry: circle(destination(CENTRE, 270, 150), 40), lowerMetres: 0, upperMetres: Infinity },
  applies: [{}],
};
const OTHER: OtherAircraft = {
  flightId: 'f-other',
  position: destination(CENTRE, 0, 150),
  receivedAt: second(2),
  altitudeAmslMetres: 90,
  altitudeEllipsoidMetres: null,
};
const LIMITS: AirLimits = {
  plan: { during: { from: second(0), to: second(900) }, volumes: [VOLUME] },
  plannedTakeOff: TAKE_OFF,
  takenOffFrom: TAKE_OFF,
  knownZoneIds: new Set(),
  zones: [FORBIDDEN, WATER],
  others: [OTHER],
};
const FRESH: WatchState = {
  state: 'airborne',
  astraySince: null,
  heardAt: second(0),
  heightAt: second(0),
  positionAt: second(0),
  open: [],
};

/**
 * A moment in words: `<second> <where> [<height>]`. Where: a compass point and metres from the centre, `start` for the
 * take-off point, `nowhere` without a position, `silence` without a frame. Height above take-off, 60 unless said; `?`
 * unknown, `s` an altitude above the sea alone.
 */
function momentOf(words: string) {
  const [at = '0', where = 'silence', height = '60'] = words.trim().split(' ');
  const receivedAt = second(Number(at));
  if (where === 'silence') return { silentAt: receivedAt };
  const isKnown = /^-?\d+$/.test(height);
  const sample: AirSample = {
    at: receivedAt,
    receivedAt,
    position: placeOf(where),
    heightAboveTakeoffMetres: isKnown ? Number(height) : null,
    altitudeAmslMetres: height.startsWith('s') ? Number(height.slice(1)) : null,
    altitudeEllipsoidMetres: null,
    airborne: true,
  };
  return { sample };
}

function placeOf(where: string) {
  if (where === 'nowhere') return null;
  if (where === 'start') return TAKE_OFF;
  const [, point = 'N', metres = '0'] = /^([NESW])(\d+)$/.exec(where) ?? [];
  return destination(CENTRE, { N: 0, E: 90, S: 180, W: 270 }[point] ?? 0, Number(metres));
}

/** A moment every so many seconds. */
function every(seconds: number, until: number, where: (at: number) => string): string {
  const times = Array.from({ length: until / seconds + 1 }, (_, nth) => nth * seconds);
  return times.map((at) => `${at} ${where(at)}`).join(', ');
}

/** What was told, in order: `+kind metres direction about`, `-kind second`, `=state`. */
function story(moments: string, limits: AirLimits): string {
  const told: string[] = [];
  let known = FRESH;
  for (const words of moments.split(',')) {
    const { next, began, ended } = detect(known, momentOf(words), limits);
    for (const { kind, metres, directionDegrees, about } of began) {
      const direction = directionDegrees === null ? null : compassPoint(directionDegrees);
      told.push([`+${kind}`, metres && Math.round(metres), direction, about].filter((word) => word !== null).join(' '));
    }
    for (const { alert, at } of ended) told.push(`-${alert.kind} ${(at.getTime() - START) / 1000}`);
    if (next.state !== known.state) told.push(`=${next.state}`);
    known = next;
  }
  return told.join(', ');
}

const UNPLANNED: Partial<AirLimits> = { plan: null, plannedTakeOff: null };

describe('conformance, one line a case', () => {
  it.each<[string, string, string, Partial<AirLimits>?]>([
    ['inside is nothing to tell', '0 N0, 2 N50, 4 E90', ''],
    ['outside says how far and where to', '0 N0, 2 S260', '+outside_volume 60 S, =nonconforming'],
    [
      'back for fifteen seconds is back',
      '2 S260, 4 N0, 6 N0, 9 N0, 18 N0, 19 N0',
      '+outside_volume 60 S, =nonconforming, -outside_volume 4, =airborne',
    ],
    [
      'to and fro over the edge is told once',
      '2 S230, 4 S190, 6 S230, 8 S190, 10 S230',
      '+outside_volume 30 S, =nonconforming',
    ],
    [
      'a minute outside is contingent',
      '0 S260, 30 S300, 59 S300, 60 S300',
      '+outside_volume 60 S, =nonconforming, =contingent',
    ],
    [
      'contingent does not come back',
      '0 S260, 60 S260, 62 N0, 70 N0, 77 N0',
      '+outside_volume 60 S, =nonconforming, =contingent, -outside_volume 62',
    ],
    [
      'back in time is not contingent',
      '0 S260, 58 N0, 61 N0, 63 N0, 73 N0',
      '+outside_volume 60 S, =nonconforming, -outside_volume 58, =airborne',
    ],
    [
      'to and fro every eight seconds for two minutes is told once, and is not staying away',
      every(2, 120, (at) => (Math.floor(at / 8) % 2 === 0 ? 'S230' : 'S190')),
      '+outside_volume 30 S, =nonconforming',
    ],
    [
      'outside and silent is contingent too',
      '0 S260, 14 silence, 15 silence, 60 silence',
      '+outside_volume 60 S, =nonconforming, +lost_link, =contingent',
    ],
    ['too high', '2 N0 131', '+above_band 11, =nonconforming'],
    ['at the top is within', '2 N0 120', ''],
    ['too low', '2 N0 25', '+below_band 5, =nonconforming'],
    ['up from the take-off point is no deviation', '2 start 0, 4 start 20, 6 start 60', ''],
    ['at the take-off point too high is too high', '2 start 125', '+above_band 5, =nonconforming'],
    ['low where it took off unplanned inside', '2 N0 5', '', { takenOffFrom: CENTRE }],
    [
      'outside where only the aircraft knew of a take-off',
      '2 start 5',
      '+outside_volume 400 S, =nonconforming',
      { plannedTakeOff: null },
    ],
    [
      'between two bands it is off the nearer',
      '2 N0 150',
      '+above_band 30, =nonconforming',
      {
        plan: {
          during: { from: second(0), to: second(900) },
          volumes: [VOLUME, { ...VOLUME, lowerMetres: 190, upperMetres: 200 }],
        },
      },
    ],
    [
      'inside the second of two volumes',
      '2 S260',
      '',
      {
        plan: {
          during: { from: second(0), to: second(900) },
          volumes: [VOLUME, { ...VOLUME, geometry: circle(destination(CENTRE, 180, 260), 50) }],
        },
      },
    ],
    ['height over the sea alone is no height over ground', '2 N0 s400, 10 N0 s400, 15 N0 s400', '+height_unknown'],
    [
      'one frame without height ends and begins nothing',
      '2 N0 131, 4 N0 ?, 6 N0 ?, 9 N0 ?',
      '+above_band 11, =nonconforming',
    ],
    [
      'one frame without position ends nothing',
      '2 S260, 4 nowhere, 10 nowhere',
      '+outside_volume 60 S, =nonconforming',
    ],
    [
      'fifteen seconds without position are told once',
      '2 nowhere, 14 nowhere, 15 nowhere, 20 nowhere',
      '+position_unknown',
    ],
    [
      'without position and height it is the position that is told',
      '2 nowhere ?, 15 nowhere ?, 40 nowhere ?',
      '+position_unknown',
    ],
    [
      'with a position again, the height is asked for',
      '2 nowhere ?, 15 nowhere ?, 17 N0 ?, 32 N0 ?',
      '+position_unknown, +height_unknown, -position_unknown 17',
    ],
    ['without position nobody planned it', '15 nowhere', '+position_unknown', UNPLANNED],
    ['before its period', '-5 N0', '+outside_period before, =nonconforming'],
    ['after its period', '899 N0, 900 N0', '+outside_period after, =nonconforming'],
    ['overtime is contingent after a minute', '900 N0, 960 N0', '+outside_period after, =nonconforming, =contingent'],
    ['into a prohibited zone: how deep', '2 E150 60', '+prohibited_zone 40 禁飞区'],
    ['over a prohibited zone', '2 E150 100', ''],
    ['a prohibited zone with a top, height unknown', '2 E150 ?', ''],
    ['a prohibited zone that applies no more', '601 E150 60', ''],
    ['an authorisation zone nobody was told of', '2 W150 60', '+authorisation_zone 40 水源地'],
    ['an authorisation zone without bounds, height unknown', '2 W150 ?', '+authorisation_zone 40 水源地'],
    ['an authorisation zone that the plan was told of', '2 W150 60', '', { knownZoneIds: new Set(['z-water']) }],
    ['a condition is for the pilot to observe', '2 W150 60', '', { zones: [{ ...WATER, rule: 'conditional' }] }],
    ['near another, heights not comparable', '2 N80 60', '+near_flight 70'],
    ['near the last place of another that went silent goes on', '2 N80, 14 N80, 20 N80', '+near_flight 70'],
    ['after ten minutes of silence it is gone', '2 N80, 620 N80, 635 N80', '+near_flight 70, -near_flight 620'],
    ['away from it has ended', '2 N80, 14 S0, 28 S0, 29 S0', '+near_flight 70, -near_flight 14'],
    ['near the place where another was long ago is nothing to begin', '14 N80', ''],
    ['near another at the same height over the sea', '2 N80 s100', '+near_flight 70'],
    ['far above another over the sea', '2 N80 s120', ''],
    ['where another was ten seconds ago', '13 N80 60', ''],
    ['beside another at a hundred metres', '2 N49 60', ''],
    ['fourteen seconds of silence', '0 N0, 14 silence', ''],
    ['fifteen seconds of silence, told once', '0 N0, 15 silence, 16 silence', '+lost_link'],
    ['heard again at the first frame', '0 N0, 15 silence, 20 N0', '+lost_link, -lost_link 20'],
    [
      'unplanned is held against zones and others only',
      '2 E150 500, 4 E150 60, 6 S900 60',
      '+prohibited_zone 40 禁飞区',
      UNPLANNED,
    ],
  ])('%s', (_, moments, expected, over = {}) => {
    expect(story(moments, { ...LIMITS, ...over })).toBe(expected);
  });
});

describe('an alert', () => {
  it('keeps the worst metres and when it was', () => {
    const far = detect(detect(FRESH, momentOf('2 S260'), LIMITS).next, momentOf('4 E320'), LIMITS);
    expect(far.worsened).toHaveLength(1);
    expect(Math.round(far.worsened[0]?.metres ?? 0)).toBe(120);
    expect(compassPoint(far.worsened[0]?.directionDegrees ?? 0)).toBe('E');
    const nearer = detect(far.next, momentOf('6 S260'), LIMITS);
    expect(nearer.worsened).toEqual([]);
    expect(Math.round(nearer.next.open[0]?.metres ?? 0)).toBe(120);
  });

  it('counts how often the edge was crossed, and is written again for it', () => {
    const crossed = ['2 S230', '4 S190', '6 S230', '8 S190', '10 S230'].reduce(
      (known, words) => detect(known.next, momentOf(words), LIMITS),
      detect(FRESH, momentOf('0 N0'), LIMITS),
    );
    expect(crossed.next.open).toMatchObject([{ kind: 'outside_volume', crossings: 3 }]);
    expect(crossed.worsened).toHaveLength(1);
    expect(detect(crossed.next, momentOf('12 S230'), LIMITS).worsened).toEqual([]);
  });

  it('that a flight was not watched ends with the first frame that is', () => {
    const unwatched = {
      kind: 'unwatched',
      subjectId: null,
      metres: null,
      directionDegrees: null,
      about: 'clock',
    } as const;
    const open = [{ ...unwatched, beganAt: second(0), rightSince: null, crossings: 1 }];
    expect(detect({ ...FRESH, open }, momentOf('2 N0'), LIMITS).ended).toMatchObject([{ alert: unwatched }]);
  });

  it('of two aircraft keeps the least distance', () => {
    const near = detect(detect(FRESH, momentOf('2 N80'), LIMITS).next, momentOf('4 N110'), LIMITS);
    expect(Math.round(near.worsened[0]?.metres ?? 0)).toBe(40);
    expect(detect(near.next, momentOf('6 N80'), LIMITS).worsened).toEqual([]);
  });
});
