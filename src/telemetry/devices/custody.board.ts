import { Inject, Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentEvents, EquipmentService, type Holding } from '../../equipment/index.js';
import { LOGGER, type Logger, OneAtATime, OnEvent, UnitOfWork } from '../../platform/index.js';
import { inSameHands } from './pairing.rules.js';
import { TopologyRepository } from './topology.repository.js';

/** Another instance's check-out or pairing is seen within this; what happens here at once. */
const EVERY_MS = 2_000;

/** Who holds which device now and which aircraft fly behind which gateway, in memory for every frame and every viewer. */
@Injectable()
export class CustodyBoard {
  private holdings: ReadonlyMap<string, Holding> = new Map();
  private pairs: ReadonlySet<string> = new Set();
  private aircraftBehind: ReadonlyMap<string, readonly string[]> = new Map();
  private timer: NodeJS.Timeout | undefined;
  private readonly readings = new OneAtATime(() => this.read());

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly topology: TopologyRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.logger.warn({ err: error }, 'custody board'));
    }, EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Who holds the device, or the device it travels with; undefined while it is at its unit. */
  holding({ id, partOfId }: Pick<DeviceSummary, 'id' | 'partOfId'>): Holding | undefined {
    return this.holdings.get(partOfId ?? id);
  }

  /**
   * Whether messages of `speaker` may be about `other`: itself, what it travels with, or the aircraft that is paired
   * with it, as long as both stay in the same hands.
   */
  speaksFor(speaker: DeviceSummary, other: DeviceSummary): boolean {
    return (
      speaker.id === other.id ||
      speaker.partOfId === other.id ||
      other.partOfId === speaker.id ||
      (this.pairs.has(pairKey(speaker.id, other.id)) && inSameHands(this.holding(speaker), this.holding(other)))
    );
  }

  /** What is paired with the gateway, in whosever hands. */
  partnersOf(gatewayId: string): readonly string[] {
    return this.aircraftBehind.get(gatewayId) ?? [];
  }

  @OnEvent(EquipmentEvents['equipment.checked_out'])
  async onCheckedOut(): Promise<void> {
    await this.refresh();
  }

  @OnEvent(EquipmentEvents['equipment.handed_back'])
  async onHandedBack(): Promise<void> {
    await this.refresh();
  }

  @OnEvent(EquipmentEvents['equipment.handed_over'])
  async onHandedOver(): Promise<void> {
    await this.refresh();
  }

  /** Resolves when the board shows everything that was committed before the call. */
  async refresh(): Promise<void> {
    await this.readings.again();
  }

  private async read(): Promise<void> {
    const [holdings, pairs] = await this.unitOfWork.read(
      async (tx) => [await this.equipment.openHoldings(tx), await this.topology.livePairs(tx)] as const,
    );
    this.holdings = new Map(holdings.map((holding) => [holding.deviceId, holding]));
    this.pairs = new Set(pairs.map(({ gatewayId, aircraftId }) => pairKey(gatewayId, aircraftId)));
    const behind = new Map<string, string[]>();
    for (const { gatewayId, aircraftId } of pairs)
      behind.set(gatewayId, [...(behind.get(gatewayId) ?? []), aircraftId]);
    this.aircraftBehind = behind;
  }
}

function pairKey(gatewayId: string, aircraftId: string): string {
  return `${gatewayId} ${aircraftId}`;
}
