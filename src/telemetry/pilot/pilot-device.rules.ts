import type { DeviceClass } from '../dialects/dialect.js';
import type { PilotDeviceView } from './pilot.schemas.js';

const MODEL_KEY = /^(\d+)-(\d+)-(\d+)$/;
/** Pilot chooses by the product where it is known. */
const NO_ICONS = { normal_icon_url: '', selected_icon_url: '' };
/** Pilot's own picture of an aircraft that it knows no better. */
const OTHER_ICONS = {
  normal_icon_url: 'resource://pilot/drawable/tsa_aircraft_others_normal',
  selected_icon_url: 'resource://pilot/drawable/tsa_aircraft_others_pressed',
};
/** DJI's own number for a product that is none of its list. */
const UNKNOWN_TYPE = '65535';
const DOMAINS = { aircraft: '0', payload: '1', controller: '2', dock: '3', unknown: '2' } as const;

/** What is known of a device that a pilot may see. */
export interface KnownDevice {
  readonly serial: string;
  readonly assetCode: string;
  /** `domain-type-subtype`, as the device or the register says. */
  readonly modelKey: string | null;
  /** What it is by the topology. */
  readonly deviceClass: DeviceClass;
  readonly isOnline: boolean;
  readonly holder: { readonly id: string; readonly name: string } | null;
}

/** A device in Pilot's words; the numbers of its product are texts there. */
export function pilotDevice(device: KnownDevice): PilotDeviceView {
  const { serial, assetCode, modelKey, isOnline, holder, deviceClass } = device;
  const model = modelOf(modelKey);
  return {
    sn: serial,
    device_model: model ?? unknownModel(deviceClass),
    online_status: isOnline,
    device_callsign: assetCode,
    user_id: holder?.id ?? '',
    user_callsign: holder?.name ?? '',
    icon_urls: model ? NO_ICONS : OTHER_ICONS,
  };
}

function modelOf(modelKey: string | null): PilotDeviceView['device_model'] | undefined {
  const [key, domain, type, subType] = MODEL_KEY.exec(modelKey ?? '') ?? [];
  if (key === undefined || domain === undefined || type === undefined || subType === undefined) return undefined;
  return { key, domain, type, sub_type: subType };
}

/** Pilot reads the members of this object: without one it has nothing to draw. */
function unknownModel(deviceClass: DeviceClass): PilotDeviceView['device_model'] {
  const domain = DOMAINS[deviceClass];
  return { key: `${domain}-${UNKNOWN_TYPE}-0`, domain, type: UNKNOWN_TYPE, sub_type: '0' };
}
