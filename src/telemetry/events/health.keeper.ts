import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Outbox, type Tx } from '../../platform/index.js';
import type { HealthReport } from '../dialects/device-events.js';
import { GatewayFinder } from '../services/gateway.finder.js';
import { TelemetryEvents } from '../telemetry.events.js';
import { notAfterReceipt } from './event-time.rules.js';
import { byIdentity, isAboutAircraft } from './health.rules.js';
import { HealthRepository } from './health.repository.js';

/** Keeps the warnings of devices, each from the list that first held it to the one that no longer does. */
@Injectable()
export class HealthKeeper {
  constructor(
    private readonly repository: HealthRepository,
    private readonly finder: GatewayFinder,
    private readonly outbox: Outbox,
  ) {}

  async keep(tx: Tx, gateway: DeviceSummary, report: HealthReport): Promise<void> {
    const at = notAfterReceipt(report);
    if (!(await this.repository.advance(tx, gateway.id, at, report.receivedAt))) return;
    const told = byIdentity(report.warnings);
    const before = await this.repository.open(tx, gateway.id);
    const aircraft = await this.finder.aircraftOf(tx, gateway);
    const aboutOf = new Map(before.map(({ identity, deviceId }) => [identity, deviceId]));
    const opened = [];
    for (const [identity, warning] of told) {
      // A warning stays with the aircraft it began with, also when another one hangs behind the gateway by now.
      const own = isAboutAircraft(warning) ? (aircraft?.id ?? gateway.id) : gateway.id;
      const deviceId = aboutOf.get(identity) ?? own;
      await this.repository.report(tx, { gatewayId: gateway.id, deviceId, identity, at }, warning);
      if (!aboutOf.has(identity)) opened.push({ deviceId, code: warning.code, level: warning.level });
    }
    const over = before.filter(({ identity }) => !told.has(identity));
    const identities = over.map(({ identity }) => identity);
    await this.repository.clear(tx, gateway.id, identities, at);
    const cleared = over.map(({ deviceId, code, level }) => ({ deviceId, code, level }));
    if (opened.length + cleared.length > 0) await this.tell(tx, { gatewayId: gateway.id, opened, cleared });
  }

  private async tell(tx: Tx, payload: { readonly gatewayId: string; opened: object[]; cleared: object[] }) {
    const type = TelemetryEvents['telemetry.health_changed'];
    await this.outbox.record(tx, { type, aggregate: `device:${payload.gatewayId}`, payload });
  }
}
