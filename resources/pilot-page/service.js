import { StepFault } from './bridge.js';

const PATIENCE_MS = 20_000;

/** One call to the service. @throws StepFault with the service's own code */
export async function callService(path, { token, body } = {}) {
  const answer = await sent(path, token, body);
  let read = null;
  try {
    read = await answer.json();
  } catch {
    throw new StepFault('SERVICE_UNREADABLE', { code: answer.status });
  }
  if (read.code !== 0) {
    const code = (read.data && read.data.code) || String(answer.status);
    throw new StepFault(code, { code: answer.status, message: read.message });
  }
  return read.data;
}

async function sent(path, token, body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  const headers = { 'accept-language': 'zh' };
  if (token) headers['x-auth-token'] = token;
  headers['content-type'] = 'application/json';
  try {
    return await fetch(path, { method: 'POST', headers, body: JSON.stringify(body || {}), signal: patience.signal });
  } catch {
    throw new StepFault('SERVICE_AWAY');
  } finally {
    clearTimeout(timer);
  }
}
