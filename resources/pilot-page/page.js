import { bridgeOf, callBridge, StepFault } from './bridge.js';
import { callService } from './service.js';
import { COMPONENTS, STEPS } from './steps.js';
import { hintFor, TITLES, VERDICTS } from './texts.js';

/** Well before a token of 12 hours ends. */
const RENEW_MS = 4 * 3_600_000;

const callbacks = { thing: 'skydocketThing', ws: 'skydocketSocket', live: 'skydocketLive' };
const form = document.getElementById('log-in');
const verdict = document.getElementById('verdict');
const leave = document.getElementById('log-out');
const rows = new Map();
let connected = null;
let renewing = 0;

function bilingual(element, [zh, en]) {
  const english = document.createElement('span');
  english.lang = 'en';
  english.textContent = en;
  element.replaceChildren(`${zh} `, english);
}

function conclude(name, state = name) {
  verdict.dataset.state = state;
  bilingual(verdict, VERDICTS[name]);
}

function concludeWhole(isWhole) {
  conclude(isWhole ? 'done' : 'partly', isWhole ? 'done' : 'failed');
}

function listSteps() {
  for (const { id } of STEPS) {
    const row = document.createElement('li');
    row.dataset.step = id;
    rows.set(id, row);
    document.getElementById('steps').append(row);
  }
  clearSteps();
}

function clearSteps() {
  for (const { id } of STEPS) show(id, 'waiting');
}

function show(id, state, fault) {
  const row = rows.get(id);
  row.dataset.state = state;
  bilingual(row, TITLES[id]);
  if (!fault) return;
  const hint = document.createElement('p');
  bilingual(hint, hintFor(id, fault.reason));
  const words = document.createElement('code');
  words.textContent = [fault.reason, fault.code, fault.detail].filter((word) => word !== null && word !== '').join(' · ');
  hint.append(words);
  row.append(hint);
}

async function runStep({ id, run }, context) {
  show(id, 'running');
  try {
    await run(context);
    show(id, 'done');
    return true;
  } catch (error) {
    show(id, 'failed', error instanceof StepFault ? error : new StepFault('PAGE_FAULT', { message: String(error) }));
    return false;
  }
}

async function connect(context) {
  clearSteps();
  conclude('running');
  let isWhole = true;
  for (const step of STEPS) {
    const isDone = await runStep(step, context);
    isWhole = isWhole && isDone;
    if (!isDone && step.needed) return conclude('failed');
  }
  connected = context;
  connected.isWhole = isWhole;
  form.hidden = true;
  leave.hidden = false;
  renewing = setInterval(() => void renew(), RENEW_MS);
  return concludeWhole(isWhole);
}

/** Pilot is given the next token before the one it has ends. */
async function renew() {
  try {
    const session = await callService('/manage/api/v1/token/refresh', { token: connected.token });
    connected.token = session.access_token;
    callBridge(connected.bridge, 'apiSetToken', session.access_token);
  } catch {
    // The next turn tries again; a token that has ended is said by Pilot itself.
  }
}

async function disconnect() {
  clearInterval(renewing);
  const { bridge, token } = connected;
  connected = null;
  for (const name of [...COMPONENTS].reverse())
    if (typeof bridge.platformUnloadComponent === 'function') bridge.platformUnloadComponent(name);
  try {
    await fetch('/api/v1/auth/logout', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  } finally {
    leave.hidden = true;
    form.hidden = false;
    clearSteps();
    conclude('left', 'waiting');
  }
}

/** Pilot calls these by name when the line to the broker comes or goes. */
function hearPilot() {
  window[callbacks.thing] = (state) => {
    if (!connected) return;
    if (state === false || state === 'false') conclude('away', 'failed');
    else concludeWhole(connected.isWhole);
  };
  window[callbacks.ws] = () => undefined;
  window[callbacks.live] = () => undefined;
}

listSteps();
hearPilot();
leave.addEventListener('click', () => void disconnect());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  const password = document.getElementById('password');
  const context = {
    bridge: bridgeOf(window),
    origin: location.origin,
    username: document.getElementById('username').value.trim(),
    password: password.value,
    callbacks,
  };
  password.value = '';
  button.disabled = true;
  void connect(context).finally(() => (button.disabled = false));
});
