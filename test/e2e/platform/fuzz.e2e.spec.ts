import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import fc from 'fast-check';
import { connectAsync } from 'mqtt';
import type { Socket } from 'socket.io-client';
import { declaredRoutes, declaredSocketEvents, INTAKE_TOPICS, newId, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

const RUNS_PER_ROUTE = 12;
const RUNS_PER_EVENT = 40;
const MESSAGES_PER_TOPIC = 20;

/** Roles that together reach every route that is not an operator's. */
const ROLES = [
  'case_handler',
  'equipment_manager',
  'commander',
  'tester',
  'pilot',
  'security_admin',
  'system_admin',
  'audit_admin',
];

const rubbish = fc.oneof(
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      '\u0000',
      { __proto__: null },
      [[]],
      { id: "'; DROP TABLE app_user; --" },
      1e308,
      '𠮷'.repeat(500),
    ),
  },
);
const segment = fc.oneof(
  fc.constant(''),
  fc.string({ maxLength: 60 }),
  fc.constantFrom('..', '%00', '%2e%2e%2f', newId(), 'null', '-1'),
);
const query = fc.dictionary(
  fc.constantFrom('limit', 'cursor', 'q', 'bbox', 'from', 'to', 'f', 'unitId', 'state'),
  fc.string({ maxLength: 40 }),
  { maxKeys: 4 },
);

/** A problem document, or what DJI Pilot 2 reads, which has our code inside. */
interface Refused {
  readonly code?: string | number;
  readonly data?: { readonly code?: string };
}
const codeOf = (problem: Refused | undefined) =>
  typeof problem?.code === 'number' ? problem.data?.code : problem?.code;

describe('rubbish', () => {
  let app: TestApp;
  const clients: ApiClient[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
    await logIn();
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await app.stop();
  });

  async function logIn(): Promise<void> {
    clients.splice(0, clients.length, ...(await Promise.all(ROLES.map((role) => app.as({ role })))));
  }

  function tools() {
    return { discovery: app.get(DiscoveryService), scanner: app.get(MetadataScanner), reflector: app.get(Reflector) };
  }

  async function alive(): Promise<void> {
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  }

  it('sent to every route is answered with a code, never with a fault of ours', async () => {
    const faults: string[] = [];
    for (const { path, endpoint } of declaredRoutes(tools())) {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(clients.length - 1),
          rubbish,
          query,
          fc.array(segment, { maxLength: 4 }),
          async (who, body, parameters, segments) => {
            const target = path.replace(/:\w+/g, () => encodeURIComponent(segments.pop() || newId()));
            const search = new URLSearchParams(parameters).toString();
            const answer = await clients[who]?.send<Refused>(
              endpoint.method,
              `/${target}?${search}`,
              ['GET', 'HEAD'].includes(endpoint.method) ? undefined : body,
            );
            const { status = 0, body: problem } = answer ?? {};
            // A page has words instead of a code, the answer to HEAD has no body at all.
            const isCoded = endpoint.produces !== 'text/html' && endpoint.method !== 'HEAD';
            const code = codeOf(problem);
            if (status >= 500 || (status >= 400 && isCoded && typeof code !== 'string'))
              faults.push(`${endpoint.method} ${target}?${search} ${JSON.stringify(body)}: ${status} ${String(code)}`);
          },
        ),
        { numRuns: RUNS_PER_ROUTE },
      );
      // The next routes are asked by people, too.
      if (path.endsWith('/auth/logout')) await logIn();
    }
    expect(faults).toEqual([]);
    await alive();
  }, 300_000);

  it('sent to every socket event is acknowledged with a code', async () => {
    const faults: string[] = [];
    for (const { namespace, event } of declaredSocketEvents(tools())) {
      const socket = (await clients[2]?.socket(`/${namespace}`)) as Socket;
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(fc.constant(event), fc.string({ minLength: 1, maxLength: 12 })),
          rubbish,
          async (name, payload) => {
            if (
              ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].includes(
                name,
              )
            )
              return;
            const answer = (await socket.timeout(5_000).emitWithAck(name, payload)) as {
              ok?: boolean;
              error?: { code?: string; retryable?: boolean };
            };
            if (answer.ok !== true && typeof answer.error?.code !== 'string')
              faults.push(`${namespace} ${name} ${JSON.stringify(payload)}: ${JSON.stringify(answer)}`);
            if (answer.error?.code === 'INTERNAL')
              faults.push(`${namespace} ${name} ${JSON.stringify(payload)}: INTERNAL`);
          },
        ),
        { numRuns: RUNS_PER_EVENT },
      );
      socket.disconnect();
    }
    expect(faults).toEqual([]);
    await alive();
  }, 120_000);

  it('sent to every topic is acknowledged and kept in quarantine with its raw bytes', async () => {
    const manager = await app.as({ role: 'equipment_manager' });
    const { items } = (
      await manager.get<{ items: { id: string; serial: string; unitId: string }[] }>('/devices?q=Mavic 3T&limit=200')
    ).body;
    const drone = items.find(({ unitId }) => unitId === manager.user.unit.id);
    const secret = await manager.post<{ username: string; password: string }>(`/devices/${drone?.id}/mqtt-credential`);
    const line = await connectAsync(app.mqttUrl, { ...secret.body, protocolVersion: 5, reconnectPeriod: 0 });
    const sent: string[] = [];
    for (const pattern of INTAKE_TOPICS) {
      const topic = pattern.replace(
        '+',
        pattern.startsWith('skydocket') ? secret.body.username : (drone?.serial ?? ''),
      );
      for (const payload of fc.sample(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.json()), MESSAGES_PER_TOPIC)) {
        const bytes = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload);
        await line.publishAsync(topic, bytes, { qos: 1 });
        if (!isJson(bytes)) sent.push(bytes.toString('base64'));
      }
    }
    await line.endAsync();
    const kept = await app
      .get(UnitOfWork)
      .read((tx) => tx.query<{ raw: Buffer; code: string }>('SELECT raw, code FROM quarantine'));
    const rawBytes = new Set(kept.map(({ raw }) => raw.toString('base64')));
    expect(kept.length).toBeGreaterThan(0);
    expect(sent.filter((bytes) => !rawBytes.has(bytes))).toEqual([]);
    expect(kept.every(({ code }) => /^[A-Z_]+$/.test(code))).toBe(true);
    await alive();
  }, 120_000);
});

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
