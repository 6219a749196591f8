import { dataOf, type DatakeepClient } from '@datakeep/client';
import type { PolicySteps } from './book/book.js';
import type { Step } from './book/steps.js';

/** Where the book goes. */
export interface Place {
  readonly client: DatakeepClient;
  readonly workspaceId: string;
}

/** A policy as the repository has it now: the ids of its instances by their names in the book. */
export interface SavedPolicy {
  readonly ids: ReadonlyMap<string, string>;
  /** Position of the log when it was issued and nothing had become of it yet. */
  readonly issuedAt: string;
}

/**
 * Saves one policy step by step. Every command has a key made of policy and step, which is good for its workspace, and so for
 * one seed and edition: what an earlier run did is answered again instead of done again, and a run that was killed is simply repeated.
 */
export async function savePolicy(place: Place, { place: number, issued, later }: PolicySteps): Promise<SavedPolicy> {
  const ids = new Map<string, string>();
  let [position, issuedAt] = ['', ''];
  for (const [index, step] of [...issued, ...later].entries()) {
    if (index === issued.length) issuedAt = position;
    const key = `demo/${String(number)}/${String(index)}`;
    const answer = await send(place, step, { key, ids });
    ids.set(step.of, answer.instanceId);
    position = answer.position;
  }
  return { ids, issuedAt: issuedAt === '' ? position : issuedAt };
}

interface Answer {
  readonly instanceId: string;
  readonly position: string;
}

function send(
  { client, workspaceId }: Place,
  step: Step,
  { key, ids }: { readonly key: string; readonly ids: ReadonlyMap<string, string> },
): Promise<Answer> {
  const params = { path: { workspaceId }, header: { 'Idempotency-Key': key } };
  const commands = '/v1/workspaces/{workspaceId}/commands';
  const instanceId = step.command === 'create' ? '' : idOf(step.of, ids);
  switch (step.command) {
    case 'create': {
      const { name: instanceName, conceptId, xml, below } = step;
      const parent = below === undefined ? {} : { parentId: idOf(below, ids) };
      return dataOf(client.POST(`${commands}/save-instance`, { params, body: { instanceName, conceptId, xml, ...parent } }));
    }
    case 'save': {
      const { version: expectedVersion, xml, reason } = step;
      return dataOf(client.POST(`${commands}/save-instance`, { params, body: { instanceId, expectedVersion, xml, reason } }));
    }
    case 'patch': {
      const { version: expectedVersion, changes, reason } = step;
      const body = { instanceId, expectedVersion, changes: [...changes], reason };
      return dataOf(client.POST(`${commands}/patch-instance`, { params, body }));
    }
    case 'status': {
      const { version: expectedVersion, status, reason } = step;
      return dataOf(client.POST(`${commands}/change-status`, { params, body: { instanceId, expectedVersion, status, reason } }));
    }
    case 'delete': {
      const { version: expectedVersion, reason } = step;
      return dataOf(client.POST(`${commands}/delete-instance`, { params, body: { instanceId, expectedVersion, reason } }));
    }
    case 'restore':
      return dataOf(client.POST(`${commands}/restore-instance`, { params, body: { instanceId, reason: step.reason } }));
  }
}

function idOf(of: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(of);
  if (id === undefined) throw new TypeError(`${of} is named before it is created`);
  return id;
}
