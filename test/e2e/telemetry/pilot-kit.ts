import type { PathPoint } from '../../../scripts/simulator/dji-messages.js';
import type { ApiClient } from '../../support/client.js';
import type { TestApp } from '../../support/app.js';
import { demoLogIn } from '../../support/demo-people.js';

export const DJI_SETTINGS = {
  appId: '123456',
  appKey: 'key-of-the-app',
  appLicense: 'licence-of-the-app',
  brokerAddress: 'tcp://127.0.0.1:1883',
  platformName: '天证',
  ntpHost: 'ntp.example',
};

export interface Enveloped<Data> {
  readonly code: number;
  readonly message: string;
  readonly data: Data & { readonly code?: string };
}

export interface PilotSessionBody {
  readonly access_token: string;
  readonly workspace_id: string;
  readonly expires_at: string;
  readonly mqtt_addr: string | null;
}

/** Sets up the connection of DJI devices. */
export async function setUpDji(app: TestApp, more: object = {}): Promise<ApiClient> {
  const administrator = await app.as({ role: 'system_admin' });
  const known = await administrator.get<{ version: number }>('/dji-connection');
  const settings = { ...DJI_SETTINGS, ...more, version: known.body.version };
  const saved = await administrator.send('PUT', '/dji-connection', settings);
  if (saved.status !== 200) throw new Error(`dji-connection: ${saved.status} ${JSON.stringify(saved.body)}`);
  return administrator;
}

/** What Pilot sends: its token in its own header. */
export async function pilotCalls<Data = Record<string, never>>(
  url: string,
  method: string,
  path: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<{ status: number; headers: Headers; body: Enveloped<Data> }> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token !== undefined && { 'x-auth-token': token }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Enveloped<Data> };
}

/** A log-in as the pilot page does it. */
export async function logInOnController(app: TestApp, username: string, password: string): Promise<PilotSessionBody> {
  const body = { username, password, flag: 2 };
  const answer = await pilotCalls<PilotSessionBody>(app.url, 'POST', '/manage/api/v1/login', { body });
  if (answer.status !== 200) throw new Error(`log-in: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.data;
}

/** Logs in on a controller and opens its line as the pilot page does; each call is a new secret for the same person. */
export async function mintingOn(
  app: TestApp,
  person: { readonly role: string; readonly unit: string },
  controllerSerial: string,
): Promise<() => Promise<{ username: string; password: string }>> {
  await setUpDji(app);
  const logIn = demoLogIn(app.dataDir, person);
  const { workspace_id, access_token } = await logInOnController(app, logIn.username, logIn.password);
  const path = `/manage/api/v1/workspaces/${workspace_id}/controller-line`;
  return async () => {
    const answer = await pilotCalls<{ mqtt_username: string; mqtt_password: string }>(app.url, 'POST', path, {
      token: access_token,
      body: { controller_sn: controllerSerial },
    });
    if (answer.status !== 200) throw new Error(`line: ${answer.status} ${JSON.stringify(answer.body)}`);
    const { mqtt_username: username, mqtt_password: password } = answer.body.data;
    return { username, password };
  };
}

/** A place over 东光县, in the air, now. */
export function pointNow(more: Partial<PathPoint> = {}): PathPoint {
  return {
    at: new Date(),
    lon: 116.5421,
    lat: 37.8903,
    phase: 'survey',
    heightAboveTakeoffMetres: 80,
    altitudeEllipsoidMetres: 92.5,
    headingDegrees: 10,
    speedMetresPerSecond: 3,
    verticalSpeedMetresPerSecond: 0,
    batteryPercent: 80,
    homeDistanceMetres: 120,
    ...more,
  };
}
