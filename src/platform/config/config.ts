import { z } from 'zod';
import { StartError } from '../start-error.js';

/** One configuration key: its shape with default, and the sentence that the generated page prints. */
interface ConfigKey<T extends z.ZodType> {
  readonly schema: T;
  readonly doc: string;
  readonly secret: boolean;
}

function key<T extends z.ZodType>(schema: T, doc: string): ConfigKey<T> {
  return { schema, doc, secret: false };
}

function secretKey<T extends z.ZodType>(schema: T, doc: string): ConfigKey<T> {
  return { schema, doc, secret: true };
}

const port = () => z.coerce.number().int().min(0).max(65_535);
const url = (...protocols: string[]) =>
  z.string().refine((value) => protocols.includes(protocolOf(value)), {
    error: `must be an address that starts with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
  });

/** Empty for what is no address at all. */
function protocolOf(value: string): string {
  try {
    return new URL(value).protocol.replace(':', '');
  } catch {
    return '';
  }
}

const commaList = () =>
  z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    );

export const CONFIG_KEYS = {
  SKYDOCKET_MODE: key(
    z.enum(['demonstration', 'production']).default('demonstration'),
    'demonstration: seeded, marked on every page. production: starts empty, refuses demonstration secrets.',
  ),
  SKYDOCKET_DATA_DIR: key(
    z.string().min(1).default('var'),
    'Folder of the running system: database, originals, secrets.',
  ),
  SKYDOCKET_HOST: key(z.string().min(1).default('127.0.0.1'), 'Address the HTTP server listens on.'),
  SKYDOCKET_PORT: key(port().default(3000), 'Port of HTTP and sockets. 0 takes any free port.'),
  SKYDOCKET_PUBLIC_URL: key(
    url('http', 'https').optional(),
    'Address under which people reach the service; in links and labels, and where docks are told to upload.',
  ),
  SKYDOCKET_ORIGINS: key(
    commaList(),
    'Further web origins, comma separated, that may open sockets. The own origin always may.',
  ),
  SKYDOCKET_TRUSTED_PROXIES: key(
    commaList(),
    'Addresses or networks of proxies whose X-Forwarded-For is believed, comma separated, such as 10.0.0.0/8.',
  ),
  DATABASE_URL: secretKey(
    url('postgres', 'postgresql').optional(),
    'External PostgreSQL 15 or newer, UTF8. Unset: the embedded server under the data folder.',
  ),
  SKYDOCKET_PG_PORT: key(port().default(54_329), 'Loopback port of the embedded PostgreSQL. 0 takes any free port.'),
  SKYDOCKET_DATABASE_POOL: key(
    z.coerce.number().int().min(2).max(200).default(12),
    'Connections to the database in one process.',
  ),
  MQTT_URL: secretKey(
    url('mqtt', 'mqtts').optional(),
    'External MQTT broker with user and password. Unset: the embedded broker.',
  ),
  SKYDOCKET_MQTT_ADMIN_URL: secretKey(
    url('mqtt', 'mqtts').optional(),
    'Administrator of the dynamic security plugin of the Mosquitto in MQTT_URL: devices get their log-ins and topics there. Unset: somebody else sees to it.',
  ),
  SKYDOCKET_BROKER_SECRET: secretKey(
    z.string().min(16).optional(),
    'Bearer secret with which EMQX asks at /broker/authn and /broker/authz (docs/emqx.md). Unset: loopback only.',
  ),
  SKYDOCKET_MQTT_HOST: key(z.string().min(1).default('127.0.0.1'), 'Address the embedded broker listens on.'),
  SKYDOCKET_MQTT_PORT: key(port().default(1883), 'Port of the embedded broker. 0 takes any free port.'),
  SKYDOCKET_MQTT_TLS_PORT: key(port().default(8883), 'Port of the embedded broker for mqtts, TLS 1.2 and newer.'),
  SKYDOCKET_MQTT_TLS_CERT_FILE: key(
    z.string().min(1).optional(),
    'PEM file of its certificate and chain; a renewed one is taken within half a minute. Unset: no mqtts.',
  ),
  SKYDOCKET_MQTT_TLS_KEY_FILE: key(z.string().min(1).optional(), 'PEM file of the key of that certificate.'),
  SKYDOCKET_MQTT_CONNECTS_PER_SECOND: key(
    z.coerce.number().int().min(1).max(100_000).default(200),
    'Connections a second the embedded broker takes from one address for long, ten times as many at once. A whole fleet may come from one address.',
  ),
  REDIS_URL: secretKey(
    url('redis', 'rediss').optional(),
    'Redis for sockets across several instances (streams adapter).',
  ),
  S3_URL: secretKey(
    url('http', 'https').optional(),
    'S3-compatible store for originals, as https://key:secret@host/bucket. Unset: a folder under the data folder. Devices upload to /s3 in both cases.',
  ),
  SKYDOCKET_KEY: secretKey(
    z.string().min(32).optional(),
    'Opens the sealed key file. Unset: secrets/master.key in the data folder (mode 0600), made at the first start.',
  ),
  SKYDOCKET_OPERATIONS_SECRET: secretKey(
    z.string().min(16).optional(),
    'Bearer secret for /metrics and the detail of /readyz from other machines. Unset: loopback only.',
  ),
  SKYDOCKET_ACCESS_TOKEN_MINUTES: key(z.coerce.number().int().min(1).max(120).default(15), 'Life of an access token.'),
  SKYDOCKET_REFRESH_TOKEN_DAYS: key(z.coerce.number().int().min(1).max(90).default(14), 'Life of a refresh token.'),
  SKYDOCKET_LOGIN_ATTEMPTS: key(
    z.coerce.number().int().min(1).max(10_000).default(10),
    'Failed log-ins a minute for one name before 429; five times as many for one address.',
  ),
  SKYDOCKET_TELEMETRY_DAYS: key(
    z.coerce.number().int().min(8).max(36_500).optional(),
    'Frames of devices are removed after so many days; those that evidence rests on stay. Unset: kept for ever.',
  ),
  SKYDOCKET_JOB_LEASE_SECONDS: key(
    z.coerce.number().int().min(2).max(3_600).default(60),
    'A job that a process was at when it died is taken up so long after. The same for all processes of an installation.',
  ),
  SKYDOCKET_UPLOAD_LIMIT_MB: key(z.coerce.number().int().min(1).max(102_400).default(2048), 'Largest single upload.'),
  SKYDOCKET_UPLOAD_KEPT_HOURS: key(
    z.coerce.number().int().min(1).max(8_760).default(168),
    'A resumable upload that has not ended may be taken up again for this long.',
  ),
  SKYDOCKET_FREE_DISK_FLOOR_MB: key(
    z.coerce.number().int().min(0).default(512),
    'Uploads are refused below this free space.',
  ),
  SKYDOCKET_SWEEP_HOURS: key(
    z.coerce.number().int().min(1).max(8_784).default(168),
    'All originals are read again and compared with their digests so often.',
  ),
  SKYDOCKET_SWEEP_MB_PER_SECOND: key(
    z.coerce.number().min(0.1).max(10_000).default(20),
    'At most so much is read of the originals for it.',
  ),
  SKYDOCKET_UPLOAD_REMAINS_DAYS: key(
    z.coerce.number().int().min(1).max(3_650).default(30),
    'Bytes without a record that an upload left when its process died are removed so long after a sweep found them.',
  ),
  SKYDOCKET_LOAN_APPROVAL_HOURS: key(
    z.coerce.number().int().min(1).max(720).default(48),
    'An owner who is asked for a device answers within this, and before the period begins; then the request lapses.',
  ),
  SKYDOCKET_NO_SHOW_GRACE_MINUTES: key(
    z.coerce.number().int().min(5).max(1_440).default(120),
    'A booked device that nobody has come for is free again so long after the period began.',
  ),
  SKYDOCKET_WEATHER_FILE: key(
    z.string().min(1).optional(),
    'Weather that the operator drops as a file (docs/weather.md); written beside it and renamed. Unset: none.',
  ),
  SKYDOCKET_WEATHER_URL: secretKey(
    url('http', 'https')
      .refine((value) => ['{lon}', '{lat}'].every((part) => value.includes(part)), {
        error: 'must name {lon} and {lat}; {from} and {to} may stand beside them',
      })
      .optional(),
    'Weather of the operator’s own service, asked with {lon} {lat} {from} {to} filled in (docs/weather.md). Unset: none.',
  ),
  SKYDOCKET_WEATHER_TIMEOUT_MS: key(
    z.coerce.number().int().min(100).max(20_000).default(3_000),
    'How long the weather service may take for its whole answer.',
  ),
  SKYDOCKET_WEATHER_MAX_AGE_MINUTES: key(
    z.coerce.number().int().min(10).max(10_080).default(720),
    'Weather from a file or service that was issued earlier says nothing any more.',
  ),
  SKYDOCKET_WEATHER_DOCK_MINUTES: key(
    z.coerce.number().int().min(1).max(240).default(15),
    'What a dock measured longer ago says nothing any more.',
  ),
  SKYDOCKET_WEATHER_REACH_KM: key(
    z.coerce.number().min(0.1).max(200).default(20),
    'Weather of a place is taken for that of a flight this far away at most.',
  ),
  SKYDOCKET_BATTERY_RESERVE_PERCENT: key(
    z.coerce.number().min(0).max(80).default(30),
    'Kept in a battery when flights are reckoned: for the way home and the unforeseen.',
  ),
  SKYDOCKET_BATTERY_COLD_PERCENT: key(
    z.coerce.number().min(0).max(10).default(1),
    'Taken from the time in the air for each degree below SKYDOCKET_BATTERY_COLD_BELOW_CELSIUS.',
  ),
  SKYDOCKET_BATTERY_COLD_BELOW_CELSIUS: key(
    z.coerce.number().min(-20).max(40).default(15),
    'Air colder than this shortens the time in the air.',
  ),
  SKYDOCKET_HIGHEST_GROUND_METRES: key(
    z.coerce.number().min(-500).max(9_000).default(2_900),
    'No ground where this installation flies lies higher above the sea; for the ceilings of aircraft.',
  ),
  SKYDOCKET_COMMAND_ABSENCE_MINUTES: key(
    z.coerce.number().int().min(1).max(1_440).default(5),
    'A deputy may assume command of a session whose commander has been away for so long.',
  ),
  SKYDOCKET_COMMAND_PRESENCE_GRACE_SECONDS: key(
    z.coerce.number().int().min(26).max(3_600).default(30),
    'Coming to the line of a session and leaving it enter the record after so long; a shorter cut does not. More than the 25 s that a word on somebody holds.',
  ),
  SKYDOCKET_MESSAGE_URL: secretKey(
    url('http', 'https').optional(),
    'Gateway of the site to SMS or a messenger: people are woken by it (docs/reaching-people.md). Unset: no messages.',
  ),
  SKYDOCKET_MESSAGE_SECRET: secretKey(
    z.string().min(16).optional(),
    'Secret shared with that gateway: what is sent to it is signed with it.',
  ),
  SKYDOCKET_MESSAGE_TIMEOUT_MS: key(
    z.coerce.number().int().min(100).max(30_000).default(10_000),
    'How long that gateway, or the mail server, may take for its answer.',
  ),
  SMTP_URL: secretKey(
    url('smtp', 'smtps').optional(),
    'Mail server for waking people, as smtps://user:password@host. Unset: no mail.',
  ),
  SKYDOCKET_MAIL_FROM: key(z.email().optional(), 'Address that mail is sent from.'),
  SKYDOCKET_LOG_WITNESSES: key(
    commaList(),
    'Public keys (name+id+key) of witnesses whose signatures under the transparency log are taken, comma separated (docs/transparency-log.md). Unset: no independent witness.',
  ),
  SKYDOCKET_TSA_URL: secretKey(
    url('http', 'https').optional(),
    'Time-stamping authority (RFC 3161) that is asked to stamp heads of the transparency log (docs/transparency-log.md). Unset: no independent time.',
  ),
  SKYDOCKET_TSA_CA_FILE: key(
    z.string().min(1).optional(),
    'PEM file of the certificates that its answers must lead to; those that do not are not kept.',
  ),
  SKYDOCKET_TSA_TIMEOUT_MS: key(
    z.coerce.number().int().min(100).max(30_000).default(10_000),
    'How long the time-stamping authority may take for its whole answer.',
  ),
  SKYDOCKET_NTP_SERVER: key(
    z.string().min(1).optional(),
    'host or host:port asked for the clock offset. Unset: offset unknown.',
  ),
  SKYDOCKET_LOG_LEVEL: key(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    'Lowest level that is logged.',
  ),
} as const;

export type Config = { readonly [K in keyof typeof CONFIG_KEYS]: z.output<(typeof CONFIG_KEYS)[K]['schema']> };

/** Injection token of the validated configuration. */
export const CONFIG = Symbol('CONFIG');

export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(['The configuration has faults:', ...faults.map((fault) => `  - ${fault}`)].join('\n'));
  }
}

/**
 * Reads every key from `env`. An empty variable counts as unset.
 * @throws ConfigError naming all faulty keys at once, without their values
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, { schema }] of Object.entries(CONFIG_KEYS)) {
    const result = schema.safeParse(env[name] === '' ? undefined : env[name]);
    if (result.success) values[name] = result.data;
    else faults.push(`${name}: ${result.error.issues.map((issue) => issue.message).join('; ')}`);
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return values as Config;
}
