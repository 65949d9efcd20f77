import { Injectable } from '@nestjs/common';
import { StorageService } from '../objects/storage.service.js';
import { TaskAnswers } from '../tasks/task.answers.js';
import { DjiConnectionService } from './dji-connection.service.js';

/** What gateways ask how they are to work here. */
@Injectable()
export class GatewaySettings {
  constructor(
    readonly connection: DjiConnectionService,
    readonly storage: StorageService,
    readonly tasks: TaskAnswers,
  ) {}
}
