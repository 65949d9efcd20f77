import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ROLES } from '../../../src/identity/index.js';
import { declaredRoutes, declaredSocketEvents, newId } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { subscriptionCodes } from '../../support/devices.js';
import { connectedAs, endClients, MQTT_VERSIONS } from '../telemetry/telemetry-kit.js';
import { Cast, type Person } from './cast.js';
import { type County, furnish } from './county.js';
import { watchLive } from './live-map.js';
import { observe, type Probe, type Probes } from './probe.js';
import { allProbes } from './probes/index.js';
import { observeSocket, type SocketProbe, socketProbes } from './probes/sockets.probes.js';
import { controllerOf, speakFor, topicsOf } from './topics.js';
import { verdictOf } from './verdict.js';
import {
  deviation,
  type Door,
  eachOf,
  expectedOutcome,
  type Guarded,
  isGuarded,
  refusalFor,
  titleOf,
  walk,
} from './walk.js';

/**
 * Doors without a table behind them: log-in, documents, whether the service lives, the log that outsiders check, and those
 * of guests, whose pass opens nothing else.
 */
const OPEN_DOORS = [
  '/command-guests join',
  '/command-guests say',
  '/command-guests sync',
  'GET /',
  'GET /api/docs',
  'GET /api/docs/start.js',
  'GET /api/openapi.json',
  'GET /api/v1/calendar/:token.ics',
  'GET /api/v1/command-guests/consultation',
  'GET /api/v1/command-guests/record',
  'GET /api/v1/evidence-links/:id/:what',
  'GET /api/v1/exports/verifier',
  'GET /api/v1/exports/verifier/file',
  'GET /api/v1/log',
  'GET /api/v1/log/checkpoint',
  'GET /api/v1/log/consistency',
  'GET /api/v1/log/inclusion',
  'GET /api/v1/log/keys',
  'GET /api/v1/log/timestamp',
  'GET /api/v1/log/timestamp/stamped',
  'GET /api/v1/wayline-files/:file',
  'GET /d/:code',
  'GET /front-page.css',
  'GET /healthz',
  'GET /metrics',
  'GET /pilot',
  'GET /pilot/:asset',
  'GET /readyz',
  'OPTIONS /api/v1/uploads',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/logout',
  'POST /api/v1/auth/password',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/command-guests/consultation/answers',
  'POST /api/v1/command-guests/enter',
  'POST /api/v1/command-guests/words',
  'POST /api/v1/log/cosignatures',
  'POST /broker/authn',
  'POST /broker/authz',
  'POST /manage/api/v1/login',
];

/**
 * Every route, socket event and topic × every role × where people stand to the county whose things are asked for. What
 * must come is computed from the table of permissions and the tree of units; what comes is the service's own answer.
 */
describe('access', () => {
  let app: TestApp;
  let cast: Cast;
  let county: County;
  let routes: Door[];
  let events: Door[];
  let probes: Probes;
  let bySocket: Readonly<Record<string, SocketProbe>>;
  let machine: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    const tools = {
      discovery: app.get(DiscoveryService),
      scanner: app.get(MetadataScanner),
      reflector: app.get(Reflector),
    };
    routes = declaredRoutes(tools).map(({ path, endpoint: { method, permission } }) => ({
      name: `${method} ${path}`,
      permission,
    }));
    events = declaredSocketEvents(tools).map(({ namespace, event, permission }) => ({
      name: `/${namespace} ${event}`,
      permission,
    }));
    cast = await Cast.gather(app);
    county = await furnish(app, cast);
    probes = allProbes({ cast, county });
    bySocket = socketProbes({ cast, county });
    const commander = cast.of('own county', 'commander');
    machine = await cast.machine(commander, ['me.read', 'case.read', 'session.read', 'position.read', 'live.view']);
  }, 120_000);
  afterEach(endClients);
  afterAll(async () => {
    cast?.close();
    await app?.stop();
  });

  const guardedRoutes = (): Guarded[] => routes.filter(isGuarded);

  it('has a rule of the table at every door but the open ones', () => {
    const others = [...routes, ...events].filter((door) => !isGuarded(door)).map(({ name }) => name);
    expect(others.sort()).toEqual(OPEN_DOORS);
  });

  it('is probed at every guarded door', () => {
    const doors = [...routes, ...events].filter(isGuarded).map(({ name }) => name);
    const probed = [...Object.keys(probes), ...Object.keys(bySocket)];
    const unprobed = doors.filter((name) => !probed.includes(name));
    expect(unprobed.map((name) => `${name} has no probe: add one in test/e2e/access/probes`)).toEqual([]);
    const gone = probed.filter((name) => !doors.includes(name));
    expect(gone.map((name) => `${name} is probed but not served`)).toEqual([]);
  });

  it('is probed with people on both sides of every rule that has two', () => {
    const oneSided: string[] = [];
    for (const door of guardedRoutes()) {
      for (const probe of probes[door.name] ?? []) {
        const came = new Set(cast.people.map((person) => expectedOutcome(door, probe, person, cast.parents)));
        const good = ['reached', 'listed', 'whole'].some((outcome) => came.has(outcome as 'reached'));
        if (!good || came.size < 2) oneSided.push(titleOf(door, probe));
      }
    }
    expect(oneSided).toEqual([
      'GET /api/v1/log/sheets/:day',
      'GET /api/v1/me',
      'GET /api/v1/places',
      'GET /api/v1/units',
    ]);
  });

  it('lets nobody in without a token', async () => {
    for (const { name } of guardedRoutes()) {
      const [method = '', path = ''] = name.split(' ');
      const response = await fetch(app.url + path.replace(/:\w+/g, () => newId()), { method });
      expect([name, response.status]).toEqual([name, 401]);
      await response.arrayBuffer();
    }
  });

  const overHttp = (probe: Probe, { name }: Guarded, person: Person) =>
    observe(probe, name.split(' ')[0] ?? '', person);

  it.each(ROLES)(
    'gives a %s everywhere at every route what the table gives',
    async (role) => {
      const people = cast.people.filter((person) => person.role === role);
      expect(await walk(guardedRoutes(), probes, people, cast.parents, overHttp)).toEqual([]);
    },
    60_000,
  );

  it('confines a machine to the permissions of its key', async () => {
    expect(await walk(guardedRoutes(), probes, [machine], cast.parents, overHttp)).toEqual([]);
  });

  it('is the same over sockets', async () => {
    const wrong: string[] = [];
    await eachOf([...cast.people, machine], async (person) => {
      for (const door of events.filter(isGuarded)) {
        const probe = bySocket[door.name];
        if (!probe) continue;
        const expected = refusalFor(door, probe, person, cast.parents) ?? 'reached';
        const came = await observeSocket(door.name, probe, person);
        if (came !== expected) wrong.push(deviation(door.name, person, expected, came));
      }
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  it('shows on the live map where a lent drone is: to the holder and those above, not to its owner', async () => {
    const demand = {
      permission: 'position.read',
      on: { unitIds: [cast.unitOf('own county')], caseId: county.caseId },
    } as const;
    const viewers = [...cast.people, machine].filter(
      (person) => !refusalFor({ name: '', permission: 'live.view' }, {}, person, cast.parents),
    );
    const entitled = viewers.filter((person) => verdictOf(person, demand, cast.parents) === 'allowed');
    const seeing = await watchLive(app, viewers, county.lent, entitled.length);
    expect(seeing.map(({ name }) => name).sort()).toEqual(entitled.map(({ name }) => name).sort());
    expect(entitled.length).toBeLessThan(viewers.length);
  }, 30_000);

  describe.each(MQTT_VERSIONS)('over MQTT %s', (version) => {
    it('lets a device and what travels with it speak on its topics', async () => {
      const controller = await controllerOf(app, county.lent.id);
      for (const speaker of [county.lent, controller]) {
        const line = await connectedAs(app, speaker.id, version);
        const { foreign, stored } = await speakFor(app, line, speaker, county.lent);
        expect([speaker.assetCode, foreign]).toEqual([speaker.assetCode, []]);
        expect(stored).toBeGreaterThan(0);
      }
    });

    it('quarantines on every topic what another device says, even one of the same holder', async () => {
      const speaker = version === 4 ? county.drone : county.meter;
      const line = await connectedAs(app, speaker.id, version);
      expect(await speakFor(app, line, speaker, county.lent)).toEqual({ foreign: topicsOf(county.lent), stored: 0 });
    });

    it('lets a device listen to its own topics alone', async () => {
      const line = await connectedAs(app, county.drone.id, version);
      const codes = async (serial: string) => subscriptionCodes(line, `thing/product/${serial}/services`);
      expect(await codes(county.drone.serial)).toEqual([1]);
      expect(await codes(county.lent.serial)).toEqual([version === 4 ? 128 : 135]);
    });
  });
});
