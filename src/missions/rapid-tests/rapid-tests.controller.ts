import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendDownload } from '../../platform/index.js';
import {
  RapidTestCompletion,
  RapidTestDetail,
  RapidTestEntry,
  RapidTestList,
  RapidTestOverride,
  RapidTestQuery,
  RapidTestTelling,
  ResultQuery,
} from './rapid-test.schemas.js';
import { RapidTestsService } from './rapid-tests.service.js';
import { ResultPapers } from './papers/result-papers.service.js';
import { RunOpinions } from './runs/run-opinions.service.js';

type Detail = z.input<typeof RapidTestDetail>;

const ENTRY_ERRORS = [
  'READING_UNIT_MISSING',
  'READING_DECIMAL_COMMA',
  'RAPID_TEST_SAMPLE_UNKNOWN',
  'RAPID_TEST_BEFORE_SAMPLE',
  'RAPID_TEST_START_AFTER_READING',
  'METHOD_CARD_UNKNOWN',
  'FILE_UNKNOWN',
  'PHOTO_NOT_PICTURE',
] as const;

@Controller('api/v1/rapid-tests')
export class RapidTestsController {
  constructor(
    private readonly tests: RapidTestsService,
    private readonly opinions: RunOpinions,
    private readonly papers: ResultPapers,
  ) {}

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
    summary: 'One rapid test with its record, validity, verdict, notice, and what was said beside the verdict',
    response: RapidTestDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<Detail> {
    return this.tests.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/result',
    permission: 'rapidTest.read',
    summary: 'The result on one page (PDF), with the screening notice',
    produces: 'application/pdf',
  })
  async result(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ResultQuery }) { language }: z.output<typeof ResultQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.papers.write(actor, id, language));
  }

  @Endpoint({
    method: 'POST',
    permission: 'rapidTest.record',
    summary: 'Enter a reading from an instrument’s display, or what a strip shows',
    response: RapidTestDetail,
    errors: ['RAPID_TEST_DEVICE_UNKNOWN', 'RAPID_TEST_IN_THE_FUTURE', ...ENTRY_ERRORS],
  })
  enter(
    @CurrentActor() actor: Actor,
    @Body({ schema: RapidTestEntry }) body: z.output<typeof RapidTestEntry>,
  ): Promise<Detail> {
    return this.tests.enter(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/completion',
    status: 200,
    permission: 'rapidTest.record',
    summary: 'Add to a reading that an instrument sent what only a person knows; it is judged anew',
    response: RapidTestDetail,
    errors: ['RAPID_TEST_COMPLETED', 'RAPID_TEST_READING_STANDS', ...ENTRY_ERRORS],
  })
  complete(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RapidTestCompletion }) body: z.output<typeof RapidTestCompletion>,
  ): Promise<Detail> {
    return this.tests.complete(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/overrides',
    permission: 'rapidTest.judge',
    summary: 'Say with a reason that one thinks otherwise; the verdict stands',
    response: RapidTestDetail,
    errors: ['RAPID_TEST_OVERRIDE_SAME', 'RAPID_TEST_OVERRIDE_INVALID'],
  })
  override(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RapidTestOverride }) body: z.output<typeof RapidTestOverride>,
  ): Promise<Detail> {
    return this.opinions.override(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/telling',
    status: 200,
    permission: 'rapidTest.record',
    summary: 'Whoever was tested was told; from then on the time to contest runs, where there is one',
    response: RapidTestDetail,
    errors: ['RAPID_TEST_TOLD_ALREADY', 'RAPID_TEST_TOLD_TOO_EARLY', 'RAPID_TEST_IN_THE_FUTURE'],
  })
  tell(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RapidTestTelling }) body: z.output<typeof RapidTestTelling>,
  ): Promise<Detail> {
    return this.opinions.tell(actor, id, body);
  }
}
