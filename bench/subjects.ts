import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqliteEventLogReader } from '@datakeep/event-store-sqlite';
import type { LoadPlan, LoadResult } from './load-plan.js';
import { xmlOf } from './load-plan.js';
import { PinnedProcess } from './processes.js';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
export const xmlBytes = 1_024;
const clientsMany = 64;
const conceptId = '6f1f6d1c-32c0-4f0e-8a51-0c2c9e4c7d01';

export interface Measured extends LoadResult {
  /** The most that the views were behind while it ran, in seconds; 0 for what has no views. */
  readonly viewsBehindSecondsMax: number;
}

/** Something that answers HTTP and can be put under load. */
export interface Subject {
  measure(kind: LoadPlan['kind'], durationMs: number): Promise<Measured>;
  stop(): Promise<void>;
}

class HttpSubject {
  private instances: LoadPlan['instances'];

  constructor(
    private readonly process: PinnedProcess,
    private readonly address: { readonly host: string; readonly port: number },
    private readonly plan: { readonly token: string; readonly workspaceId: string; readonly ids: readonly string[] },
  ) {
    this.instances = plan.ids.map((id) => ({ id, dataVersion: 1 }));
  }

  async load(kind: LoadPlan['kind'], durationMs: number): Promise<LoadResult> {
    const { token, workspaceId } = this.plan;
    const pathPrefix = `/v1/workspaces/${workspaceId}/instances/`;
    const common = { ...this.address, token, kind, clientsMany, durationMs, pathPrefix, conceptId, xmlBytes };
    const plan: LoadPlan = { ...common, instances: this.instances };
    const result = JSON.parse(await new PinnedProcess([here('load.js'), JSON.stringify(plan)]).printed()) as LoadResult;
    this.instances = this.instances.map(({ id }, nth) => ({ id, dataVersion: result.dataVersions[nth]! }));
    if (Object.keys(result.failures).length > 0) throw new Error(`${kind}: answers ${JSON.stringify(result.failures)}`);
    return result;
  }

  stop(): Promise<void> {
    return this.process.stop();
  }
}

/** A floor: started with one argument, no views. */
export async function startFloor(file: string, argument: string, ids: readonly string[]): Promise<Subject> {
  const process = new PinnedProcess([here(file), argument]);
  const http = new HttpSubject(process, await process.listening(), { token: 'none', workspaceId: randomUUID(), ids });
  return {
    measure: async (kind, durationMs) => ({ ...(await http.load(kind, durationMs)), viewsBehindSecondsMax: 0 }),
    stop: () => http.stop(),
  };
}

export interface ServerSubject extends Subject {
  readonly ids: readonly string[];
  /** Header and facts of an event of a save, as the server wrote them. */
  readonly sample: { readonly header: string; readonly facts: string };
}

/** The built server on an empty folder, with as many data sets of one instance as there are clients. */
export async function startServer(folder: string): Promise<ServerSubject> {
  const process = new PinnedProcess([here('../../apps/server/dist/main.js')], { DATAKEEP_DATA: folder, DATAKEEP_PORT: '0' });
  const address = await process.listening();
  const url = `http://${address.host}:${String(address.port)}`;
  const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as { token: string; workspaceId: string };
  const ids = Array.from({ length: clientsMany }, () => randomUUID());
  for (const id of ids) await create(url, owner, id);
  const http = new HttpSubject(process, address, { ...owner, ids });
  const eventsBehind = async (): Promise<number> => {
    return ((await (await fetch(`${url}/health/ready`)).json()) as { eventsBehind: number }).eventsBehind;
  };
  const measure = async (kind: LoadPlan['kind'], durationMs: number): Promise<Measured> => {
    let eventsBehindMax = 0;
    const watch = setInterval(() => void eventsBehind().then((now) => (eventsBehindMax = Math.max(eventsBehindMax, now))), 100);
    const result = await http.load(kind, durationMs).finally(() => clearInterval(watch));
    const viewsBehindSecondsMax = eventsBehindMax / result.answersPerSecond;
    while ((await eventsBehind()) > 0);
    return { ...result, viewsBehindSecondsMax };
  };
  return { ids, sample: await lastEventIn(folder), measure, stop: () => http.stop() };
}

async function create(url: string, owner: { token: string; workspaceId: string }, id: string): Promise<void> {
  const answer = await fetch(`${url}/v1/workspaces/${owner.workspaceId}/instances/${id}?name=policy-${id}&concept=${conceptId}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/xml' },
    body: xmlOf(0, xmlBytes),
  });
  if (answer.status !== 201) throw new Error(`the bench could not create ${id}: ${await answer.text()}`);
}

async function lastEventIn(folder: string): Promise<{ header: string; facts: string }> {
  const log = await openSqliteEventLogReader({ folder });
  const { events } = await log.readAll({ afterPlace: (await log.reachHead()) - 1, countMax: 1, parts: 'facts' });
  await log.close();
  const [last] = events;
  if (last === undefined) throw new Error('the log is empty');
  return { header: last.header, facts: Buffer.from(last.facts).toString('utf8') };
}
