import { callBridge, loadComponent, StepFault } from './bridge.js';
import { callService } from './service.js';

/** A controller behind a slow line needs some seconds to reach the broker. */
const LINE_PATIENCE_MS = 20_000;
const ASK_AGAIN_MS = 250;

const API = '/manage/api/v1';

/**
 * What is done so that a controller comes in, in this order. After a step that is `needed` nothing else can work; the
 * others are tried all the same. Each takes what the ones before it found out, and adds its own.
 */
export const STEPS = [
  { id: 'controller', needed: true, run: nameController },
  { id: 'log-in', needed: true, run: logIn },
  { id: 'line', needed: true, run: askForLine },
  { id: 'licence', needed: true, run: verifyLicence },
  { id: 'api', needed: true, run: loadApi },
  { id: 'workspace', needed: true, run: setWorkspace },
  { id: 'thing', needed: true, run: connectThing },
  { id: 'media', needed: false, run: loadMedia },
  { id: 'ws', needed: false, run: loadSocket },
  { id: 'map', needed: false, run: loadMap },
  { id: 'tsa', needed: false, run: ({ bridge }) => loadComponent(bridge, 'tsa', {}) },
  { id: 'mission', needed: false, run: ({ bridge }) => loadComponent(bridge, 'mission', {}) },
  { id: 'liveshare', needed: false, run: loadLiveshare },
];

/** Components in the order in which they were loaded. */
export const COMPONENTS = ['api', 'thing', 'media', 'ws', 'map', 'tsa', 'mission', 'liveshare'];

function nameController(context) {
  if (!context.bridge) throw new StepFault('NOT_IN_PILOT');
  const serial = callBridge(context.bridge, 'platformGetRemoteControllerSN');
  if (typeof serial !== 'string' || serial === '') throw new StepFault('CONTROLLER_UNNAMED');
  context.serial = serial;
}

async function logIn(context) {
  const { username, password } = context;
  const body = { username, password, flag: 2 };
  const session = await callService(`${API}/login`, { body });
  context.password = '';
  context.token = session.access_token;
  context.workspaceId = session.workspace_id;
}

async function askForLine(context) {
  const { token, workspaceId, serial } = context;
  const body = { controller_sn: serial };
  context.line = await callService(`${API}/workspaces/${workspaceId}/controller-line`, { token, body });
}

function verifyLicence({ bridge, line }) {
  callBridge(bridge, 'platformVerifyLicense', line.app_id, line.app_key, line.app_license);
  if (callBridge(bridge, 'platformIsVerified') !== true) throw new StepFault('LICENCE_NOT_VERIFIED');
}

function loadApi({ bridge, token, origin }) {
  loadComponent(bridge, 'api', { host: origin, token });
}

function setWorkspace({ bridge, line }) {
  callBridge(bridge, 'platformSetWorkspaceId', line.workspace_id);
  callBridge(bridge, 'platformSetInformation', line.platform_name, line.workspace_name, line.workspace_desc);
}

async function connectThing({ bridge, line, callbacks }) {
  const { mqtt_addr: host, mqtt_username: username, mqtt_password: password } = line;
  loadComponent(bridge, 'thing', { host, connectCallback: callbacks.thing, username, password });
  const deadline = Date.now() + LINE_PATIENCE_MS;
  while (callBridge(bridge, 'thingGetConnectState') !== true) {
    if (Date.now() > deadline) throw new StepFault('BROKER_NOT_REACHED', { message: host });
    await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
  }
}

/** Originals: a thumbnail proves nothing. */
function loadMedia({ bridge }) {
  loadComponent(bridge, 'media', { autoUploadPhoto: true, autoUploadPhotoType: 0, autoUploadVideo: true });
}

function loadSocket({ bridge, origin, token, callbacks }) {
  const host = `${origin.replace(/^http/, 'ws')}${API}/ws`;
  loadComponent(bridge, 'ws', { host, token, connectCallback: callbacks.ws });
}

function loadMap({ bridge, line }) {
  loadComponent(bridge, 'map', { userName: line.user_callsign, elementPreName: line.user_callsign });
}

function loadLiveshare({ bridge, callbacks }) {
  loadComponent(bridge, 'liveshare', { videoPublishType: 'video-on-demand', statusCallback: callbacks.live });
}
