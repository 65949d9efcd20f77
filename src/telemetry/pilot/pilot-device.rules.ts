import type { PilotDeviceView } from './pilot.schemas.js';

const MODEL_KEY = /^(\d+)-(\d+)-(\d+)$/;
const NO_ICONS = { normal_icon_url: '', selected_icon_url: '' };

/** What is known of a device that a pilot may see. */
export interface KnownDevice {
  readonly serial: string;
  readonly assetCode: string;
  /** `domain-type-subtype`, as the device or the register says. */
  readonly modelKey: string | null;
  readonly isOnline: boolean;
  readonly holder: { readonly id: string; readonly name: string } | null;
}

/** A device in Pilot's words; the numbers of its product are texts there. */
export function pilotDevice({ serial, assetCode, modelKey, isOnline, holder }: KnownDevice): PilotDeviceView {
  const [key, domain, type, subType] = MODEL_KEY.exec(modelKey ?? '') ?? [];
  const isKnown = key !== undefined && domain !== undefined && type !== undefined && subType !== undefined;
  return {
    sn: serial,
    device_model: isKnown ? { key, domain, type, sub_type: subType } : null,
    online_status: isOnline,
    device_callsign: assetCode,
    user_id: holder?.id ?? '',
    user_callsign: holder?.name ?? '',
    icon_urls: NO_ICONS,
  };
}
