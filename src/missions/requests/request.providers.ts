import { RequestAnswers } from './request-answers.service.js';
import { RequestAsking } from './request-asking.service.js';
import { RequestAssignments } from './request-assignments.service.js';
import { RequestDesk } from './request-desk.service.js';
import { RequestLists } from './request-lists.service.js';
import { RequestReader } from './request-reader.service.js';
import { RequestWorkController } from './request-work.controller.js';
import { RequestWork } from './request-work.service.js';
import {
  AssistanceAssignee,
  AssistanceAssignment,
  AssistanceOutcome,
  AssistanceRequest,
  AssistanceStep,
} from './request.entity.js';
import { RequestJobs } from './request.jobs.js';
import { RequestRecord } from './request.record.js';
import { RequestRepository } from './request.repository.js';
import { RequestSight } from './request.sight.js';
import { RequestsController } from './requests.controller.js';

export const REQUEST_ENTITIES = [
  AssistanceRequest,
  AssistanceStep,
  AssistanceAssignment,
  AssistanceAssignee,
  AssistanceOutcome,
];

export const REQUEST_CONTROLLERS = [RequestsController, RequestWorkController];

export const REQUEST_PROVIDERS = [
  RequestAnswers,
  RequestAsking,
  RequestAssignments,
  RequestDesk,
  RequestJobs,
  RequestLists,
  RequestReader,
  RequestRecord,
  RequestRepository,
  RequestSight,
  RequestWork,
];
