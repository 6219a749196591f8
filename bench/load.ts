import { randomUUID } from 'node:crypto';
import type { LoadPlan, LoadResult } from './load-plan.js';
import { xmlOf } from './load-plan.js';
import { RawClient } from './raw-client.js';

/** The load, a process of its own: clients that each ask again as soon as they are answered, for a given time. */
const plan = JSON.parse(process.argv[2] ?? '') as LoadPlan;
const latenciesMs: number[] = [];
const failures: Record<string, number> = {};
const dataVersions = plan.instances.map(({ dataVersion }) => dataVersion);
let number = 0;

const startedMs = performance.now();
await Promise.all(Array.from({ length: plan.clientsMany }, (_, nth) => runClient(nth)));
const seconds = (performance.now() - startedMs) / 1_000;
latenciesMs.sort((a, b) => a - b);
const result: LoadResult = {
  answersPerSecond: latenciesMs.length / seconds,
  p50Ms: quantile(0.5),
  p99Ms: quantile(0.99),
  failures,
  dataVersions,
};
console.log(JSON.stringify(result));

async function runClient(nth: number): Promise<void> {
  const client = new RawClient(plan);
  for (let turn = 0; performance.now() - startedMs < plan.durationMs; turn += 1) {
    const request = requestOf(nth, turn);
    const askedMs = performance.now();
    const { status } = await client.ask(request);
    if (status === 200 || status === 201) latenciesMs.push(performance.now() - askedMs);
    else failures[status] = (failures[status] ?? 0) + 1;
    if (plan.kind === 'new-versions') dataVersions[nth] = (dataVersions[nth] ?? 0) + 1;
  }
  client.close();
}

function requestOf(nth: number, turn: number): Buffer {
  const { kind, instances, conceptId } = plan;
  if (kind === 'reads') return request('GET', instances[(nth + turn) % instances.length]!.id, '', '');
  number += 1;
  const xml = xmlOf(number, plan.xmlBytes);
  if (kind === 'new-versions') return request('PUT', instances[nth]!.id, `If-Match: "${String(dataVersions[nth])}"\r\n`, xml);
  const id = randomUUID();
  return request('PUT', `${id}?name=policy-${id}&concept=${conceptId}`, 'If-None-Match: *\r\n', xml);
}

function request(method: 'GET' | 'PUT', target: string, headers: string, body: string): Buffer {
  const common = `Host: ${plan.host}\r\nAuthorization: Bearer ${plan.token}\r\nAccept: application/xml\r\n`;
  const length = method === 'GET' ? '' : `Content-Type: application/xml\r\nContent-Length: ${String(body.length)}\r\n`;
  return Buffer.from(`${method} ${plan.pathPrefix}${target} HTTP/1.1\r\n${common}${headers}${length}\r\n${body}`, 'latin1');
}

function quantile(part: number): number {
  return latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(part * latenciesMs.length))] ?? Number.NaN;
}
