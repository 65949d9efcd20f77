import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, NestFactory, Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { static as serveStatic, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { AppModule } from './app.module.js';
import {
  type AuthenticatedRequest,
  type Config,
  declaredRoutes,
  declaredSocketEvents,
  Demonstration,
  FrameworkLogger,
  KeyRing,
  makeDataFolder,
  Metrics,
  nameRequest,
  type PlatformSettings,
  ProblemFilter,
  SocketAdapter,
  StartGuard,
} from './platform/index.js';
import { ObjectDoor, STORE_PATH } from './telemetry/index.js';

/** Larger JSON bodies are refused before they are parsed. */
const JSON_BODY_LIMIT = '1mb';
const HEADERS_TIMEOUT_MS = 60_000;
const IDLE_SOCKET_MS = 120_000;

/** Builds the whole application, ready to listen: used by `main` and by every end-to-end test. */
export async function createApp(settings: PlatformSettings): Promise<NestExpressApplication> {
  const { config } = settings;
  makeDataFolder(config.SKYDOCKET_DATA_DIR);
  // A wrong key is said before anything connects.
  KeyRing.open(config.SKYDOCKET_DATA_DIR, config.SKYDOCKET_KEY);
  const guard = await StartGuard.enter(settings.databaseUrl);
  try {
    return await prepareApp(settings);
  } finally {
    await guard.leave();
  }
}

async function prepareApp(settings: PlatformSettings): Promise<NestExpressApplication> {
  const { config, logger } = settings;
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings), {
    logger: new FrameworkLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.set('trust proxy', config.SKYDOCKET_TRUSTED_PROXIES);
  app.use(nameRequest, securityHeaders(), markMode(config), timed(app));
  app.use(['/api/v1', '/manage', '/media', '/storage', '/map', '/wayline', '/broker', '/ogc'], neverStored);
  // Before any parser: bodies of the store are streams, whatever they are called.
  app.use(STORE_PATH, objectStore(app));
  app.useBodyParser('json', { limit: JSON_BODY_LIMIT });
  answerParserErrors(app);
  app.use('/api/docs/assets', serveStatic(swaggerAssets(), { index: false, redirect: false, maxAge: '1d' }));
  app.useWebSocketAdapter(new SocketAdapter(app, config, logger));
  limitSockets(app.getHttpServer());
  try {
    assertEveryInterfaceHasARule(app);
    await app.init();
    await app.get(Demonstration).prepare();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** An upload may take hours as long as it moves; what does not move is cut. */
function limitSockets(server: Server): void {
  server.requestTimeout = 0;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.setTimeout(IDLE_SOCKET_MS);
}

function assertEveryInterfaceHasARule(app: INestApplication): void {
  const tools = {
    discovery: app.get(DiscoveryService),
    scanner: app.get(MetadataScanner),
    reflector: app.get(Reflector),
  };
  declaredRoutes(tools);
  declaredSocketEvents(tools);
}

/** Errors of the body parser answer as all others do. Placed before Nest's own, which would call malformed JSON merely a bad request. */
function answerParserErrors(app: INestApplication): void {
  const filter = app.get(ProblemFilter);
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    filter.answer(error, request as unknown as AuthenticatedRequest, response);
  });
}

function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  });
}

/** Answers hold what one person may see; a handler whose answer may be kept says so itself. [RFC 9111 §5.2.2.5] */
function neverStored(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}

function markMode({ SKYDOCKET_MODE }: Config) {
  return (_request: Request, response: Response, next: NextFunction): void => {
    if (SKYDOCKET_MODE === 'demonstration') response.setHeader('X-Skydocket-Mode', 'DEMONSTRATION');
    next();
  };
}

function timed(app: INestApplication) {
  const { httpSeconds } = app.get(Metrics);
  return (request: Request, response: Response, next: NextFunction): void => {
    const done = httpSeconds.startTimer();
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      done({ method: request.method, route, status: String(response.statusCode) });
    });
    next();
  };
}

function objectStore(app: INestApplication) {
  return (request: Request, response: Response): void => {
    void app.get(ObjectDoor, { strict: false }).serve(request, response, request.originalUrl);
  };
}

function swaggerAssets(): string {
  return join(dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')));
}
