import { noticeCatalogue, PERMISSIONS, type PermissionRule, ROLES } from '../../src/identity/index.js';
import {
  CONFIG_KEYS,
  type DeclaredRoute,
  errorCatalogue,
  eventCatalogue,
  loadConfig,
  type DeclaredSocketEvent,
} from '../../src/platform/index.js';
import { page, table } from './tables.js';

export function configPage(): string {
  const defaults: Readonly<Record<string, unknown>> = loadConfig({});
  const rows = Object.entries(CONFIG_KEYS).map(([name, { doc, secret }]) => {
    const value = defaults[name];
    const shown =
      value === undefined || (Array.isArray(value) && value.length === 0) ? 'unset' : `\`${value as string}\``;
    return [`\`${name}\``, shown, doc + (secret ? ' (secret: never logged)' : '')];
  });
  return page(
    'Configuration',
    'Environment variables. All faults are reported at once at start.',
    table(['key', 'default', 'meaning'], rows),
  );
}

export function errorsPage(): string {
  const rows = errorCatalogue().map(([code, { status, retryable, en, zh }]) => [
    `\`${code}\``,
    String(status),
    retryable ? 'yes' : '',
    en,
    zh,
  ]);
  return page(
    'Errors',
    'HTTP answers problem+json with `code`; sockets ack `{ok: false, error: {code, retryable}}`.',
    table(['code', 'status', 'retryable', 'en', 'zh'], rows),
  );
}

export function eventsPage(sockets: readonly DeclaredSocketEvent[]): string {
  const facts = eventCatalogue().map(([type, summary]) => [`\`${type}\``, summary]);
  const notices = noticeCatalogue().map(([code, { en, zh }]) => [`\`${code}\``, en, zh]);
  const events = sockets.map(({ namespace, event, permission }) => [
    `\`/${namespace}\``,
    `\`${event}\``,
    `\`${permission}\``,
  ]);
  return page(
    'Events',
    '## Facts in the outbox',
    'Delivered after commit, at least once, in order for each aggregate.',
    table(['type', 'meaning'], facts),
    '## Notices to people',
    'In `GET /api/v1/me/notices`; a person is told once of an occasion.',
    table(['code', 'en', 'zh'], notices),
    '## Socket events that clients send',
    'Each is acknowledged. `auth {token}` renews the token in every namespace.',
    table(['namespace', 'event', 'permission'], events),
  );
}

export function permissionsPage(routes: readonly DeclaredRoute[], sockets: readonly DeclaredSocketEvent[]): string {
  const rules = Object.entries(PERMISSIONS) as [string, PermissionRule][];
  const matrix = rules.map(([name, { roles, reach }]) => [
    `\`${name}\``,
    reach.join(', '),
    ...ROLES.map((role) => (roles.includes(role) ? '●' : '')),
  ]);
  const meanings = rules.map(([name, { summary }]) => [`\`${name}\``, summary]);
  const used = [
    ...routes.map(({ path, endpoint }) => [`${endpoint.method} \`${path}\``, `\`${endpoint.permission}\``]),
    ...sockets.map(({ namespace, event, permission }) => [
      `socket \`/${namespace}\` \`${event}\``,
      `\`${permission}\``,
    ]),
  ];
  return page(
    'Permissions',
    '## Roles × verbs',
    'Reach: `all` every object; `own_unit` the own unit’s; `subtree` also those of all units below; `upward` those of units above; `case`, `session` those of a membership; `self` the own. An object out of reach answers like one that does not exist.',
    table(['permission', 'reach', ...ROLES], matrix),
    '## Meaning',
    table(['permission', 'allows to'], meanings),
    '## Routes and socket events by rule',
    table(['interface', 'rule'], used),
  );
}
