import fc from 'fast-check';
import type {
  ActionGroup,
  Fragment,
  Wayline,
  WaylineAction,
  WaylineMission,
  WaylinePath,
  Waypoint,
} from '../../src/missions/waylines/wayline.types.js';

/** A waypoint some metres north of 116.6, 37.9 in 东光县. */
export function waypointAt(northMetres: number, heightMetres: number, change: Partial<Waypoint> = {}): Waypoint {
  return {
    position: { lon: 116.6, lat: Number((37.9 + northMetres / 111_195.08).toFixed(9)) },
    heightMetres,
    drawnMetres: null,
    speedMetresPerSecond: 10,
    heading: { mode: 'followWayline', angleDegrees: null, turning: 'followBadArc', towards: null },
    turn: { mode: 'toPointAndStopWithDiscontinuityCurvature', dampingMetres: 0 },
    straight: true,
    groups: [],
    others: [],
    ...change,
  };
}

export function pathOf(waypoints: readonly Waypoint[], change: Partial<WaylinePath> = {}): WaylinePath {
  return {
    heightMode: 'relativeToStartPoint',
    speedMetresPerSecond: 10,
    statedMetres: null,
    statedSeconds: null,
    startActions: [],
    waypoints,
    others: [],
    ...change,
  };
}

/** For a Mavic 3T. */
export function waylineOf(paths: readonly WaylinePath[], change: Partial<WaylineMission> = {}): Wayline {
  return {
    mission: {
      drone: { type: 77, subType: 1 },
      payloads: [{ type: 67, subType: 0, gimbal: 0 }],
      flyTo: 'safely',
      afterwards: 'goHome',
      onLostControl: 'executeLostAction',
      lostControlAction: 'goBack',
      takeOffHeightMetres: 20,
      transitSpeedMetresPerSecond: 10,
      returnHeightMetres: 60,
      takeOff: null,
      imageFormats: 'visable,ir',
      others: [],
      ...change,
    },
    paths,
  };
}

export function actionOf(code: string, values: Readonly<Record<string, string | number>> = {}): WaylineAction {
  return { code, parameters: Object.entries(values).map(([name, value]) => ({ name, value: String(value) })) };
}

export function groupOf(at: number, actions: readonly WaylineAction[], change: Partial<ActionGroup> = {}): ActionGroup {
  return { from: at, to: at, mode: 'sequence', trigger: { type: 'reachPoint', parameter: null }, actions, ...change };
}

const grid = (least: number, most: number) =>
  fc.integer({ min: Math.round(least * 1_000), max: Math.round(most * 1_000) }).map((n) => n / 1_000);
const degree = (least: number, most: number) =>
  fc.integer({ min: Math.round(least * 1e9), max: Math.round(most * 1e9) }).map((n) => n / 1e9);
const position = () => fc.record({ lon: degree(113, 120), lat: degree(36, 43) });
const word = () =>
  fc.string({ unit: fc.constantFrom('a', 'Z', '9', '-', '证', '<', '&', '"'), minLength: 1, maxLength: 8 });

const fragment = (): fc.Arbitrary<Fragment> =>
  fc.oneof(
    fc.record({ name: fc.constantFrom('isRisky', 'waypointWorkType', 'quickMapping'), value: word() }),
    fc.record({
      name: fc.constantFrom('autoRerouteInfo', 'waypointGimbalHeadingParam'),
      parts: fc.array(fc.record({ name: fc.constantFrom('inner', 'outer'), value: word() }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  );
const fragments = () => fc.array(fragment(), { maxLength: 3 });

const action = (): fc.Arbitrary<WaylineAction> =>
  fc.record({
    code: fc.constantFrom(
      'takePhoto',
      'startRecord',
      'stopRecord',
      'gimbalRotate',
      'hover',
      'orientedShoot',
      'newThing',
    ),
    parameters: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('payloadPositionIndex', 'hoverTime', 'fileSuffix', 'actionUUID'),
        value: word(),
      }),
      { selector: ({ name }) => name, maxLength: 4 },
    ),
  });
const actions = (minLength: number) => fc.array(action(), { minLength, maxLength: 3 });

const group = (point: number, count: number): fc.Arbitrary<ActionGroup> =>
  fc.record({
    from: fc.constant(point),
    to: fc.integer({ min: point, max: count - 1 }),
    mode: fc.constantFrom('sequence', 'parallel'),
    trigger: fc.record({
      type: fc.constantFrom('reachPoint', 'multipleDistance', 'betweenAdjacentPoints'),
      parameter: fc.option(grid(0.1, 50)),
    }),
    actions: actions(1),
  });

const heading = (): fc.Arbitrary<Waypoint['heading']> => {
  const turning = fc.option(fc.constantFrom('clockwise', 'followBadArc'));
  const angleDegrees = fc.option(grid(-180, 180));
  const free = { mode: fc.constantFrom('followWayline', 'fixed', 'smoothTransition'), angleDegrees, turning };
  const poi = fc.tuple(position(), grid(0, 100)).map(([place, heightMetres]) => ({ ...place, heightMetres }));
  return fc.option(
    fc.oneof(
      fc.record({ ...free, towards: fc.constant(null) }),
      fc.record({ mode: fc.constant('towardPOI'), angleDegrees, turning, towards: fc.option(poi) }),
    ),
  );
};

const waypoint = (point: number, count: number, drawn: fc.Arbitrary<number | null>): fc.Arbitrary<Waypoint> =>
  fc.record({
    position: position(),
    heightMetres: grid(-20, 500),
    drawnMetres: drawn,
    speedMetresPerSecond: grid(0.1, 15),
    heading: heading(),
    turn: fc.option(
      fc.record({
        mode: fc.constantFrom('coordinateTurn', 'toPointAndStopWithContinuityCurvature'),
        dampingMetres: grid(0, 9),
      }),
    ),
    straight: fc.boolean(),
    groups: fc.array(group(point, count), { maxLength: 2 }),
    others: fragments(),
  });

const path = (): fc.Arbitrary<WaylinePath> =>
  fc
    .tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('relativeToStartPoint' as const, 'realTimeFollowSurface' as const, 'WGS84' as const),
      fc.boolean(),
    )
    .chain(([count, heightMode, isDrawn]) => {
      const drawn = heightMode === 'WGS84' && isDrawn ? grid(0, 500) : fc.constant(null);
      return fc.record({
        heightMode: fc.constant(heightMode),
        speedMetresPerSecond: grid(0.1, 15),
        statedMetres: fc.option(grid(0.1, 90_000)),
        statedSeconds: fc.option(grid(0.1, 9_000)),
        startActions: actions(0),
        waypoints: fc.tuple(...Array.from({ length: count }, (_, point) => waypoint(point, count, drawn))),
        others: fragments(),
      });
    });

const mission = (): fc.Arbitrary<WaylineMission> => {
  const metres = fc.option(grid(2, 1_500));
  const whole = fc.integer({ min: 0, max: 65_535 });
  return fc.record({
    drone: fc.constantFrom({ type: 77, subType: 1 }, { type: 68, subType: 0 }, { type: 99, subType: 1 }),
    payloads: fc.array(fc.record({ type: whole, subType: whole, gimbal: fc.integer({ min: 0, max: 7 }) }), {
      maxLength: 2,
    }),
    flyTo: fc.option(fc.constantFrom('safely', 'pointToPoint')),
    afterwards: fc.option(fc.constantFrom('goHome', 'somethingNew')),
    onLostControl: fc.option(fc.constantFrom('goContinue', 'executeLostAction')),
    lostControlAction: fc.option(fc.constantFrom('goBack', 'hover')),
    takeOffHeightMetres: metres,
    transitSpeedMetresPerSecond: metres,
    returnHeightMetres: metres,
    takeOff: fc.option(
      fc
        .tuple(position(), grid(-100, 3_000), metres)
        .map(([place, altitudeMetres, above]) => ({ ...place, altitudeMetres, heightAboveGroundMetres: above })),
    ),
    imageFormats: fc.option(fc.constantFrom('wide,zoom,ir', 'visable')),
    others: fragments(),
  });
};

/** Any wayline whose files say what it holds: the first path is one that a template can tell. */
export const anyWayline = (): fc.Arbitrary<Wayline> =>
  fc
    .record({ mission: mission(), paths: fc.array(path(), { minLength: 1, maxLength: 3 }) })
    .filter(({ paths: [first] }) => first?.heightMode !== 'WGS84');
