import type { Server } from 'node:http';
import fastifyAccepts from '@fastify/accepts';
import { Freshness, Gate } from '@datakeep/access';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';
import { AppModule } from '../wiring/app.module.js';
import type { Stores } from '../wiring/stores.module.js';
import { ignoreAcceptParameters } from './accept-parameters.js';
import { AnsweringAdapter } from './answering.adapter.js';
import { authenticateRequests } from './authenticate.js';
import { parseBodies } from './body-parsers.js';
import { boundRequests } from './bound-requests.js';
import { serveDocs } from './docs-page.js';
import { FaultFilter } from './fault.filter.js';
import { heedMinPosition } from './min-position.js';
import { collectRoutes, requireDescribed } from './openapi-routes.js';
import { openApiOf } from './openapi.js';
import { sendPosition } from './position-header.js';
import { serveProblemPages } from './problem-pages.js';
import type { BrokenOff } from './send-stream.js';
import { refuseUnreadable } from './unreadable.js';
import { SchemaPipe } from './validation.pipe.js';

/** As long as Node lets a head be, so that a long path is judged after its token like any other. */
const pathLengthMax = 16_384;

/** The HTTP side of one repository, not yet listening. `log` takes one line for each fault. */
export async function createHttpServer(
  repository: Stores,
  config: Config,
  log: (line: string) => void,
): Promise<NestFastifyApplication> {
  const faults = new FaultFilter(log, config.jsonBytesMax);
  const brokenOff: BrokenOff = (fault, request) => {
    faults.note(fault, request);
  };
  const adapter = new AnsweringAdapter(
    { logId: repository.events.logId, brokenOff },
    {
      bodyLimit: config.jsonBytesMax,
      requestTimeout: config.requestMsMax,
      connectionTimeout: config.requestMsMax,
      clientErrorHandler: refuseUnreadable,
      routerOptions: { maxParamLength: pathLengthMax },
      frameworkErrors: (fault, request, reply) => {
        faults.send(fault, request, reply);
      },
    },
  );
  const fastify = adapter.getInstance<FastifyInstance>();
  const routes = collectRoutes(fastify);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class.
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(repository, config, log), adapter, {
    // Faults go through the filter to `log`, and a refused start to one line.
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  await fastify.register(fastifyAccepts);
  ignoreAcceptParameters(fastify);
  boundRequests(fastify, config);
  parseBodies(fastify, config);
  authenticateRequests(fastify, app.get(Gate));
  heedMinPosition(fastify, repository);
  sendPosition(fastify, repository, app.get(Freshness));
  serveProblemPages(fastify);
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(faults);
  const document = openApiOf(app);
  const openApi = Buffer.from(JSON.stringify(document));
  fastify.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(openApi));
  await serveDocs(fastify);
  const server: Server = app.getHttpServer();
  server.maxConnections = config.connectionsMax;
  await app.init();
  requireDescribed(routes, document);
  return app;
}
