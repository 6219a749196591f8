import fastifyAccepts from '@fastify/accepts';
import { Gate } from '@datakeep/access';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { AppModule } from '../wiring/app.module.js';
import type { Stores } from '../wiring/stores.module.js';
import { AnswerInterceptor } from './answer.interceptor.js';
import { authenticateRequests } from './authenticate.js';
import { parseBodies } from './body-parsers.js';
import { FaultFilter } from './fault.filter.js';
import { heedMinPosition } from './min-position.js';
import { openApiOf } from './openapi.js';
import { sendPosition } from './position-header.js';
import { serveProblemPages } from './problem-pages.js';
import { SchemaPipe } from './validation.pipe.js';

/** The HTTP side of one repository, not yet listening. `log` takes one line for each fault. */
export async function createHttpServer(
  repository: Stores,
  config: Config,
  log: (line: string) => void,
): Promise<NestFastifyApplication> {
  const faults = new FaultFilter(log);
  const adapter = new FastifyAdapter({
    bodyLimit: config.jsonBytesMax,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (fault: unknown, request: FastifyRequest, reply: FastifyReply) => {
      faults.send(fault, request, reply);
    },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(repository, config), adapter, {
    logger: ['error', 'fatal'],
    bodyParser: false,
    abortOnError: false,
  });
  await fastify.register(fastifyAccepts);
  parseBodies(fastify, config);
  authenticateRequests(fastify, app.get(Gate));
  heedMinPosition(fastify, repository);
  sendPosition(fastify, repository);
  serveProblemPages(fastify);
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(faults);
  app.useGlobalInterceptors(new AnswerInterceptor(repository.events.logId));
  const openApi = Buffer.from(JSON.stringify(openApiOf(app)));
  fastify.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(openApi));
  await app.init();
  return app;
}
