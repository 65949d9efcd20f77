import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/index.js';
import { EquipmentModule } from '../equipment/index.js';
import { EvidenceModule } from '../evidence/index.js';
import { IdentityModule } from '../identity/index.js';
import { MissionsModule } from '../missions/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { CommandGateway } from './command.gateway.js';
import { CommandClaims } from './commands/command-claims.js';
import { CommandHandlers } from './commands/command-handlers.js';
import { CommandsService } from './commands/commands.service.js';
import { DeviceHolders } from './commands/device-holders.js';
import { Membership } from './commands/membership.js';
import { ParticipantCommands } from './commands/participant.commands.js';
import { DISPATCH_CONTROLLERS, DISPATCH_PROVIDERS } from './dispatch/dispatch.providers.js';
import { EventFeed } from './events/event-feed.js';
import { EventRepository } from './events/event.repository.js';
import { RoomKeeper } from './events/room-keeper.js';
import { ServiceFacts } from './events/service-facts.js';
import { SessionLog } from './events/session-log.js';
import { SocketActors } from './events/socket-actors.js';
import { ORDER_CONTROLLERS, ORDER_PROVIDERS } from './orders/order.providers.js';
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
  imports: [IdentityModule, CasesModule, EquipmentModule, EvidenceModule, MissionsModule, TelemetryModule],
  controllers: [
    SessionsController,
    ...ORDER_CONTROLLERS,
    ...DISPATCH_CONTROLLERS,
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
    ...ORDER_PROVIDERS,
    ...DISPATCH_PROVIDERS,
    ParticipantCommands,
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
