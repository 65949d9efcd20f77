import { Injectable } from '@nestjs/common';
import { GatewayContacts } from '../connecting/gateway-contacts.js';
import { TopologyService } from '../devices/topology.service.js';
import { DeviceEvents } from '../events/device-events.service.js';
import { GatewayRequests } from '../gateways/gateway-requests.service.js';
import { ServiceReplies } from '../services/service-replies.service.js';

/** Whom messages are for that are more than measurements. */
@Injectable()
export class DeviceTalk {
  constructor(
    readonly contacts: GatewayContacts,
    readonly topology: TopologyService,
    readonly requests: GatewayRequests,
    readonly events: DeviceEvents,
    readonly replies: ServiceReplies,
  ) {}
}
