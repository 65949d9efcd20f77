import { Controller, Query } from '@nestjs/common';
import { z } from 'zod';
import { Endpoint, Id } from '../../platform/index.js';
import { UnitView } from '../users/user.schemas.js';
import { PlaceView, type PlaceViewInput } from './place.schemas.js';
import { Places } from './places.service.js';
import { UnitTree } from './unit-tree.js';

const UnitList = z.object({ items: z.array(UnitView), nextCursor: z.null() }).meta({ id: 'UnitList' });
const PlaceQuery = z.strictObject({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
});
const UnitQuery = z.strictObject({ under: Id.optional() });

@Controller('api/v1')
export class UnitsController {
  constructor(
    private readonly units: UnitTree,
    private readonly places: Places,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'units',
    permission: 'unit.list',
    summary: 'All units, or one with those below it',
    response: UnitList,
  })
  list(@Query({ schema: UnitQuery }) { under }: z.output<typeof UnitQuery>): z.input<typeof UnitList> {
    const shown = under ? this.units.subtree(under) : undefined;
    return { items: this.units.all().filter(({ id }) => !shown || shown.includes(id)), nextCursor: null };
  }

  @Endpoint({
    method: 'GET',
    path: 'places',
    permission: 'place.read',
    summary: 'County and unit of a point, and the point in words',
    response: PlaceView,
  })
  place(@Query({ schema: PlaceQuery }) position: z.output<typeof PlaceQuery>): PlaceViewInput {
    return this.places.of(position);
  }
}
