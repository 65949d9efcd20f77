import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  KeyRing,
  KeyRingError,
  LOGGER,
  type Logger,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { DjiConnectionRepository, type DjiConnectionRow } from './dji-connection.repository.js';
import type { DjiConnectionChange, DjiConnectionView } from './dji-connection.schemas.js';
import type { DjiLicence } from './gateway-requests.rules.js';

type View = z.input<typeof DjiConnectionView>;

/** The licence, and where a controller finds the broker. */
export interface DjiSettings extends DjiLicence {
  readonly brokerAddress: string;
  readonly platformName: string;
}

const SEALED_WITH = 'dji-connection';
const NOT_SET_UP: View = {
  version: 0,
  appId: null,
  brokerAddress: null,
  platformName: null,
  ntpHost: null,
  ntpPort: null,
  changedBy: null,
  changedAt: null,
};
const CONNECTION = { kind: 'djiConnection', id: 'dji' };

/** How DJI's controllers and docks are let in, as the administrator set it up. */
@Injectable()
export class DjiConnectionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: DjiConnectionRepository,
    private readonly keys: KeyRing,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async show(): Promise<View> {
    const row = await this.unitOfWork.read((tx) => this.repository.find(tx));
    return row ? toView(row) : NOT_SET_UP;
  }

  /** @throws DJI_SECRET_MISSING at the first time without both secrets; DJI_CONNECTION_CHANGED */
  async change(actor: Actor, change: z.output<typeof DjiConnectionChange>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const row = await this.changed(tx, actor, change);
      if (!(await this.repository.save(tx, row)))
        throw TelemetryErrors.DJI_CONNECTION_CHANGED({ version: row.version });
      const renewed = [change.appKey && 'appKey', change.appLicense && 'appLicense'].filter(Boolean);
      const details = { appId: row.appId, brokerAddress: row.brokerAddress, version: row.version, renewed };
      await this.audit.record(tx, { action: 'telemetry.connectDji', subject: CONNECTION, details });
      return toView(row);
    });
  }

  /**
   * What a dock has to show DJI's own check. Undefined before it was set up, and where its secrets were sealed with
   * another key: a dock that asks again and again must not end its line over that.
   */
  async licence(tx: Tx): Promise<DjiLicence | undefined> {
    return this.settings(tx);
  }

  /** Everything a controller or dock needs to come in; undefined as in `licence`. */
  async settings(tx: Tx): Promise<DjiSettings | undefined> {
    const row = await this.repository.find(tx);
    try {
      return row && { ...this.opened(row), brokerAddress: row.brokerAddress, platformName: row.platformName };
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      this.logger.error({ err: error }, 'the DJI connection has to be set up again');
      return undefined;
    }
  }

  private opened({ appId, appKeySealed, appLicenseSealed, ntpHost, ntpPort }: DjiConnectionRow): DjiLicence {
    const appKey = this.keys.unseal(SEALED_WITH, appKeySealed);
    return { appId, appKey, appLicense: this.keys.unseal(SEALED_WITH, appLicenseSealed), ntpHost, ntpPort };
  }

  private async changed(
    tx: Tx,
    actor: Actor,
    { appKey, appLicense, version, ...open }: z.output<typeof DjiConnectionChange>,
  ): Promise<DjiConnectionRow> {
    const known = await this.repository.find(tx);
    const present = known?.version ?? 0;
    if (present !== version) throw TelemetryErrors.DJI_CONNECTION_CHANGED({ version: present });
    const appKeySealed = this.sealed(appKey) ?? known?.appKeySealed;
    const appLicenseSealed = this.sealed(appLicense) ?? known?.appLicenseSealed;
    if (!appKeySealed || !appLicenseSealed) throw TelemetryErrors.DJI_SECRET_MISSING();
    const change = { version: version + 1, changedBy: actor.id, changedAt: this.clock.now() };
    return { ...open, appKeySealed, appLicenseSealed, ...change };
  }

  private sealed(secret: string | undefined): Buffer | undefined {
    return secret === undefined ? undefined : this.keys.seal(SEALED_WITH, secret);
  }
}

function toView(row: DjiConnectionRow): View {
  const { version, appId, brokerAddress, platformName, ntpHost, ntpPort, changedBy, changedAt } = row;
  const open = { version, appId, brokerAddress, platformName, ntpHost, ntpPort };
  return { ...open, changedBy, changedAt: changedAt.toISOString() };
}
