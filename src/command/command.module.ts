import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/index.js';
import { EquipmentModule } from '../equipment/index.js';
import { EvidenceModule } from '../evidence/index.js';
import { IdentityModule } from '../identity/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { CommandGateway } from './command.gateway.js';
import { CommandClaims } from './commands/command-claims.js';
import { CommandHandlers } from './commands/command-handlers.js';
import { CommandsService } from './commands/commands.service.js';
import { DeviceHolders } from './commands/device-holders.js';
import { Membership } from './commands/membership.js';
import { EventFeed } from './events/event-feed.js';
import { EventRepository } from './events/event.repository.js';
import { RoomKeeper } from './events/room-keeper.js';
import { ServiceFacts } from './events/service-facts.js';
import { SessionLog } from './events/session-log.js';
import { SocketActors } from './events/socket-actors.js';
import { OrderCommands } from './orders/order.commands.js';
import { OrderRepository } from './orders/order.repository.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrdersService } from './orders/orders.service.js';
import { GUEST_CONTROLLERS, GUEST_PROVIDERS } from './guests/guest.providers.js';
import { MAP_CONTROLLERS, MAP_PROVIDERS } from './map/map.providers.js';
import { MapMarkRepository } from './pilot-map/map-mark.repository.js';
import { PilotMapController } from './pilot-map/pilot-map.controller.js';
import { PilotMap } from './pilot-map/pilot-map.service.js';
import { PilotMarks } from './pilot-map/pilot-marks.js';
import { PRESENCE_PROVIDERS } from './presence/presence.providers.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SESSION_PROVIDERS } from './sessions/session.providers.js';
import { SHOW_PROVIDERS } from './show/show.providers.js';
import { SIGNAL_PROVIDERS } from './signals/signals.providers.js';
import { TALK_CONTROLLERS, TALK_PROVIDERS } from './talk/talk.providers.js';

@Module({
  imports: [IdentityModule, CasesModule, EquipmentModule, EvidenceModule, TelemetryModule],
  controllers: [
    SessionsController,
    OrdersController,
    PilotMapController,
    ...GUEST_CONTROLLERS,
    ...MAP_CONTROLLERS,
    ...TALK_CONTROLLERS,
  ],
  providers: [
    CommandClaims,
    CommandGateway,
    CommandHandlers,
    CommandsService,
    DeviceHolders,
    EventFeed,
    EventRepository,
    MapMarkRepository,
    Membership,
    OrderCommands,
    OrderRepository,
    OrdersService,
    PilotMap,
    PilotMarks,
    RoomKeeper,
    ServiceFacts,
    SessionLog,
    ...SESSION_PROVIDERS,
    ...GUEST_PROVIDERS,
    ...PRESENCE_PROVIDERS,
    SocketActors,
    ...MAP_PROVIDERS,
    ...TALK_PROVIDERS,
    ...SIGNAL_PROVIDERS,
    ...SHOW_PROVIDERS,
  ],
})
export class CommandModule {}
