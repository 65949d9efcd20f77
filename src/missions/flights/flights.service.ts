import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, idInCursor, keysetPage, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { AirspaceJudge } from '../airspace/deconfliction/airspace-judge.service.js';
import { FlightPhotos } from '../waylines/drawing/flight-photos.service.js';
import { FlightRepository } from './flight.repository.js';
import { FlightSight } from './flight.sight.js';
import { FlightSortieRepository } from './flying/flight-sortie.repository.js';
import { type FlightDetail, toFlightDetail } from './flight-detail.schemas.js';
import { type FlightList, type FlightQuery, toFlightFeature, toFlightView } from './flight.schemas.js';
import type { PlannedFlight } from './planned-flight.js';

/** The list of flights. */
@Injectable()
export class FlightsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly sorties: FlightSortieRepository,
    private readonly judge: AirspaceJudge,
    private readonly photos: FlightPhotos,
    private readonly sight: FlightSight,
  ) {}

  /** The flights of the own unit, of units below it, and of cases the actor is a member of, newest first. */
  async list(actor: Actor, query: z.output<typeof FlightQuery>): Promise<z.input<typeof FlightList>> {
    const { limit, cursor, f, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.sight.scope(actor);
    const found = await this.unitOfWork.read((tx) =>
      this.flights.list(tx, { ...filter, scope, before, limit: limit + 1 }),
    );
    const key = ({ flight }: PlannedFlight): [string] => [flight.id];
    if (f === 'json') {
      const { items, nextCursor } = keysetPage(found, limit, key, toFlightView);
      return { items: [...items], nextCursor };
    }
    const { items, nextCursor } = keysetPage(found, limit, key, toFlightFeature);
    return { type: 'FeatureCollection', features: [...items], nextCursor };
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof FlightDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const planned = await this.flights.find(tx, id);
      if (!planned) throw PlatformErrors.NOT_FOUND();
      this.sight.require(actor, 'flight.read', planned.flight);
      const decisions = await this.flights.decisions(tx, id);
      const sorties = await this.sorties.of(tx, id);
      const hits = await this.judge.hitsOn(tx, id);
      return toFlightDetail(planned, { decisions, sorties, hits, photos: await this.photos.of(tx, actor, planned) });
    });
  }
}
