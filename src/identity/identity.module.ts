import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Calendars, Realtime, setSocketPermissionRule } from '../platform/index.js';
import { AccessService } from './access/access.service.js';
import { Grants } from './access/grants.service.js';
import { isPermission } from './access/permissions.js';
import { Activity } from './audit/activity.service.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditRepository } from './audit/audit.repository.js';
import { AccessTokens } from './auth/access-tokens.js';
import { ApiKeyRepository } from './auth/api-key.repository.js';
import { ApiKeysController } from './auth/api-keys.controller.js';
import { ApiKeysService } from './auth/api-keys.service.js';
import { AuthController } from './auth/auth.controller.js';
import { AuthService } from './auth/auth.service.js';
import { Authenticator } from './auth/authenticator.js';
import { ControllerLogIns } from './auth/controller-log-ins.js';
import { EndpointGuard } from './auth/endpoint.guard.js';
import { GUEST_RULE, GuestPasses } from './auth/guest-passes.js';
import { LogInLimits } from './auth/log-in.limits.js';
import { LogInTokens } from './auth/log-in-tokens.js';
import { RefreshTokenRepository } from './auth/refresh-token.repository.js';
import { UnitCertificate } from './certificates/unit-certificate.entity.js';
import { UnitCertificateRepository } from './certificates/unit-certificate.repository.js';
import { UnitCertificatesController } from './certificates/unit-certificates.controller.js';
import { UnitCertificates } from './certificates/unit-certificates.service.js';
import { IdentitySeed } from './demo/identity.seed.js';
import { PeopleRecordsSeed } from './demo/people-records.seed.js';
import { FirstAdministrator } from './first-administrator.js';
import { Notice } from './notices/notice.entity.js';
import { NoticeRepository } from './notices/notice.repository.js';
import { NoticesController } from './notices/notices.controller.js';
import { Notices } from './notices/notices.service.js';
import { Absences } from './qualifications/absences.service.js';
import { Absence, Qualification } from './qualifications/qualification.entity.js';
import { QualificationRepository } from './qualifications/qualification.repository.js';
import { QualificationsController } from './qualifications/qualifications.controller.js';
import { Qualifications } from './qualifications/qualifications.service.js';
import { REACH_CONTROLLERS, REACH_PROVIDERS } from './reach/reach.providers.js';
import { AlertRecall } from './reach/alert-recall.js';
import { Alerts } from './reach/alerts.service.js';
import { DutyShift } from './roster/duty-shift.entity.js';
import { RosterController } from './roster/roster.controller.js';
import { RosterRepository } from './roster/roster.repository.js';
import { Roster } from './roster/roster.service.js';
import { BoundaryImport } from './units/boundary-import.service.js';
import { BoundaryRepository } from './units/boundary.repository.js';
import { JurisdictionRefresh } from './units/jurisdiction.refresh.js';
import { Places } from './units/places.service.js';
import { Unit } from './units/unit.entity.js';
import { UnitTree } from './units/unit-tree.js';
import { UnitsController } from './units/units.controller.js';
import { AccountAccess } from './users/account-access.js';
import { Actors } from './users/actors.service.js';
import { AppUser } from './users/app-user.entity.js';
import { People } from './users/people.service.js';
import { Revocation } from './users/revocation.js';
import { PersonAccess } from './users/person-access.js';
import { UserRepository } from './users/user.repository.js';
import { UsersController } from './users/users.controller.js';
import { UsersService } from './users/users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Unit, AppUser, Notice, Qualification, Absence, DutyShift, UnitCertificate])],
  controllers: [
    AuthController,
    UsersController,
    UnitsController,
    ApiKeysController,
    AuditController,
    NoticesController,
    QualificationsController,
    RosterController,
    UnitCertificatesController,
    ...REACH_CONTROLLERS,
  ],
  providers: [
    Absences,
    AccessService,
    AccessTokens,
    AccountAccess,
    Activity,
    Actors,
    ApiKeyRepository,
    ApiKeysService,
    AuditRepository,
    Authenticator,
    AuthService,
    BoundaryImport,
    BoundaryRepository,
    ControllerLogIns,
    FirstAdministrator,
    Grants,
    GuestPasses,
    IdentitySeed,
    JurisdictionRefresh,
    People,
    PeopleRecordsSeed,
    PersonAccess,
    Places,
    LogInLimits,
    NoticeRepository,
    Notices,
    LogInTokens,
    RefreshTokenRepository,
    Revocation,
    QualificationRepository,
    Qualifications,
    RefreshTokenRepository,
    Roster,
    RosterRepository,
    UnitCertificateRepository,
    UnitCertificates,
    UnitTree,
    UserRepository,
    UsersService,
    ...REACH_PROVIDERS,
    { provide: APP_GUARD, useClass: EndpointGuard },
  ],
  exports: [
    Absences,
    AccessService,
    Activity,
    Actors,
    AlertRecall,
    Alerts,
    AuthService,
    BoundaryImport,
    ControllerLogIns,
    FirstAdministrator,
    Grants,
    GuestPasses,
    Notices,
    People,
    Places,
    Qualifications,
    Roster,
    UnitCertificates,
    UnitTree,
  ],
})
export class IdentityModule implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly authenticator: Authenticator,
    private readonly access: AccessService,
    private readonly calendars: Calendars,
    private readonly actors: Actors,
  ) {}

  onModuleInit(): void {
    this.calendars.readAs((userId) => this.actors.find(userId));
    this.realtime.authenticateWith((token, graceSeconds) => this.authenticator.onSocket(token, graceSeconds));
    setSocketPermissionRule((actor, permission) =>
      actor.kind === 'guest'
        ? permission === GUEST_RULE
        : isPermission(permission) && this.access.holds(actor, permission),
    );
  }
}
