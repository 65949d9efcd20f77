export { bodyWithin } from './answer-body.js';
export { AnswerInterceptor } from './answer.interceptor.js';
export { ApiDocumentController } from './api-document.controller.js';
export { CurrentActor, ENDPOINT, Endpoint } from './endpoint.js';
export type { AuthenticatedRequest, EndpointOptions, EndpointRule } from './endpoint.js';
export {
  ExpectedDigest,
  FileDigest,
  type ImportFault,
  ImportMode,
  faultWords,
  importMetadata,
  importOutcome,
  parseMetadata,
  toImportFaultView,
} from './file-import.js';
export { DEMONSTRATION_MARK, FrontPageController } from './front-page.controller.js';
export { IdempotencyInterceptor } from './idempotency.interceptor.js';
export { KeptAnswers } from './kept-answers.js';
export { MediaTypeInterceptor } from './media-type.interceptor.js';
export { declaredRoutes, openApiDocument } from './openapi.js';
export type { DeclaredRoute } from './openapi.js';
export {
  authorizationOf,
  isPilotPath,
  pilotAnswer,
  PilotEnvelopeInterceptor,
  pilotRefusal,
} from './pilot-interface.js';
export { ProblemFilter, problemOf } from './problem.filter.js';
export { RateLimit } from './rate-limit.js';
export { nameRequest } from './request-context.js';
export { RouteTable } from './route-table.js';
export {
  Id,
  Instant,
  InstantView,
  isKeepableInstant,
  PageQuery,
  pageOf,
  Day,
  PeriodInput,
  PeriodView,
  periodView,
  PositionInput,
  PositionView,
  text,
} from './schemas.js';
export { textFault } from './text.rules.js';
export { inputFaults, type NamedFault, ValidationPipe } from './validation.pipe.js';
export type { InputFault } from './input-fault.rules.js';
