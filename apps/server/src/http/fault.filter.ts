import { ViewBehind } from '@datakeep/access';
import { StorageFull, StoreBusy, StoreUnavailable } from '@datakeep/event-store';
import { Overloaded, StreamContended } from '@datakeep/instances';
import { LimitReached, limits } from '@datakeep/kernel';
import { ViewsParked, ViewsUnavailable } from '@datakeep/view-store';
import { NameContended } from '@datakeep/workspaces';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidRequest } from './invalid-request.js';
import type { Fields, ProblemName } from './problems.js';
import { sendProblem } from './send-problem.js';

/** Faults become problems here and nowhere else; what is not known is a 500, logged with its stack and told nothing of. */
@Catch()
export class FaultFilter implements ExceptionFilter {
  constructor(
    private readonly log: (line: string) => void,
    private readonly jsonBytesMax: number,
  ) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(fault, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  send(fault: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const [name, fields] = isBodyTooLarge(fault) ? this.tooLarge(request) : problemOf(fault);
    this.note(fault, request);
    sendProblem(reply, name, fields);
  }

  /** Logs what is not known, also where no problem can be sent any more. */
  note(fault: unknown, request: FastifyRequest): void {
    if (isBodyTooLarge(fault) || problemOf(fault)[0] !== 'internal-error') return;
    const what = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    this.log(`${request.method} ${request.routeOptions.url ?? '?'} ${request.asking?.correlationId ?? ''}: ${what}`);
  }

  /** Fastify does not say which limit it was; the two doors have one each. */
  private tooLarge({ method }: FastifyRequest): readonly [ProblemName, Fields] {
    const isXml = method === 'PUT';
    const limit = isXml ? { limit: 'xml-bytes', max: limits.xmlBytesMax } : { limit: 'body-bytes', max: this.jsonBytesMax };
    return ['limit-exceeded', limit];
  }
}

const overloads = [Overloaded, StreamContended, NameContended, StoreBusy] as const;

function isBodyTooLarge(fault: unknown): boolean {
  return codeOf(fault) === 'FST_ERR_CTP_BODY_TOO_LARGE' || (fault instanceof HttpException && isBodyTooLarge(fault.cause));
}

/** What Node says of a request whose client went away in the middle of it; other connections may be reset too. */
function isCutOff(fault: unknown): boolean {
  return codeOf(fault) === 'ECONNRESET' && (fault as Error).message === 'aborted';
}

function codeOf(fault: unknown): unknown {
  return (fault as { readonly code?: unknown } | undefined)?.code;
}

function problemOf(fault: unknown): readonly [ProblemName, Fields?] {
  // Nest wraps what Fastify threw.
  if (fault instanceof HttpException && fault.cause instanceof Error) return problemOf(fault.cause);
  if (fault instanceof HttpException && fault.getStatus() === 404) return ['not-found'];
  if (fault instanceof InvalidRequest) return ['invalid-request', { errors: fault.errors }];
  if (fault instanceof ViewBehind) return ['view-behind'];
  if (fault instanceof ViewsParked) return ['view-behind', { parked: true }];
  if (fault instanceof StoreUnavailable || fault instanceof ViewsUnavailable) return ['store-unavailable'];
  if (fault instanceof StorageFull) return ['storage-full'];
  if (overloads.some((kind) => fault instanceof kind)) return ['overloaded'];
  if (fault instanceof LimitReached) return ['limit-exceeded', { limit: fault.limit, max: fault.max }];
  if (isCutOff(fault)) return ['invalid-request', { errors: [{ pointer: '', detail: 'ended before it was whole' }] }];
  switch (codeOf(fault)) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return ['unsupported-media-type'];
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_BAD_URL':
      return ['invalid-request', { errors: [{ pointer: '', detail: (fault as Error).message }] }];
    default:
      return ['internal-error'];
  }
}
