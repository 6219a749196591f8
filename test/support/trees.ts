import type { Answer } from './answer.js';
import { newChild, newRoot, xmlOf } from './samples.js';
import type { WorkspaceApi } from './workspace-api.js';

/** A root, two children and a grandchild below the first of them; the root has three versions, the grandchild two. */
export interface Tree {
  readonly root: string;
  readonly first: string;
  readonly second: string;
  readonly grandchild: string;
  /** All of them, parents before their children. */
  readonly ids: readonly string[];
}

export async function newTree(workspace: WorkspaceApi, { access }: { readonly access?: readonly string[] } = {}): Promise<Tree> {
  const root = await newRoot(workspace);
  const sharing = access === undefined ? {} : { access };
  await workspace.save({ instanceId: root, xml: xmlOf('2'), expectedVersion: 1, ...sharing });
  await workspace.save({ instanceId: root, xml: xmlOf('3'), expectedVersion: 2, reason: 'third' });
  const first = await newChild(workspace, root, { name: 'First' });
  const second = await newChild(workspace, root, { name: 'Second' });
  const grandchild = await newChild(workspace, first, { name: 'Grandchild' });
  await workspace.save({ instanceId: grandchild, xml: xmlOf('grown'), expectedVersion: 1 });
  return { root, first, second, grandchild, ids: [root, first, second, grandchild] };
}

/** Every way to ask for an instance, in a fixed order. */
export async function everyRead(workspace: WorkspaceApi, id: string): Promise<readonly Answer[]> {
  return [
    await workspace.read(id),
    await workspace.readJson(id),
    await workspace.read(id, { 'if-none-match': '"1"' }),
    await workspace.history(id),
    await workspace.history(id, { limit: 1 }),
    await workspace.version(id, 1),
    await workspace.version(id, 1, { accept: 'application/json' }),
    await workspace.version(id, 2),
    await workspace.children(id),
    await workspace.children(id, { include: 'xml', limit: 1 }),
  ];
}

/** All that can be read of these instances; `lastUpdated` is left out, which a delete and a restore move on. */
export async function wholeOf(workspace: WorkspaceApi, ids: readonly string[]): Promise<readonly object[]> {
  const whole: object[] = [];
  for (const id of ids) {
    const json = await workspace.readJson(id);
    const { lastUpdated: _moved, ...metadata } = json.json;
    const versions = Array.from({ length: Number(metadata['dataVersion']) }, (_, index) => index + 1);
    const asJson = await Promise.all(versions.map((version) => workspace.version(id, version, { accept: 'application/json' })));
    const asXml = await Promise.all(versions.map((version) => workspace.version(id, version)));
    whole.push({
      status: json.status,
      metadata,
      xml: (await workspace.read(id)).text,
      history: (await workspace.history(id)).items,
      versions: asJson.map((version) => version.json),
      bytes: asXml.map((version) => version.text),
      children: (await workspace.children(id, { include: 'xml' })).items,
    });
  }
  return whole;
}
