import type { Ask, HttpClient } from './http.js';
import type { Ledger, SentSave } from './ledger.js';
import type { Random } from './random.js';

const conceptId = '6f1f6d1c-32c0-4f0e-8a51-0c2c9e4c7d01';
const clientsMany = 32;
const rootsMany = 16;
const childrenOfRootMany = 3;
const textLengthMax = 2_000;

/** What clients may save over: an id, its data set, and the newest version that was acknowledged. */
export interface Target {
  readonly instanceId: string;
  readonly rootId: string;
  dataVersion: number;
}

export interface Office {
  readonly http: HttpClient;
  readonly workspaceId: string;
  readonly ledger: Ledger;
  readonly targets: Target[];
  readonly random: Random;
}

/** Sixteen data sets of four instances each: what the first round begins with. */
export async function createTargets(office: Office): Promise<void> {
  for (let nth = 0; nth < rootsMany; nth += 1) {
    const rootId = office.random.guid();
    await createChosen(office, rootId, undefined);
    for (let child = 0; child < childrenOfRootMany; child += 1) await createChosen(office, office.random.guid(), rootId);
  }
}

/** Thirty-two clients that save until the server goes away; resolves when the last of them has noticed. */
export async function saveUntilGone(office: Office): Promise<void> {
  const clients = Array.from({ length: clientsMany }, async () => {
    while (await saveSomething(office));
  });
  await Promise.all(clients);
}

/** False when the server went away. */
async function saveSomething(office: Office): Promise<boolean> {
  const { random, targets } = office;
  const target = random.pick(targets);
  switch (random.below(8)) {
    case 0:
      return createChosen(office, random.guid(), random.below(4) === 0 ? undefined : target.rootId);
    case 1:
      return createUnchosen(office, random.below(4) === 0 ? undefined : target.rootId);
    case 2:
      return putOver(office, target, '*', `?name=${target.instanceId}&concept=${conceptId}`);
    case 3:
    case 4:
      return putOver(office, target, `"${String(target.dataVersion)}"`, '');
    default:
      return postOver(office, target);
  }
}

function createChosen(office: Office, instanceId: string, parentId: string | undefined): Promise<boolean> {
  const save = office.ledger.send(instanceId, textOf(office.random));
  const parent = parentId === undefined ? '' : `&parent=${parentId}`;
  const query = `?name=${instanceId}&concept=${conceptId}${parent}`;
  return send(office, save, parentId, { ...put(office, instanceId, query, save), headers: { ...xmlType, 'if-none-match': '*' } });
}

function createUnchosen(office: Office, parentId: string | undefined): Promise<boolean> {
  const save = office.ledger.send(undefined, textOf(office.random));
  const body = { instanceName: `record ${String(save.number)}`, conceptId, parentId, xml: save.xml };
  return send(office, save, parentId, post(office, body));
}

function putOver(office: Office, { instanceId, rootId }: Target, version: string, query: string): Promise<boolean> {
  const save = office.ledger.send(instanceId, textOf(office.random));
  return send(office, save, rootId, { ...put(office, instanceId, query, save), headers: { ...xmlType, 'if-match': version } });
}

function postOver(office: Office, { instanceId, rootId }: Target): Promise<boolean> {
  const save = office.ledger.send(instanceId, textOf(office.random));
  return send(office, save, rootId, post(office, { instanceId, xml: save.xml, expectedVersion: 'any' }));
}

const xmlType = { 'content-type': 'application/xml' };

function put({ workspaceId }: Office, instanceId: string, query: string, { xml }: SentSave): Ask {
  return { method: 'PUT', path: `/v1/workspaces/${workspaceId}/instances/${instanceId}${query}`, body: xml };
}

function post({ workspaceId }: Office, body: object): Ask {
  const path = `/v1/workspaces/${workspaceId}/commands/save-instance`;
  return { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function send({ http, ledger, targets }: Office, save: SentSave, rootId: string | undefined, ask: Ask): Promise<boolean> {
  const answer = await http.ask(ask).catch(() => undefined);
  if (answer === undefined) return false;
  const { status, bytes } = answer;
  if (status !== 200 && status !== 201) {
    save.outcome = 'refused';
    if (status !== 412) ledger.surprises.push(`${ask.method ?? ''} ${ask.path}: ${String(status)} ${bytes.toString('utf8')}`);
    return true;
  }
  const saved = JSON.parse(bytes.toString('utf8')) as NonNullable<SentSave['answer']>;
  ledger.acknowledge(save, saved);
  const target = targets.find(({ instanceId }) => instanceId === saved.instanceId);
  if (target !== undefined) target.dataVersion = Math.max(target.dataVersion, saved.dataVersion);
  else targets.push({ instanceId: saved.instanceId, rootId: rootId ?? saved.instanceId, dataVersion: saved.dataVersion });
  return true;
}

function textOf(random: Random): string {
  return 'x'.repeat(random.below(textLengthMax));
}
