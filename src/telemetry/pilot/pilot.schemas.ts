import { z } from 'zod';
import { BROKER_STATES } from '../accounts/broker.accounts.js';
import { Id, InstantView, text } from '../../platform/index.js';

/** Pilot's own field names, as it sends and reads them. */
export const PilotLogIn = z
  .strictObject({
    username: z.string().min(1).max(200),
    password: z.string().min(1).max(200),
    flag: z.int().optional().describe('2: from Pilot; not looked at'),
  })
  .meta({ id: 'PilotLogIn' });

export const PilotSession = z
  .object({
    user_id: Id,
    username: z.string(),
    user_type: z.literal(2),
    workspace_id: Id.describe('The unit of the person'),
    mqtt_addr: z.string().nullable().describe('null before the connection of DJI devices is set up'),
    mqtt_username: z.null().describe('Given for a controller, with its connection'),
    mqtt_password: z.null(),
    access_token: z.string(),
    expires_at: InstantView,
  })
  .meta({ id: 'PilotSession' });

export const PilotWorkspace = z
  .object({
    workspace_id: Id,
    workspace_name: z.string(),
    workspace_desc: z.string(),
    platform_name: z.string(),
    bind_code: z.string().describe('Empty: a dock is bound by the asset code on its label'),
  })
  .meta({ id: 'PilotWorkspace' });

export const PilotLineRequest = z
  .strictObject({ controller_sn: text(64).describe('As the controller says') })
  .meta({ id: 'PilotLineRequest' });

export const PilotLine = z
  .object({
    platform_name: z.string(),
    workspace_id: Id,
    workspace_name: z.string(),
    workspace_desc: z.string(),
    user_callsign: z.string(),
    app_id: z.string(),
    app_key: z.string(),
    app_license: z.string(),
    mqtt_addr: z.string(),
    mqtt_username: z.string(),
    mqtt_password: z.string(),
    expires_at: InstantView.describe('When the broker secret ends'),
    broker_state: z.enum(BROKER_STATES).describe('Whether the broker knows the secret: as at the secret of a device'),
  })
  .describe('Everything that the bridge of DJI Pilot 2 is given')
  .meta({ id: 'PilotLine' });

const PilotModel = z.object({
  key: z.string(),
  domain: z.string(),
  type: z.string(),
  sub_type: z.string(),
});

export const PilotDevice = z
  .object({
    sn: z.string(),
    device_model: PilotModel.describe('Type 65535 where the product is not known'),
    online_status: z.boolean(),
    device_callsign: z.string().describe('The asset code'),
    user_id: z.string().describe('Who holds it; empty while it is at its unit'),
    user_callsign: z.string(),
    icon_urls: z.object({ normal_icon_url: z.string(), selected_icon_url: z.string() }),
  })
  .meta({ id: 'PilotDevice' });

export const PilotTopologyList = z
  .object({ list: z.array(z.object({ hosts: z.array(PilotDevice), parents: z.array(PilotDevice) })) })
  .meta({ id: 'PilotTopologyList' });

export type PilotDeviceView = z.input<typeof PilotDevice>;
export type PilotTopology = z.input<typeof PilotTopologyList>['list'][number];
