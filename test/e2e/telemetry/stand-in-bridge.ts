/** How the stand-in answers; a call that is not named answers with code 0. */
export interface BridgeOptions {
  readonly serial: string;
  /** By call, or by `platformLoadComponent:NAME`: `missing`, `throw`, `garbage`, `false`, or a code that is refused with. */
  readonly faults: Readonly<Record<string, string | number>>;
}

export interface BridgeCall {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** What stands in for DJI Pilot 2's bridge. It runs in the page, so it may use nothing from outside. */
export function standInBridge({ serial, faults }: BridgeOptions): void {
  const scope = globalThis as unknown as { bridgeCalls: BridgeCall[]; djiBridge: Record<string, unknown> };
  scope.bridgeCalls = [];
  const data: Readonly<Record<string, unknown>> = {
    platformGetRemoteControllerSN: serial,
    platformIsVerified: true,
    platformIsComponentLoaded: true,
    thingGetConnectState: true,
  };
  const names = [
    ...Object.keys(data),
    'platformVerifyLicense',
    'platformLoadComponent',
    'platformUnloadComponent',
    'platformSetWorkspaceId',
    'platformSetInformation',
    'apiSetToken',
  ];
  scope.djiBridge = {};
  for (const name of names) {
    if (faults[name] === 'missing') continue;
    scope.djiBridge[name] = (...values: unknown[]) => {
      scope.bridgeCalls.push({ name, values });
      const fault = faults[name] ?? faults[`${name}:${String(values[0])}`];
      if (fault === 'throw') throw new Error('the bridge broke');
      if (fault === 'garbage') return 'no json';
      if (typeof fault === 'number') return JSON.stringify({ code: fault, message: 'refused by Pilot', data: null });
      return JSON.stringify({ code: 0, message: '', data: fault === 'false' ? false : (data[name] ?? '') });
    };
  }
}
