import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { HandOverEntry, SampleDetail, SampleEntry, SampleList, SampleQuery } from './sample.schemas.js';
import { SamplesService } from './samples.service.js';

type Detail = z.input<typeof SampleDetail>;

@Controller('api/v1/samples')
export class SamplesController {
  constructor(private readonly samples: SamplesService) {}

  @Endpoint({
    method: 'GET',
    permission: 'sample.read',
    summary: 'Samples, newest first, also by a seal; f=geojson gives a FeatureCollection',
    response: SampleList,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: SampleQuery }) query: z.output<typeof SampleQuery>,
  ): Promise<z.input<typeof SampleList>> {
    return this.samples.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'sample.read',
    summary: 'One sample with its portions, seals, the way of each from hand to hand, and how long it keeps',
    response: SampleDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<Detail> {
    return this.samples.get(actor, id);
  }

  @Endpoint({
    method: 'POST',
    permission: 'sample.take',
    summary: 'Record a sample: taken by two people, split, each portion under a seal of its own',
    response: SampleDetail,
    errors: [
      'SAMPLE_IN_THE_FUTURE',
      'SAMPLE_SECOND_PERSON_SAME',
      'SAMPLE_PERSON_UNKNOWN',
      'SAMPLE_WITHOUT_TEST_PORTION',
      'SAMPLE_FLIGHT_UNKNOWN',
      'SAMPLE_FLIGHT_NOT_FLOWN',
      'SAMPLE_PAYLOAD_UNKNOWN',
      'SAMPLE_PAYLOAD_NOT_PAYLOAD',
      'SEAL_TAKEN',
      'SEAL_TWICE',
      'FILE_UNKNOWN',
      'PHOTO_NOT_PICTURE',
      'READING_DECIMAL_COMMA',
    ],
  })
  take(
    @CurrentActor() actor: Actor,
    @Body({ schema: SampleEntry }) body: z.output<typeof SampleEntry>,
  ): Promise<Detail> {
    return this.samples.take(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/portions/:portionId/hand-overs',
    permission: 'sample.handOver',
    summary: 'A portion goes to the next hand: carried, stored, to a laboratory, opened, used up',
    response: SampleDetail,
    errors: [
      'SAMPLE_CHAIN_ENDED',
      'SAMPLE_MOVED',
      'SAMPLE_NOT_IN_YOUR_HANDS',
      'SAMPLE_HAND_OVER_BEFORE_LAST',
      'SAMPLE_IN_THE_FUTURE',
      'SAMPLE_PERSON_UNKNOWN',
      'SEAL_NOT_WHOLE',
      'SEAL_STILL_WHOLE',
      'SEAL_TAKEN',
      'READING_DECIMAL_COMMA',
    ],
  })
  handOver(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('portionId', { schema: Id }) portionId: string,
    @Body({ schema: HandOverEntry }) body: z.output<typeof HandOverEntry>,
  ): Promise<Detail> {
    return this.samples.handOver(actor, { id, portionId }, body);
  }
}
