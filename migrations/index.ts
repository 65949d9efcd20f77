import { CreatePlatform1764000001000 } from './1764000001000-create-platform.js';
import { CreateIdentity1764000002000 } from './1764000002000-create-identity.js';
import { CreateCases1764000003000 } from './1764000003000-create-cases.js';
import { CreateEquipment1764000004000 } from './1764000004000-create-equipment.js';
import { CreateMissions1764000005000 } from './1764000005000-create-missions.js';
import { CreateTelemetry1764000006000 } from './1764000006000-create-telemetry.js';
import { CreateEvidence1764000007000 } from './1764000007000-create-evidence.js';
import { CreateCommand1764000008000 } from './1764000008000-create-command.js';
import { RecordSeeding1764000013000 } from './1764000013000-record-seeding.js';
import { CreateNotice1764000019000 } from './1764000019000-create-notice.js';
import { CreateEquipmentFile1764000020000 } from './1764000020000-create-equipment-file.js';
import { ExtendRegister1764000020010 } from './1764000020010-extend-register.js';
import { CreateDeviceDocument1764000020020 } from './1764000020020-create-device-document.js';
import { CreateDevicePart1764000020030 } from './1764000020030-create-device-part.js';
import { CreateBundle1764000020040 } from './1764000020040-create-bundle.js';
import { CreateDeviceBarcode1764000020050 } from './1764000020050-create-device-barcode.js';
import { ExtendBookings1764000021000 } from './1764000021000-extend-bookings.js';
import { CreateQualification1764000022000 } from './1764000022000-create-qualification.js';
import { CreateBookingPerson1764000022100 } from './1764000022100-create-booking-person.js';
import { CreateCustodySignatures1764000023001 } from './1764000023001-create-custody-signatures.js';
import { CreateChecklists1764000023002 } from './1764000023002-create-checklists.js';
import { CreateCustodyPhotos1764000023003 } from './1764000023003-create-custody-photos.js';
import { CreateHandOvers1764000023004 } from './1764000023004-create-hand-overs.js';
import { CreateMediaCards1764000023006 } from './1764000023006-create-media-cards.js';
import { CreateLoanJourneys1764000023007 } from './1764000023007-create-loan-journeys.js';
import { CreateDamages1764000023008 } from './1764000023008-create-damages.js';
import { ExtendLots1764000024000 } from './1764000024000-extend-lots.js';
import { CreateMaintenance1764000024100 } from './1764000024100-create-maintenance.js';
import { CreateStockTake1764000025000 } from './1764000025000-create-stock-take.js';
import { CreateLedgerMapping1764000026000 } from './1764000026000-create-ledger-mapping.js';
import { CreateCalendarFeed1764000027000 } from './1764000027000-create-calendar-feed.js';
import { NameEquipmentFiles1764000028010 } from './1764000028010-name-equipment-files.js';
import { CarryMediaCards1764000028011 } from './1764000028011-carry-media-cards.js';
import { CreateBlankLabel1764000028020 } from './1764000028020-create-blank-label.js';
import { IndexAuditByUnit1764000028021 } from './1764000028021-index-audit-by-unit.js';
import { CreateFlightWatch1764000028030 } from './1764000028030-create-flight-watch.js';
import { ExtendKits1764000028031 } from './1764000028031-extend-kits.js';
import { CreateAirspacePublication1764000029000 } from './1764000029000-create-airspace-publication.js';
import { CreateFlightHit1764000029001 } from './1764000029001-create-flight-hit.js';
import { CreateLimits1764000029020 } from './1764000029020-create-limits.js';
import { CreateSamples1764000029021 } from './1764000029021-create-samples.js';
import { CreateMethodCards1764000029022 } from './1764000029022-create-method-cards.js';
import { ExtendRapidTests1764000029023 } from './1764000029023-extend-rapid-tests.js';
import { CreateConfirmations1764000029024 } from './1764000029024-create-confirmations.js';
import { CreateFlightWayline1764000029030 } from './1764000029030-create-flight-wayline.js';
import { CreateAssistanceRequest1764000029040 } from './1764000029040-create-assistance-request.js';
import { ExtendFlights1764000030000 } from './1764000030000-extend-flights.js';
import { CreateUnitCertificate1764000030010 } from './1764000030010-create-unit-certificate.js';
import { AddAirspaceTraining1764000030020 } from './1764000030020-add-airspace-training.js';
import { WatchFlights1764000030050 } from './1764000030050-watch-flights.js';
import { CreateDetectorInstance1764000030051 } from './1764000030051-create-detector-instance.js';
import { CreateDeviceName1764000031000 } from './1764000031000-create-device-name.js';
import { RecordIdentityReporting1764000032000 } from './1764000032000-record-identity-reporting.js';
import { AddKindPerformance1764000032001 } from './1764000032001-add-kind-performance.js';
import { KeepLatestEnvironment1764000032002 } from './1764000032002-keep-latest-environment.js';
import { KeepFlightDrafts1764000032010 } from './1764000032010-keep-flight-drafts.js';
import { ListSorties1764000032011 } from './1764000032011-list-sorties.js';
import { ChaseIncidentReports1764000032012 } from './1764000032012-chase-incident-reports.js';
import { KeepReceivedReadings1764000032020 } from './1764000032020-keep-received-readings.js';
import { CreateDjiConnection1764000033000 } from './1764000033000-create-dji-connection.js';
import { WidenHoldingTimePreservation1764000034000 } from './1764000034000-widen-holding-time-preservation.js';
import { SpellSealsAlike1764000035000 } from './1764000035000-spell-seals-alike.js';
import { CreateDeviceServiceCall1764000040000 } from './1764000040000-create-device-service-call.js';
import { CreateDeviceHealth1764000041000 } from './1764000041000-create-device-health.js';
import { CreateDeviceTask1764000041010 } from './1764000041010-create-device-task.js';
import { CreateDeviceMedia1764000041020 } from './1764000041020-create-device-media.js';
import { CreateTelemetryRemoval1764000043000 } from './1764000043000-create-telemetry-removal.js';
import { CreateTelemetryVisit1764000043010 } from './1764000043010-create-telemetry-visit.js';
import { ReplayQuarantine1764000046000 } from './1764000046000-replay-quarantine.js';
import { CreateObjectStore1764000047000 } from './1764000047000-create-object-store.js';
import { CreateArrivedMedia1764000048000 } from './1764000048000-create-arrived-media.js';
import { MintControllerCredentials1764000049000 } from './1764000049000-mint-controller-credentials.js';
import { QuarantineMessageOnce1764000051000 } from './1764000051000-quarantine-message-once.js';
import { SpellLimitKeysApart1764000053000 } from './1764000053000-spell-limit-keys-apart.js';
import { IndexMissionLists1764000053010 } from './1764000053010-index-mission-lists.js';
import { CreateUnitWayline1764000054000 } from './1764000054000-create-unit-wayline.js';
import { CreateDockTask1764000054010 } from './1764000054010-create-dock-task.js';
import { KeepBrokerAccounts1764000055000 } from './1764000055000-keep-broker-accounts.js';
import { CountQuarantinedRepeats1764000055010 } from './1764000055010-count-quarantined-repeats.js';
import { CreateGatewayContact1764000056000 } from './1764000056000-create-gateway-contact.js';
import { CreateDjiConnectionTest1764000056010 } from './1764000056010-create-dji-connection-test.js';
import { CreateRecordedTrack1764000057000 } from './1764000057000-create-recorded-track.js';
import { CountCrossings1764000058000 } from './1764000058000-count-crossings.js';
import { KeepPresence1764000058010 } from './1764000058010-keep-presence.js';
import { CreateFences1764000058020 } from './1764000058020-create-fences.js';
import { IndexLastQuarantined1764000060000 } from './1764000060000-index-last-quarantined.js';
import { TellLateStaysApart1764000061000 } from './1764000061000-tell-late-stays-apart.js';
import { NameEventsOfNews1764000061010 } from './1764000061010-name-events-of-news.js';
import { SayWhoseFencesAre1764000061020 } from './1764000061020-say-whose-fences-are.js';
import { NameSortiesOfTasks1764000062000 } from './1764000062000-name-sorties-of-tasks.js';
import { CreateTransparencyLog1764000070000 } from './1764000070000-create-transparency-log.js';
import { CreateLogHead1764000070010 } from './1764000070010-create-log-head.js';
import { CreateLogCosignature1764000070020 } from './1764000070020-create-log-cosignature.js';
import { AdmitMoreKinds1764000071000 } from './1764000071000-admit-more-kinds.js';
import { CreateEvidenceUpload1764000071010 } from './1764000071010-create-evidence-upload.js';
import { CreateEvidenceIntake1764000071020 } from './1764000071020-create-evidence-intake.js';
import { CreateMediaReading1764000071030 } from './1764000071030-create-media-reading.js';
import { CreateEvidenceFootprint1764000072000 } from './1764000072000-create-evidence-footprint.js';
import { RecheckEvidence1764000072010 } from './1764000072010-recheck-evidence.js';
import { CreateFlightGapReason1764000072020 } from './1764000072020-create-flight-gap-reason.js';
import { IndexEvidenceSearch1764000073000 } from './1764000073000-index-evidence-search.js';
import { CreateEvidenceLayers1764000073010 } from './1764000073010-create-evidence-layers.js';
import { CreateMeasurements1764000073020 } from './1764000073020-create-measurements.js';
import { FollowCases1764000074000 } from './1764000074000-follow-cases.js';
import { AdmitCodesOfSeals1764000074001 } from './1764000074001-admit-codes-of-seals.js';
import { ArrangeCaseEvidence1764000074010 } from './1764000074010-arrange-case-evidence.js';
import { CreateSiteRecord1764000074020 } from './1764000074020-create-site-record.js';
import { CreateEvidenceSeal1764000074030 } from './1764000074030-create-evidence-seal.js';
import { CreateEvidencePair1764000074040 } from './1764000074040-create-evidence-pair.js';
import { WidenCustody1764000075000 } from './1764000075000-widen-custody.js';
import { CreateOriginalRemoval1764000075010 } from './1764000075010-create-original-removal.js';
import { CreateIntegrity1764000075020 } from './1764000075020-create-integrity.js';
import { CreateLegalHold1764000075030 } from './1764000075030-create-legal-hold.js';
import { CreateRetention1764000075040 } from './1764000075040-create-retention.js';
import { CompareClocks1764000076000 } from './1764000076000-compare-clocks.js';
import { CreateEvidenceExport1764000076010 } from './1764000076010-create-evidence-export.js';
import { CreateLogTimestamp1764000077000 } from './1764000077000-create-log-timestamp.js';
import { MakeRemovalFinal1764000077200 } from './1764000077200-make-removal-final.js';
import { ClearAfterRemoval1764000077210 } from './1764000077210-clear-after-removal.js';
import { ClaimsOfFilms1764000077300 } from './1764000077300-claims-of-films.js';
import { ShowEmbeddedThumbnails1764000077310 } from './1764000077310-show-embedded-thumbnails.js';
import { NameWhoHandsInCards1764000077320 } from './1764000077320-name-who-hands-in-cards.js';
import { JudgeLayersAgain1764000077400 } from './1764000077400-judge-layers-again.js';
import { IndexVerdicts1764000077410 } from './1764000077410-index-verdicts.js';
import { RefuseFiguresOfTombstones1764000078000 } from './1764000078000-refuse-figures-of-tombstones.js';
import { ClearOlderTombstones1764000078010 } from './1764000078010-clear-older-tombstones.js';
import { ExtendSessions1764000080000 } from './1764000080000-extend-sessions.js';
import { CreateSessionGuest1764000080100 } from './1764000080100-create-session-guest.js';
import { CreateSessionPresence1764000080200 } from './1764000080200-create-session-presence.js';
import { DeepenOrders1764000081000 } from './1764000081000-deepen-orders.js';
import { IndexOrderExpiry1764000081100 } from './1764000081100-index-order-expiry.js';
import { TieOrdersToBookings1764000081200 } from './1764000081200-tie-orders-to-bookings.js';
import { CreateEscalation1764000081300 } from './1764000081300-create-escalation.js';
import { CreateReach1764000081400 } from './1764000081400-create-reach.js';
import { CreateSessionMap1764000082000 } from './1764000082000-create-session-map.js';
import { CreateSessionRead1764000082100 } from './1764000082100-create-session-read.js';
import { CreateSightRequest1764000082200 } from './1764000082200-create-sight-request.js';
import { CreateShiftHandover1764000085000 } from './1764000085000-create-shift-handover.js';
import { CreateExperts1764000083000 } from './1764000083000-create-experts.js';
import { CreateConsultation1764000083100 } from './1764000083100-create-consultation.js';
import { CreateJointCollection1764000083200 } from './1764000083200-create-joint-collection.js';
import { CreateSessionRecord1764000084000 } from './1764000084000-create-session-record.js';
import { CreateSituationReport1764000084100 } from './1764000084100-create-situation-report.js';
import { IndexCommandCounts1764000084200 } from './1764000084200-index-command-counts.js';
import { CreateSessionRequest1764000086000 } from './1764000086000-create-session-request.js';

/** Every migration, oldest first. A landed one is never edited. */
export const MIGRATIONS = [
  CreatePlatform1764000001000,
  CreateIdentity1764000002000,
  CreateCases1764000003000,
  CreateEquipment1764000004000,
  CreateMissions1764000005000,
  CreateTelemetry1764000006000,
  CreateEvidence1764000007000,
  CreateCommand1764000008000,
  RecordSeeding1764000013000,
  CreateNotice1764000019000,
  CreateEquipmentFile1764000020000,
  ExtendRegister1764000020010,
  CreateDeviceDocument1764000020020,
  CreateDevicePart1764000020030,
  CreateBundle1764000020040,
  CreateDeviceBarcode1764000020050,
  ExtendBookings1764000021000,
  CreateQualification1764000022000,
  CreateBookingPerson1764000022100,
  CreateCustodySignatures1764000023001,
  CreateChecklists1764000023002,
  CreateCustodyPhotos1764000023003,
  CreateHandOvers1764000023004,
  CreateMediaCards1764000023006,
  CreateLoanJourneys1764000023007,
  CreateDamages1764000023008,
  ExtendLots1764000024000,
  CreateMaintenance1764000024100,
  CreateStockTake1764000025000,
  CreateLedgerMapping1764000026000,
  CreateCalendarFeed1764000027000,
  NameEquipmentFiles1764000028010,
  CarryMediaCards1764000028011,
  CreateBlankLabel1764000028020,
  IndexAuditByUnit1764000028021,
  CreateFlightWatch1764000028030,
  ExtendKits1764000028031,
  CreateAirspacePublication1764000029000,
  CreateFlightHit1764000029001,
  CreateLimits1764000029020,
  CreateSamples1764000029021,
  CreateMethodCards1764000029022,
  ExtendRapidTests1764000029023,
  CreateConfirmations1764000029024,
  CreateFlightWayline1764000029030,
  CreateAssistanceRequest1764000029040,
  ExtendFlights1764000030000,
  CreateUnitCertificate1764000030010,
  AddAirspaceTraining1764000030020,
  WatchFlights1764000030050,
  CreateDetectorInstance1764000030051,
  CreateDeviceName1764000031000,
  RecordIdentityReporting1764000032000,
  AddKindPerformance1764000032001,
  KeepLatestEnvironment1764000032002,
  KeepFlightDrafts1764000032010,
  ListSorties1764000032011,
  ChaseIncidentReports1764000032012,
  KeepReceivedReadings1764000032020,
  CreateDjiConnection1764000033000,
  WidenHoldingTimePreservation1764000034000,
  SpellSealsAlike1764000035000,
  CreateDeviceServiceCall1764000040000,
  CreateDeviceHealth1764000041000,
  CreateDeviceTask1764000041010,
  CreateDeviceMedia1764000041020,
  CreateTelemetryRemoval1764000043000,
  CreateTelemetryVisit1764000043010,
  ReplayQuarantine1764000046000,
  CreateObjectStore1764000047000,
  CreateArrivedMedia1764000048000,
  MintControllerCredentials1764000049000,
  QuarantineMessageOnce1764000051000,
  SpellLimitKeysApart1764000053000,
  IndexMissionLists1764000053010,
  CreateUnitWayline1764000054000,
  CreateDockTask1764000054010,
  CreateRecordedTrack1764000057000,
  CountCrossings1764000058000,
  KeepPresence1764000058010,
  CreateFences1764000058020,
  CreateGatewayContact1764000056000,
  CreateDjiConnectionTest1764000056010,
  KeepBrokerAccounts1764000055000,
  CountQuarantinedRepeats1764000055010,
  NameSortiesOfTasks1764000062000,
  IndexLastQuarantined1764000060000,
  TellLateStaysApart1764000061000,
  NameEventsOfNews1764000061010,
  SayWhoseFencesAre1764000061020,
  CompareClocks1764000076000,
  CreateEvidenceExport1764000076010,
  FollowCases1764000074000,
  AdmitCodesOfSeals1764000074001,
  ArrangeCaseEvidence1764000074010,
  CreateSiteRecord1764000074020,
  CreateEvidenceSeal1764000074030,
  CreateEvidencePair1764000074040,
  CreateTransparencyLog1764000070000,
  WidenCustody1764000075000,
  CreateOriginalRemoval1764000075010,
  CreateIntegrity1764000075020,
  CreateLegalHold1764000075030,
  CreateRetention1764000075040,
  CreateEvidenceFootprint1764000072000,
  RecheckEvidence1764000072010,
  CreateLogHead1764000070010,
  CreateLogCosignature1764000070020,
  AdmitMoreKinds1764000071000,
  CreateEvidenceUpload1764000071010,
  CreateEvidenceIntake1764000071020,
  CreateMediaReading1764000071030,
  IndexEvidenceSearch1764000073000,
  CreateEvidenceLayers1764000073010,
  CreateMeasurements1764000073020,
  CreateFlightGapReason1764000072020,
  ClaimsOfFilms1764000077300,
  MakeRemovalFinal1764000077200,
  ClearAfterRemoval1764000077210,
  CreateLogTimestamp1764000077000,
  JudgeLayersAgain1764000077400,
  ShowEmbeddedThumbnails1764000077310,
  NameWhoHandsInCards1764000077320,
  IndexVerdicts1764000077410,
  RefuseFiguresOfTombstones1764000078000,
  ClearOlderTombstones1764000078010,
  ExtendSessions1764000080000,
  CreateSessionGuest1764000080100,
  CreateSessionPresence1764000080200,
  DeepenOrders1764000081000,
  IndexOrderExpiry1764000081100,
  TieOrdersToBookings1764000081200,
  CreateEscalation1764000081300,
  CreateReach1764000081400,
  CreateSessionMap1764000082000,
  CreateSessionRead1764000082100,
  CreateSightRequest1764000082200,
  CreateShiftHandover1764000085000,
  CreateExperts1764000083000,
  CreateConsultation1764000083100,
  CreateJointCollection1764000083200,
  CreateSessionRecord1764000084000,
  CreateSituationReport1764000084100,
  IndexCommandCounts1764000084200,
  CreateSessionRequest1764000086000,
] as const;
