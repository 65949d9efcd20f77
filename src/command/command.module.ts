import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/index.js';
import { EquipmentModule } from '../equipment/index.js';
import { EvidenceModule } from '../evidence/index.js';
import { IdentityModule } from '../identity/index.js';
import { MissionsModule } from '../missions/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { CommandGateway } from './command.gateway.js';
import { AuthorityCommands } from './commands/authority.commands.js';
import { CommandClaims } from './commands/command-claims.js';
import { CommandHandlers } from './commands/command-handlers.js';
import { CommandsService } from './commands/commands.service.js';
import { Membership } from './commands/membership.js';
import { ParticipantCommands } from './commands/participant.commands.js';
import { TalkCommands } from './talk/talk.commands.js';
import { EventFeed } from './events/event-feed.js';
import { EventRepository } from './events/event.repository.js';
import { RoomKeeper } from './events/room-keeper.js';
import { ServiceFacts } from './events/service-facts.js';
import { SessionLog } from './events/session-log.js';
import { SocketActors } from './events/socket-actors.js';
import { ORDER_CONTROLLERS, ORDER_PROVIDERS } from './orders/order.providers.js';
import { MapMarkRepository } from './pilot-map/map-mark.repository.js';
import { PilotMapController } from './pilot-map/pilot-map.controller.js';
import { PilotMap } from './pilot-map/pilot-map.service.js';
import { PilotMarks } from './pilot-map/pilot-marks.js';
import { ParticipantRepository } from './sessions/participant.repository.js';
import { SessionRepository } from './sessions/session.repository.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionOpening } from './sessions/session-opening.js';
import { SessionReader } from './sessions/session-reader.js';

@Module({
  imports: [IdentityModule, CasesModule, EquipmentModule, EvidenceModule, MissionsModule, TelemetryModule],
  controllers: [SessionsController, PilotMapController, ...ORDER_CONTROLLERS],
  providers: [
    AuthorityCommands,
    CommandClaims,
    CommandGateway,
    CommandHandlers,
    CommandsService,
    EventFeed,
    EventRepository,
    MapMarkRepository,
    Membership,
    ...ORDER_PROVIDERS,
    ParticipantCommands,
    ParticipantRepository,
    PilotMap,
    PilotMarks,
    RoomKeeper,
    ServiceFacts,
    SessionLog,
    SessionOpening,
    SessionReader,
    SessionRepository,
    SocketActors,
    TalkCommands,
  ],
})
export class CommandModule {}
