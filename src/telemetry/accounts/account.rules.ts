import { type ControlCommand, DEVICE_TOPICS, INTAKE_TOPICS } from '../../platform/index.js';

/** By these we know what is ours at the broker; everything else there belongs to its administrator. */
const ROLE_PREFIX = 'skydocket-device-';
export const ACCOUNT_MARK = 'Skydocket device';

export interface AclRule {
  readonly acltype: string;
  readonly topic: string;
  readonly allow: boolean;
  readonly priority: number;
}

export interface KnownRole {
  readonly rolename: string;
  readonly acls?: readonly AclRule[];
}

/** A client as the broker lists it. */
export interface KnownClient {
  readonly username: string;
  readonly textname?: string;
  readonly textdescription?: string;
  readonly disabled?: boolean;
  readonly roles?: readonly { readonly rolename: string }[];
  readonly groups?: readonly unknown[];
}

/** A log-in that the broker has to know. */
export interface WantedLogIn {
  readonly username: string;
  readonly credentialId: string;
  /** Null when it was issued before the broker was ours to administer: only its holder has it. */
  readonly password: string | null;
}

/** What the broker has to know of a device. */
export interface WantedAccount {
  readonly deviceId: string;
  /** Serials and asset codes in whose topics it may speak. */
  readonly names: readonly string[];
  readonly logIns: readonly WantedLogIn[];
  /** User names that were ours and are not good any more. */
  readonly ended: readonly string[];
}

/** What the broker knows of a device. */
export interface KnownAccount {
  readonly role: KnownRole | undefined;
  readonly clients: readonly KnownClient[];
}

export interface AccountChange {
  readonly commands: readonly ControlCommand[];
  /** User names that somebody else has given away. */
  readonly taken: readonly string[];
  /** User names whose secret nobody here can read: they need a new one. */
  readonly unreadable: readonly string[];
}

/** Why the broker does not know all of the device after it was told; undefined when it does. */
export function reasonBehind({ taken, unreadable }: AccountChange): string | undefined {
  const reasons = [
    ...taken.map((username) => `the broker knows ${username} from somebody else`),
    ...unreadable.map((username) => `${username} needs a new secret before the broker can know it`),
  ];
  return reasons.length > 0 ? reasons.join('; ') : undefined;
}

export function roleOf(deviceId: string): string {
  return ROLE_PREFIX + deviceId;
}

export function deviceOfRole(rolename: string): string | undefined {
  return rolename.startsWith(ROLE_PREFIX) ? rolename.slice(ROLE_PREFIX.length) : undefined;
}

export function isOurs({ textname }: KnownClient): boolean {
  return textname === ACCOUNT_MARK;
}

/**
 * Literal topics only, for what is sent and what is subscribed to. Whoever had a subscription before it lost the right
 * hears nothing by it: what is received is judged at each message.
 */
export function aclsOf(names: readonly string[]): AclRule[] {
  const spelt = (topics: readonly string[]): string[] =>
    names.flatMap((name) => topics.map((topic) => topic.replace('+', name)));
  const rules = (acltype: string, topics: readonly string[]): AclRule[] =>
    topics.map((topic) => ({ acltype, topic, allow: true, priority: 0 }));
  return [
    ...rules('publishClientSend', spelt(INTAKE_TOPICS)),
    ...rules('subscribeLiteral', spelt(DEVICE_TOPICS)),
    ...rules('publishClientReceive', spelt(DEVICE_TOPICS)),
    { acltype: 'publishClientReceive', topic: '#', allow: false, priority: -1 },
  ];
}

/** A part of a topic that is no wildcard and no level of its own. */
export function isPlainName(name: string): boolean {
  return !/[+#/\0$]/.test(name) && name.length > 0;
}

/** What has to be said so that the broker knows what it should, and nothing when it does. */
export function changeOf(wanted: WantedAccount, known: KnownAccount): AccountChange {
  const foreign = new Set(known.clients.filter((client) => !isOurs(client)).map(({ username }) => username));
  const ours = new Map(known.clients.filter(isOurs).map((client) => [client.username, client]));
  const wantedNames = new Set(wanted.logIns.map(({ username }) => username));
  const ended = [...ours.keys()].filter((username) => !wantedNames.has(username));
  const rolename = roleOf(wanted.deviceId);
  const missing = wanted.logIns.filter(
    (logIn) => !foreign.has(logIn.username) && !isAsWanted(ours.get(logIn.username), rolename, logIn.credentialId),
  );
  return {
    commands: [
      // Who lost the right is put out before anything else is granted.
      ...ended.map((username) => ({ command: 'deleteClient', username })),
      ...roleCommands(wanted, known.role),
      ...missing.flatMap((logIn) => logInCommands(rolename, logIn, ours.has(logIn.username))),
    ],
    taken: wanted.logIns.map(({ username }) => username).filter((username) => foreign.has(username)),
    unreadable: missing.filter(({ password }) => password === null).map(({ username }) => username),
  };
}

function roleCommands({ deviceId, names, logIns }: WantedAccount, role: KnownRole | undefined): ControlCommand[] {
  const rolename = roleOf(deviceId);
  if (logIns.length === 0) return role ? [{ command: 'deleteRole', rolename }] : [];
  const acls = aclsOf(names);
  if (!role) return [{ command: 'createRole', rolename, textname: ACCOUNT_MARK, acls }];
  return sameAcls(acls, role.acls ?? []) ? [] : [{ command: 'modifyRole', rolename, acls }];
}

/** A log-in with another secret than the present one is ended and begun anew, and with it every line that it opened. */
function logInCommands(
  rolename: string,
  { username, credentialId, password }: WantedLogIn,
  isKnown: boolean,
): ControlCommand[] {
  const ending = isKnown ? [{ command: 'deleteClient', username }] : [];
  if (password === null) return ending;
  const about = { textname: ACCOUNT_MARK, textdescription: credentialId };
  return [...ending, { command: 'createClient', username, password, ...about, roles: [{ rolename, priority: 0 }] }];
}

function isAsWanted(client: KnownClient | undefined, rolename: string, credentialId: string): boolean {
  const [role, ...others] = client?.roles ?? [];
  return (
    client?.textdescription === credentialId &&
    !client.disabled &&
    role?.rolename === rolename &&
    others.length === 0 &&
    (client.groups ?? []).length === 0
  );
}

export function sameAcls(one: readonly AclRule[], other: readonly AclRule[]): boolean {
  const spelt = (rules: readonly AclRule[]): string =>
    rules
      .map(({ acltype, topic, allow, priority }) => JSON.stringify([acltype, topic, allow, priority]))
      .sort()
      .join();
  return spelt(one) === spelt(other);
}
