import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { isPermission, PERMISSIONS, type PermissionRule, type Role, ROLES } from '../../../src/identity/index.js';
import { type DeclaredRoute, declaredRoutes, declaredSocketEvents, newId } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

const OPEN_RULES = new Set(['public', 'operations']);

/** Walks every route and socket event × role: what the table does not give is refused, whatever the object. */
describe('access matrix', () => {
  let app: TestApp;
  let routes: DeclaredRoute[];
  const people = new Map<Role, ApiClient>();

  beforeAll(async () => {
    app = await TestApp.start();
    routes = declaredRoutes(tools());
    for (const role of ROLES) people.set(role, await app.as({ role }));
  });
  afterAll(() => app.stop());

  function tools() {
    return { discovery: app.get(DiscoveryService), scanner: app.get(MetadataScanner), reflector: app.get(Reflector) };
  }

  it('knows the rule of every route and socket event', () => {
    const rules = [
      ...routes.map(({ path, endpoint }) => [path, endpoint.permission]),
      ...declaredSocketEvents(tools()).map(({ event, permission }) => [event, permission]),
    ];
    expect(rules.filter(([, rule]) => !OPEN_RULES.has(rule ?? '') && !isPermission(rule ?? ''))).toEqual([]);
  });

  it.each(ROLES)('refuses %s exactly what the table does not give', async (role) => {
    const client = people.get(role);
    const wrong: string[] = [];
    for (const { path, endpoint } of routes) {
      if (OPEN_RULES.has(endpoint.permission)) continue;
      const rule: PermissionRule | undefined = isPermission(endpoint.permission)
        ? PERMISSIONS[endpoint.permission]
        : undefined;
      const held = rule?.roles.includes(role) ?? false;
      const answer = await client?.send(
        endpoint.method,
        `/${path}`.replace(/:\w+/g, () => newId()),
        endpoint.method === 'GET' ? undefined : {},
      );
      const refused = answer?.status === 403;
      if (held === refused || answer?.status === 401)
        wrong.push(`${endpoint.method} ${path} ${endpoint.permission}: ${answer?.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('lets nobody in without a token', async () => {
    for (const { path, endpoint } of routes) {
      if (OPEN_RULES.has(endpoint.permission)) continue;
      const response = await fetch(app.url + path.replace(/:\w+/g, () => newId()), { method: endpoint.method });
      expect([path, response.status]).toEqual([path, 401]);
      await response.arrayBuffer();
    }
  });
});
