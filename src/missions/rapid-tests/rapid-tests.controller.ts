import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { RapidTestEntry, RapidTestList, RapidTestQuery, RapidTestView } from './rapid-test.schemas.js';
import { RapidTestsService } from './rapid-tests.service.js';

@Controller('api/v1/rapid-tests')
export class RapidTestsController {
  constructor(private readonly tests: RapidTestsService) {}

  @Endpoint({
    method: 'GET',
    permission: 'rapidTest.read',
    summary: 'Rapid tests, newest first; f=geojson gives a FeatureCollection',
    response: RapidTestList,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: RapidTestQuery }) query: z.output<typeof RapidTestQuery>,
  ): Promise<z.input<typeof RapidTestList>> {
    return this.tests.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'rapidTest.read',
    summary: 'One rapid test with its validity, verdict and notice',
    response: RapidTestView,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof RapidTestView>> {
    return this.tests.get(actor, id);
  }

  @Endpoint({
    method: 'POST',
    permission: 'rapidTest.record',
    summary: 'Enter a reading from an instrument’s display',
    response: RapidTestView,
    errors: ['RAPID_TEST_DEVICE_UNKNOWN', 'RAPID_TEST_IN_THE_FUTURE'],
  })
  enter(
    @CurrentActor() actor: Actor,
    @Body({ schema: RapidTestEntry }) body: z.output<typeof RapidTestEntry>,
  ): Promise<z.input<typeof RapidTestView>> {
    return this.tests.enter(actor, body);
  }
}
