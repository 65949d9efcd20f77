import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Jobs } from './jobs.js';

export { JobLease, JobLost } from './job-lease.js';
export { Jobs, OnEveryMinute, OnGivenUp, OnJob } from './jobs.js';

@Global()
@Module({ imports: [DiscoveryModule], providers: [Jobs], exports: [Jobs] })
export class JobsModule {}
