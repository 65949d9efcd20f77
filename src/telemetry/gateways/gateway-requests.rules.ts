import type { GatewayRequest } from '../dialects/dialect.js';
import { asObject, asText } from '../dialects/lenient.js';
import type { JsonObject, JsonValue } from '../sample.js';

/** What a dock has to show DJI's own check, and where it asks for the time. */
export interface DjiLicence {
  readonly appId: string;
  readonly appKey: string;
  readonly appLicense: string;
  readonly ntpHost: string;
  readonly ntpPort: number;
}

/** What the register knows of a device that a gateway asks about. */
export interface BoundDevice {
  readonly serial: string;
  readonly assetCode: string;
  /** Number of the owner in the administrative division, or its id where it has none. */
  readonly organizationId: string;
  readonly organizationName: string;
}

export interface AskedBinding {
  readonly serial: string;
  readonly bindingCode: string | null;
  readonly organizationId: string | null;
}

export const DONE: JsonObject = { result: 0 };
/** DJI names no code of its own for "not here"; any but 0 is a refusal. */
export const REFUSED: JsonObject = { result: 1 };
/** As DJI's own example refuses a binding. */
const NOT_BINDABLE = 210_231;
const MOST_DEVICES = 2;

/** The one answer without `result`. */
export function configAnswer({ appId, appKey, appLicense, ntpHost, ntpPort }: DjiLicence): JsonObject {
  return {
    ntp_server_host: ntpHost,
    ntp_server_port: ntpPort,
    app_id: appId,
    app_key: appKey,
    app_license: appLicense,
  };
}

/** Whether this is the question that `configAnswer` answers. */
export function asksForConfig({ data }: GatewayRequest): boolean {
  return data['config_type'] === 'json' && data['config_scope'] === 'product';
}

/** The serials of `airport_bind_status`. */
export function askedSerials({ data }: GatewayRequest): string[] {
  return listOf(data['devices']).flatMap((entry) => asText(asObject(entry)?.['sn'], 64) ?? []);
}

export function bindStatusAnswer(serials: readonly string[], known: ReadonlyMap<string, BoundDevice>): JsonObject {
  const statuses = serials.map((serial) => {
    const device = known.get(serial);
    return {
      sn: serial,
      is_device_bind_organization: device !== undefined,
      organization_id: device?.organizationId ?? '',
      organization_name: device?.organizationName ?? '',
      device_callsign: device?.assetCode ?? '',
    };
  });
  return { ...DONE, output: { bind_status: statuses } };
}

/** The owner of the asking gateway by name, when number and code are those of the register. */
export function organizationAnswer({ data }: GatewayRequest, gateway: BoundDevice): JsonObject {
  const asked = {
    serial: gateway.serial,
    bindingCode: asText(data['device_binding_code'], 64),
    organizationId: asText(data['organization_id'], 64),
  };
  if (!mayBind(asked, gateway)) return REFUSED;
  return { ...DONE, output: { organization_name: gateway.organizationName } };
}

/** The devices of `airport_organization_bind`. */
export function askedBindings({ data }: GatewayRequest): AskedBinding[] {
  return listOf(data['bind_devices']).flatMap((entry) => {
    const device = asObject(entry);
    const serial = asText(device?.['sn'], 64);
    if (!device || !serial) return [];
    const bindingCode = asText(device['device_binding_code'], 64);
    return [{ serial, bindingCode, organizationId: asText(device['organization_id'], 64) }];
  });
}

/** Binding makes nothing new: the register already says whose the device is, and the answer whether that was meant. */
export function bindAnswer(asked: readonly AskedBinding[], known: ReadonlyMap<string, BoundDevice>): JsonObject {
  const errors = asked.map((binding) => {
    const device = known.get(binding.serial);
    return { sn: binding.serial, err_code: device && mayBind(binding, device) ? 0 : NOT_BINDABLE };
  });
  return { ...DONE, output: { err_infos: errors } };
}

/** The code is the asset code on our label, so whoever types it stands before the device. */
function mayBind({ bindingCode, organizationId }: AskedBinding, device: BoundDevice): boolean {
  return organizationId === device.organizationId && bindingCode?.toLowerCase() === device.assetCode.toLowerCase();
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value.slice(0, MOST_DEVICES) : [];
}
