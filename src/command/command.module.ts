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
import { GatheringCommands } from './commands/gathering.commands.js';
import { Membership } from './commands/membership.js';
import { DISPATCH_CONTROLLERS, DISPATCH_PROVIDERS } from './dispatch/dispatch.providers.js';
import { REQUEST_CONTROLLERS, REQUEST_PROVIDERS } from './requests/request.providers.js';
import { TaskingCommands } from './commands/tasking.commands.js';
import { EventFeed } from './events/event-feed.js';
import { EventRepository } from './events/event.repository.js';
import { RoomKeeper } from './events/room-keeper.js';
import { ServiceFacts } from './events/service-facts.js';
import { SessionLog } from './events/session-log.js';
import { SocketActors } from './events/socket-actors.js';
import { ESCALATION_CONTROLLERS, ESCALATION_PROVIDERS } from './escalation/escalation.providers.js';
import { ORDER_CONTROLLERS, ORDER_PROVIDERS } from './orders/order.providers.js';
import { COLLECTION_CONTROLLERS, COLLECTION_PROVIDERS } from './collection/collection.providers.js';
import { CONSULTATION_CONTROLLERS, CONSULTATION_PROVIDERS } from './consultation/consultation.providers.js';
import { GUEST_CONTROLLERS, GUEST_PROVIDERS } from './guests/guest.providers.js';
import { MAP_CONTROLLERS, MAP_PROVIDERS } from './map/map.providers.js';
import { MapMarkRepository } from './pilot-map/map-mark.repository.js';
import { PilotMapController } from './pilot-map/pilot-map.controller.js';
import { PilotMap } from './pilot-map/pilot-map.service.js';
import { PilotMarks } from './pilot-map/pilot-marks.js';
import { PRESENCE_PROVIDERS } from './presence/presence.providers.js';
import { COUNT_CONTROLLERS, COUNT_PROVIDERS } from './counts/counts.providers.js';
import { RECORD_CONTROLLERS, RECORD_PROVIDERS } from './record/record.providers.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SESSION_PROVIDERS } from './sessions/session.providers.js';
import { SHIFT_CONTROLLERS, SHIFT_PROVIDERS } from './shifts/shift.providers.js';
import { SHOW_PROVIDERS } from './show/show.providers.js';
import { SIGNAL_PROVIDERS } from './signals/signals.providers.js';
import { TALK_CONTROLLERS, TALK_PROVIDERS } from './talk/talk.providers.js';

@Module({
  imports: [IdentityModule, CasesModule, EquipmentModule, EvidenceModule, MissionsModule, TelemetryModule],
  controllers: [
    SessionsController,
    ...ORDER_CONTROLLERS,
    ...DISPATCH_CONTROLLERS,
    ...REQUEST_CONTROLLERS,
    PilotMapController,
    ...GUEST_CONTROLLERS,
    ...MAP_CONTROLLERS,
    ...TALK_CONTROLLERS,
    ...SHIFT_CONTROLLERS,
    ...ESCALATION_CONTROLLERS,
    ...CONSULTATION_CONTROLLERS,
    ...COLLECTION_CONTROLLERS,
    ...RECORD_CONTROLLERS,
    ...COUNT_CONTROLLERS,
  ],
  providers: [
    CommandClaims,
    CommandGateway,
    CommandHandlers,
    CommandsService,
    DeviceHolders,
    EventFeed,
    EventRepository,
    GatheringCommands,
    MapMarkRepository,
    Membership,
    ...ORDER_PROVIDERS,
    ...DISPATCH_PROVIDERS,
    ...REQUEST_PROVIDERS,
    PilotMap,
    PilotMarks,
    RoomKeeper,
    ServiceFacts,
    SessionLog,
    ...SESSION_PROVIDERS,
    ...GUEST_PROVIDERS,
    ...PRESENCE_PROVIDERS,
    SocketActors,
    TaskingCommands,
    ...MAP_PROVIDERS,
    ...TALK_PROVIDERS,
    ...SIGNAL_PROVIDERS,
    ...SHOW_PROVIDERS,
    ...SHIFT_PROVIDERS,
    ...ESCALATION_PROVIDERS,
    ...CONSULTATION_PROVIDERS,
    ...COLLECTION_PROVIDERS,
    ...RECORD_PROVIDERS,
    ...COUNT_PROVIDERS,
  ],
})
export class CommandModule {}
