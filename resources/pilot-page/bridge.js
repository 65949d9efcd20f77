/** Says in which way a step failed; `code` is Pilot's or the service's own. */
export class StepFault extends Error {
  constructor(reason, { code = null, message = '' } = {}) {
    super(message || reason);
    this.reason = reason;
    this.code = code;
    this.detail = message;
  }
}

/** The bridge that DJI Pilot 2 puts into its pages; absent in any other browser. */
export function bridgeOf(scope) {
  return typeof scope.djiBridge === 'object' && scope.djiBridge !== null ? scope.djiBridge : null;
}

/**
 * Calls the bridge and gives the data of its answer, a text `{code, message, data}`.
 * @throws StepFault when the call is not there, does not answer so, or says anything but 0
 */
export function callBridge(bridge, name, ...values) {
  if (typeof bridge[name] !== 'function') throw new StepFault('BRIDGE_CALL_MISSING', { message: name });
  const { code, message, data } = parsed(name, said(bridge, name, values));
  if (code !== 0) throw new StepFault('BRIDGE_REFUSED', { code, message: String(message || '') });
  return data;
}

function said(bridge, name, values) {
  try {
    return bridge[name](...values);
  } catch (error) {
    throw new StepFault('BRIDGE_FAILED', { message: `${name}: ${String(error)}` });
  }
}

function parsed(name, answer) {
  let read;
  try {
    read = typeof answer === 'string' ? JSON.parse(answer) : answer;
  } catch {
    read = null;
  }
  if (typeof read !== 'object' || read === null || typeof read.code !== 'number')
    throw new StepFault('BRIDGE_UNREADABLE', { message: `${name}: ${String(answer).slice(0, 200)}` });
  return read;
}

/** Loads a component of Pilot. @throws StepFault */
export function loadComponent(bridge, name, parameters) {
  callBridge(bridge, 'platformLoadComponent', name, JSON.stringify(parameters));
  if (typeof bridge.platformIsComponentLoaded !== 'function') return;
  if (callBridge(bridge, 'platformIsComponentLoaded', name) === false)
    throw new StepFault('COMPONENT_NOT_LOADED', { message: name });
}
