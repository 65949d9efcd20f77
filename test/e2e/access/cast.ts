import { Grants, type Permission, type Role, ROLES } from '../../../src/identity/index.js';
import { LogInTokens } from '../../../src/identity/auth/log-in-tokens.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import type { TestApp } from '../../support/app.js';
import { ApiClient } from '../../support/client.js';
import type { Asker, Membership, Parents } from './verdict.js';

/**
 * Where people stand to the objects of 东光县, by the adcode of their unit. The last three are in a county that has
 * nothing to do with it, and have a membership: of the case, of the case for reading only, or of the command session.
 */
export const PLACES = {
  province: '130000',
  'own city': '130900',
  'other city': '130400',
  'own county': '130923',
  'other county': '130930',
  'member of the case': '130425',
  'reader of the case': '130425',
  'guest of the session': '130425',
} as const;
export type Place = keyof typeof PLACES;

export interface Person extends Asker {
  readonly place: Place;
  readonly name: string;
  readonly client: ApiClient;
  readonly memberships: Membership[];
}

interface UnitBody {
  readonly id: string;
  readonly parentId: string | null;
  readonly adcode: string | null;
}

/** One person of every role at every place, and a machine with a key that only reads. */
export class Cast {
  private constructor(
    readonly people: readonly Person[],
    readonly parents: Parents,
    private readonly unitIds: ReadonlyMap<string, string>,
    /** May do what the makers of accounts do. */
    readonly security: ApiClient,
  ) {}

  static async gather(app: TestApp): Promise<Cast> {
    const security = await app.as({ role: 'security_admin' });
    const units = (await security.get<{ items: UnitBody[] }>('/units')).body.items;
    const unitIds = new Map(units.flatMap(({ id, adcode }) => (adcode ? [[adcode, id] as const] : [])));
    const parents = new Map(units.map(({ id, parentId }) => [id, parentId]));
    const wanted = (Object.keys(PLACES) as Place[]).flatMap((place) =>
      ROLES.map((role) => ({ place, role, unitId: unitIds.get(PLACES[place]) ?? '' })),
    );
    const people = await Promise.all(wanted.map((post) => engage(app, security, post)));
    return new Cast(people, parents, unitIds, security);
  }

  unitOf(place: Place): string {
    return this.unitIds.get(PLACES[place]) ?? '';
  }

  of(place: Place, role: Role): Person {
    const person = this.people.find((one) => one.place === place && one.role === role);
    if (!person) throw new Error(`no ${role} at ${place}`);
    return person;
  }

  at(place: Place): Person[] {
    return this.people.filter((one) => one.place === place);
  }

  /** An account of somebody who is only there to be changed. */
  extra(username: string, unitId: string): Promise<string> {
    return createAccount(this.security, { username, unitId, role: 'field_officer' });
  }

  /** A machine that acts for a person within these permissions. */
  async machine({ client, ...person }: Person, onlyPermissions: readonly Permission[]): Promise<Person> {
    const wish = { name: 'machine', permissions: onlyPermissions, expiresAt: new Date(Date.now() + 3_600_000) };
    const made = await client.post<{ key: string }>('/api-keys', wish);
    if (made.status !== 201) throw new Error(`key: ${made.status} ${JSON.stringify(made.body)}`);
    const machine = new ApiClient(client.url, made.body.key, client.user);
    return { ...person, onlyPermissions, name: `key of ${person.name}`, client: machine };
  }

  close(): void {
    for (const { client } of this.people) client.close();
  }
}

/** Read-only, as a command session admits people to a case. */
export async function admit(app: TestApp, person: Person, kind: 'case' | 'session', id: string): Promise<void> {
  const grant = { userId: person.id, scopeKind: kind, scopeId: id, capability: 'read' as const };
  await app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(Grants).grant(tx, grant));
  person.memberships.push({ kind, id, writes: false });
}

interface Post {
  readonly place: Place;
  readonly role: Role;
  readonly unitId: string;
}

/** With a token as a log-in gives it, without the cost of a password for each of them. */
async function engage(app: TestApp, security: ApiClient, { place, role, unitId }: Post): Promise<Person> {
  const username = `${place.replaceAll(' ', '-')}.${role}`;
  const id = await createAccount(security, { username, unitId, role });
  const { accessToken } = await app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(LogInTokens).issue(tx, id));
  const client = new ApiClient(app.url, accessToken, {
    id,
    username,
    roles: [role],
    unit: { id: unitId, name: place },
  });
  return { id, role, unitId, memberships: [], place, name: `${role} at ${place}`, client };
}

async function createAccount(
  security: ApiClient,
  { username, unitId, role }: { username: string; unitId: string; role: Role },
): Promise<string> {
  const account = { username, displayName: username, unitId, roles: [role] };
  const made = await security.post<{ id: string }>('/users', account);
  if (made.status !== 201) throw new Error(`${username}: ${made.status} ${JSON.stringify(made.body)}`);
  return made.body.id;
}
