import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/index.js';
import { EquipmentModule } from '../equipment/index.js';
import { IdentityModule } from '../identity/index.js';
import { MissionsModule } from '../missions/index.js';
import { ACCOUNT_PROVIDERS } from './accounts/account.providers.js';
import { AirNews } from './conformance/air-news.js';
import { AirPicture } from './conformance/air-picture.js';
import { ASKED_CONTROLLERS, ASKED_PROVIDERS } from './asked/asked.providers.js';
import { AlarmsService } from './alarms/alarms.service.js';
import { ALARM_CONTROLLERS, ALARM_PROVIDERS } from './alarms/alarm.providers.js';
import { ConformanceWatch } from './conformance/conformance.watch.js';
import { DetectorLeases } from './conformance/detector.leases.js';
import { DetectorRepository } from './conformance/detector.repository.js';
import { FlightDetector } from './conformance/flight-detector.js';
import { FlightRounds } from './conformance/flight-rounds.js';
import { UnwatchedRounds } from './conformance/unwatched-rounds.js';
import { WatchRounds } from './conformance/watch-rounds.js';
import { CONNECTING_PROVIDERS } from './connecting/connecting.providers.js';
import { DjiConnectionTestController } from './connecting/dji-connection-test.controller.js';
import { DeviceBrokerPolicy } from './devices/broker.policy.js';
import { ControllerCredentials } from './devices/controller-credentials.js';
import { CredentialCheck } from './devices/credential.check.js';
import { CredentialRepository } from './devices/credential.repository.js';
import { CredentialService } from './devices/credential.service.js';
import { CredentialsController } from './devices/credentials.controller.js';
import { CustodyBoard } from './devices/custody.board.js';
import { DeviceDirectory } from './devices/device.directory.js';
import { DeviceSecrets } from './devices/device.secrets.js';
import { DeviceSlots } from './devices/device.slots.js';
import { LinkedDevices } from './devices/linked-devices.js';
import { TopicRights } from './devices/topic.rights.js';
import { TopologyRepository } from './devices/topology.repository.js';
import { TopologyService } from './devices/topology.service.js';
import { DeviceEventsController } from './events/device-events.controller.js';
import { AnnouncedMedia } from './events/announced-media.js';
import { MediaOrigin } from './events/media.origin.js';
import { EVENT_PROVIDERS } from './events/event.providers.js';
import { DjiConnectionController } from './gateways/dji-connection.controller.js';
import { DjiConnectionRepository } from './gateways/dji-connection.repository.js';
import { DjiConnectionService } from './gateways/dji-connection.service.js';
import { GatewaySettings } from './gateways/gateway.settings.js';
import { GatewayRequests } from './gateways/gateway-requests.service.js';
import { DeviceLine } from './intake/device.line.js';
import { DeviceTalk } from './intake/device.talk.js';
import { IntakeMetrics } from './intake/intake.metrics.js';
import { IntakeService } from './intake/intake.service.js';
import { IntakeSorter } from './intake/intake.sorter.js';
import { IntakeStore } from './intake/intake.store.js';
import { IntakeWriter } from './intake/intake.writer.js';
import { PartitionKeeper } from './intake/partition.keeper.js';
import { ReadingRecorder } from './intake/reading.recorder.js';
import { LiveFrames } from './live/live.frames.js';
import { LiveNews } from './live/live.news.js';
import { LiveGateway } from './live/live.gateway.js';
import { SightService } from './live/sight.service.js';
import { GrantHolders } from './objects/grant.holders.js';
import { ObjectShelf } from './objects/object-shelf.service.js';
import { OBJECT_PROVIDERS } from './objects/object.providers.js';
import { StorageController } from './objects/storage.controller.js';
import { PilotController } from './pilot/pilot.controller.js';
import { PilotConsoles } from './pilot/pilot-consoles.js';
import { PilotPageController } from './pilot/pilot-page.controller.js';
import { PILOT_PROVIDERS } from './pilot/pilot.providers.js';
import { LiveBoard } from './positions/live.board.js';
import { PositionAccess } from './positions/position.access.js';
import { PositionRepository } from './positions/position.repository.js';
import { PositionsController } from './positions/positions.controller.js';
import { PositionsService } from './positions/positions.service.js';
import { PresenceController } from './presence/presence.controller.js';
import { PRESENCE_PROVIDERS } from './presence/presence.providers.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { HeldMessageReader } from './quarantine/held-message.reader.js';
import { QuarantineReplay } from './quarantine/quarantine-replay.service.js';
import { QuarantineRepository } from './quarantine/quarantine.repository.js';
import { DevicePhotos } from './services/device-photos.service.js';
import { DeviceServicesController } from './services/device-services.controller.js';
import { SERVICE_PROVIDERS } from './services/service.providers.js';
import { RECORDED_PROVIDERS } from './recorded/recorded.providers.js';
import { RecordedTracks } from './recorded/recorded-tracks.service.js';
import { EmptyPartitions } from './retention/empty-partitions.js';
import { FrameRetention } from './retention/frame-retention.js';
import { RetentionRepository } from './retention/retention.repository.js';
import { PlaceSearch } from './search/place-search.service.js';
import { SearchController } from './search/search.controller.js';
import { VisitRepository } from './search/visit.repository.js';
import { DockTasksController } from './tasks/dock-tasks.controller.js';
import { TASK_PROVIDERS } from './tasks/task.providers.js';
import { TelemetryService } from './telemetry.service.js';
import { TrackExportController } from './tracks/export/track-export.controller.js';
import { TrackPoints } from './tracks/export/track-points.js';
import { TrackExport } from './tracks/export/track-export.service.js';
import { TrackReader } from './tracks/track.reader.js';
import { TrackRepository } from './tracks/track.repository.js';
import { TrackSight } from './tracks/track.sight.js';
import { TracksController } from './tracks/tracks.controller.js';
import { TracksService } from './tracks/tracks.service.js';
import { FlightWatchRepository } from './usage/flight-watch.repository.js';
import { UsageFeeder } from './usage/usage.feeder.js';

@Module({
  imports: [IdentityModule, CasesModule, EquipmentModule, MissionsModule],
  controllers: [
    PositionsController,
    TracksController,
    CredentialsController,
    QuarantineController,
    DjiConnectionController,
    DjiConnectionTestController,
    DeviceServicesController,
    DeviceEventsController,
    DockTasksController,
    PresenceController,
    ...ALARM_CONTROLLERS,
    ...ASKED_CONTROLLERS,
    SearchController,
    TrackExportController,
    StorageController,
    PilotController,
    PilotPageController,
  ],
  providers: [
    ...ACCOUNT_PROVIDERS,
    ...SERVICE_PROVIDERS,
    ...EVENT_PROVIDERS,
    ...PRESENCE_PROVIDERS,
    ...ALARM_PROVIDERS,
    ...ASKED_PROVIDERS,
    ...CONNECTING_PROVIDERS,
    ...OBJECT_PROVIDERS,
    ...TASK_PROVIDERS,
    GatewaySettings,
    DeviceSecrets,
    ...PILOT_PROVIDERS,
    ...RECORDED_PROVIDERS,
    AirNews,
    AirPicture,
    ConformanceWatch,
    ControllerCredentials,
    CredentialCheck,
    CredentialRepository,
    CredentialService,
    CustodyBoard,
    DetectorLeases,
    DetectorRepository,
    DeviceBrokerPolicy,
    TopicRights,
    DeviceDirectory,
    DeviceSlots,
    DeviceLine,
    DeviceTalk,
    DjiConnectionRepository,
    DjiConnectionService,
    EmptyPartitions,
    FlightDetector,
    FlightRounds,
    FlightWatchRepository,
    FrameRetention,
    GatewayRequests,
    HeldMessageReader,
    IntakeMetrics,
    IntakeService,
    IntakeSorter,
    IntakeStore,
    IntakeWriter,
    LinkedDevices,
    LiveBoard,
    LiveFrames,
    LiveGateway,
    LiveNews,
    PartitionKeeper,
    PlaceSearch,
    PositionAccess,
    PositionRepository,
    PositionsService,
    QuarantineReplay,
    QuarantineRepository,
    ReadingRecorder,
    RetentionRepository,
    SightService,
    TelemetryService,
    TopologyRepository,
    TopologyService,
    TrackExport,
    TrackPoints,
    TrackReader,
    TrackRepository,
    TrackSight,
    TracksService,
    UnwatchedRounds,
    UsageFeeder,
    VisitRepository,
    WatchRounds,
  ],
  exports: [
    AlarmsService,
    AnnouncedMedia,
    DevicePhotos,
    GrantHolders,
    MediaOrigin,
    ObjectShelf,
    PilotConsoles,
    RecordedTracks,
    TelemetryService,
  ],
})
export class TelemetryModule {}
