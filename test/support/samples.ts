import { randomGuid } from '@datakeep/kernel';
import type { WorkspaceApi } from './workspace-api.js';

/** A new id, as a client would choose one. */
export const newId = (): string => randomGuid();

/** Two concepts that no model knows. */
export const policy = 'eb403c09-c230-5ea0-9d3b-096a56cf2311';
export const coverage = '3d1b6b56-5d8f-4f0a-9b39-1f6f0f5d7a01';

/** A small document; `text` tells one from another. */
export const xmlOf = (text: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<policy number="${text}"/>\n`;

/** A new root with a name of its own, as XML by PUT; gives its id. */
export async function newRoot(workspace: WorkspaceApi, name = `Policy ${newId()}`, xml = xmlOf('1')): Promise<string> {
  const id = newId();
  const answer = await workspace.put(id, xml, { name, concept: policy });
  if (answer.status !== 201) throw new Error(`the root was not created: ${answer.text}`);
  return id;
}

/** A new child of `parent`; gives its id. */
export async function newChild(
  workspace: WorkspaceApi,
  parent: string,
  { name, access }: { readonly name: string; readonly access?: readonly string[] },
): Promise<string> {
  const answer = await workspace.save({ instanceName: name, conceptId: coverage, parentId: parent, xml: xmlOf(name), access });
  if (answer.status !== 201) throw new Error(`the child was not created: ${answer.text}`);
  return String(answer.json['instanceId']);
}
