import type { FirstAnswer, Model, Row } from './model.js';
import { changed, created, deleted, moved, restored, shared, type Change, type Deed } from './model-changes.js';
import type {
  ChangeAccess,
  ChangeStatus,
  Command,
  Delete,
  Move,
  Patch,
  Request,
  Restore,
  Revert,
  Save,
} from './model-requests.js';
import { ModelViews } from './model-views.js';
import { blockersOf, treeRevisionOf } from './model-trees.js';

/** What a command must be answered with; `fields` are those of the answer that the rules determine. */
export type Verdict =
  | { readonly outcome: 'refused'; readonly status: number; readonly problem: string; readonly fields: object }
  | { readonly outcome: 'repeated'; readonly first: FirstAnswer }
  | {
      readonly outcome: 'done';
      readonly status: 200 | 201;
      readonly fields: object;
      readonly type: string;
      readonly change: Change;
    };

type Refused = Extract<Verdict, { outcome: 'refused' }>;

interface Asked {
  readonly model: Model;
  readonly user: string;
  readonly create: boolean;
  readonly deed: Deed;
  /** The first answer to the key of the request in a data set, or its refusal. */
  readonly before: (dataSet: string | undefined) => Verdict | undefined;
}

/** Judges a request by the rules of http.md, in the order of its checks: 400, replay (422), 404, 403, 428, 412, 409. */
export function verdictOf(model: Model, request: Request): Verdict {
  const { user, command, create } = request;
  const reason = command.body.reason ?? null;
  const before = (dataSet: string | undefined) => replay(model, request, dataSet);
  const asked = { model, user, create: create === true, deed: { by: user, reason }, before };
  const given = namedPrincipals(command);
  if (given.some((id) => !model.users.includes(id))) return refused(400, 'invalid-request');
  switch (command.name) {
    case 'save-instance':
      return save(asked, command.body, request.key);
    case 'move-instance':
      return move(asked, command.body);
    case 'change-status':
      return changeStatus(asked, command.body);
    case 'patch-instance':
      return patch(asked, command.body);
    case 'revert-instance':
      return revert(asked, command.body);
    case 'delete-instance':
      return remove(asked, command.body);
    case 'restore-instance':
      return restore(asked, command.body);
    case 'grant-access':
    case 'revoke-access':
      return changeAccess(asked, command);
  }
}

function save(asked: Asked, body: Save['body'], key: string | undefined): Verdict {
  const { model, user } = asked;
  const { instanceId: id } = body;
  if (id === model.workspaceId) return refused(403, 'forbidden');
  const parent = body.parentId ?? model.workspaceId;
  const derived = key === undefined ? undefined : model.derivedRoots.get(`${user} ${key}`);
  const dataSet = id === undefined && parent === model.workspaceId ? derived : model.dataSets.get(id ?? parent);
  const first = asked.before(dataSet ?? (id === undefined ? undefined : model.dataSets.get(parent)));
  if (first !== undefined) return first;
  const existing = id === undefined ? undefined : model.seen(user, id);
  if (existing !== undefined) return saveOver(asked, body, existing);
  if (typeof body.expectedVersion === 'number') return refused(404, 'not-found');
  if (id !== undefined && model.rows.has(id)) return refused(409, 'id-taken');
  return create(asked, body, parent);
}

function create({ model, user, deed }: Asked, body: Save['body'], parent: string): Verdict {
  const { instanceId: id, conceptId: concept } = body;
  if (body.instanceName === undefined || concept === undefined) return refused(400, 'invalid-request');
  if (model.systemConcepts.includes(concept)) return refused(403, 'forbidden');
  const bound = id === undefined ? undefined : model.dataSets.get(id);
  const parentRow = parent === model.workspaceId ? undefined : model.seen(user, parent);
  const isThere = parent === model.workspaceId ? bound === undefined || bound === id : parentRow !== undefined;
  const isElsewhere = bound !== undefined && parentRow !== undefined && model.dataSets.get(parent) !== bound;
  if (!isThere || isElsewhere) {
    return bound === undefined ? refused(409, 'parent-not-found', { parentId: parent }) : refused(409, 'id-taken');
  }
  if (parentRow !== undefined && model.isSystem(parentRow)) return refused(403, 'forbidden');
  const name = body.instanceName.normalize('NFC');
  if (model.isNameTaken({ parent, concept, name })) return refused(409, 'name-taken', { instanceName: name });
  const access = sorted(body.access ?? parentRow?.access ?? [user]);
  const { xml, status = 'Active' } = body;
  const fields = { dataVersion: 1, hierarchy: model.hierarchyBelow(parent), ...(id === undefined ? {} : { instanceId: id }) };
  const change = created({ concept, parent, name, status, xml, access }, deed);
  return { outcome: 'done', status: 201, fields, type: 'InstanceSaved', change };
}

function saveOver(asked: Asked, body: Save['body'], row: Row): Verdict {
  const { model, deed } = asked;
  const { id, concept, parent, version } = row;
  if (model.isSystem(row)) return refused(403, 'forbidden');
  const stale = refusedVersion(asked, body, row);
  if (stale !== undefined) return stale;
  if (body.conceptId !== undefined && body.conceptId !== concept) return refused(409, 'concept-is-fixed', { conceptId: concept });
  if (body.parentId !== undefined && body.parentId !== parent) return refused(409, 'use-move-instance', { parentId: parent });
  const name = body.instanceName?.normalize('NFC') ?? row.name;
  if (name !== row.name && model.isNameTaken({ ...row, name })) return refused(409, 'name-taken', { instanceName: name });
  const access = body.access === undefined ? row.access : sorted(body.access);
  const fields = { instanceId: id, dataVersion: version + 1, hierarchy: row.hierarchy };
  const change = changed(id, { name, access, xml: body.xml, status: body.status ?? row.status }, deed, savedAgain);
  return { outcome: 'done', status: 200, fields, type: 'InstanceSaved', change };
}

const savedAgain = { type: 'InstanceSaved', change: 'saved' };

function move(asked: Asked, body: Move['body']): Verdict {
  const { model, user, deed } = asked;
  const found = subject(asked, body.instanceId);
  if ('outcome' in found) return found;
  const { id, parent: oldParent, concept } = found;
  const { parentId: parent } = body;
  const under = parent === model.workspaceId ? undefined : model.seen(user, parent);
  if (model.isSystem(found) || (under !== undefined && model.isSystem(under))) return refused(403, 'forbidden');
  const stale = refusedVersion(asked, body, found);
  if (stale !== undefined) return stale;
  const isStaying = parent === model.workspaceId && oldParent === model.workspaceId;
  if (parent === model.workspaceId && !isStaying) return refused(409, 'other-data-set', { parentId: parent });
  if (!isStaying) {
    if (under === undefined) return refused(409, 'parent-not-found', { parentId: parent });
    if (model.dataSets.get(parent) !== model.dataSets.get(id)) return refused(409, 'other-data-set', { parentId: parent });
    if (model.tree(found).some((row) => row.id === parent)) return refused(409, 'parent-inside-subtree', { parentId: parent });
  }
  const name = body.instanceName?.normalize('NFC') ?? found.name;
  const isWhereItWas = parent === oldParent && name === found.name;
  if (!isWhereItWas && model.isNameTaken({ parent, concept, name })) return refused(409, 'name-taken', { instanceName: name });
  const seen = model.tree(found).filter((row) => model.sees(user, row)).length;
  const fields = { instanceId: id, dataVersion: found.version + 1, hierarchy: model.hierarchyBelow(parent), moved: seen };
  return { outcome: 'done', status: 200, fields, type: 'InstanceMoved', change: moved(id, { parent, name }, deed) };
}

function changeStatus(asked: Asked, body: ChangeStatus['body']): Verdict {
  const found = versioned(asked, body);
  if ('outcome' in found) return found;
  const { id, version } = found;
  const { status } = body;
  const kind = { type: 'InstanceStatusChanged', change: 'status-changed' };
  const change = changed(id, { status }, asked.deed, kind);
  const fields = { instanceId: id, dataVersion: version + 1, status };
  return { outcome: 'done', status: 200, fields, type: kind.type, change };
}

function patch(asked: Asked, body: Patch['body']): Verdict {
  const found = versioned(asked, body);
  return 'outcome' in found ? found : newContent(asked, found, 'patched', patched(found.xml, body.changes));
}

/** Every document of the model is one element with one attribute and one child. */
function patched(xml: string, changes: Patch['body']['changes']): string {
  return changes.reduce(
    (text, { xpath, replace }) =>
      xpath === '/r/t' ? text.replace(/<t>.*<[/]t>/, () => replace) : text.replace(/ n="[^"]*"/, () => ` n="${replace}"`),
    xml,
  );
}

function revert(asked: Asked, body: Revert['body']): Verdict {
  const found = versioned(asked, body);
  if ('outcome' in found) return found;
  const old = new ModelViews(asked.model, asked.user).xmlOf(found.id, body.toVersion);
  return old === undefined ? refused(404, 'not-found') : newContent(asked, found, 'reverted', old);
}

function newContent({ deed }: Asked, { id, version, hierarchy }: Row, change: 'patched' | 'reverted', xml: string): Verdict {
  const type = 'InstanceSaved';
  const fields = { instanceId: id, dataVersion: version + 1, hierarchy };
  return { outcome: 'done', status: 200, fields, type, change: changed(id, { xml }, deed, { type, change }) };
}

/** The instance of a command that follows a version of it, or why it is refused. */
function versioned(asked: Asked, body: { readonly instanceId: string; readonly expectedVersion?: unknown }): Row | Verdict {
  const found = subject(asked, body.instanceId);
  if ('outcome' in found) return found;
  if (asked.model.isSystem(found)) return refused(403, 'forbidden');
  return refusedVersion(asked, body, found) ?? found;
}

function remove(asked: Asked, body: Delete['body']): Verdict {
  const { model, user, deed } = asked;
  const found = versioned(asked, body);
  if ('outcome' in found) return found;
  const { id, version } = found;
  if (body.treeRevision !== undefined && model.treeRevisions.get(body.treeRevision) !== treeRevisionOf(model, user, found)) {
    return refused(412, 'version-mismatch', { currentVersion: version });
  }
  const { blockers, hiddenBlockers } = blockersOf(model, user, found);
  if (blockers.length + hiddenBlockers > 0) return refused(409, 'deletion-blocked', { blockers, hiddenBlockers });
  const fields = { instanceId: id, dataVersion: version, deleted: model.tree(found).length };
  return { outcome: 'done', status: 200, fields, type: 'InstanceDeleted', change: deleted(id, deed) };
}

function restore({ model, user, deed, before }: Asked, body: Restore['body']): Verdict {
  const row = body.instanceId === undefined ? undefined : model.newest(body.instanceId);
  const deletion = model.deletions.get(body.deletionId ?? row?.endedBy ?? '');
  const first = before(model.dataSets.get(body.instanceId ?? deletion?.root.id ?? ''));
  if (first !== undefined) return first;
  if (deletion === undefined || deletion.restored) return refused(404, 'not-found');
  const root = model.newest(deletion.root.id);
  if (!model.sees(user, root)) return refused(404, 'not-found');
  if (!deletion.ids.every((id) => model.sees(user, model.newest(id)))) return refused(403, 'forbidden');
  const { parent, concept, version, id } = root;
  if (parent !== model.workspaceId && model.seen(user, parent) === undefined) {
    return refused(409, 'parent-not-found', { parentId: parent });
  }
  const name = body.instanceName?.normalize('NFC') ?? root.name;
  if (model.isNameTaken({ parent, concept, name })) return refused(409, 'name-taken', { instanceName: name });
  const fields = { instanceId: id, dataVersion: version, deletionId: deletion.id, restored: deletion.ids.length };
  return { outcome: 'done', status: 200, fields, type: 'InstanceRestored', change: restored(deletion.id, name, deed) };
}

/** Gives or takes rows where the sender sees the instance and they change something. */
function changeAccess(asked: Asked, { name: command, body }: ChangeAccess): Verdict {
  const { model, user, deed } = asked;
  const found = subject(asked, body.instanceId);
  if ('outcome' in found) return found;
  if (model.isSystem(found)) return refused(403, 'forbidden');
  const rows = body.withDescendants === true ? model.tree(found) : [found];
  const access = new Map<string, readonly string[]>();
  for (const row of rows.filter((one) => model.sees(user, one))) {
    const after =
      command === 'grant-access'
        ? sorted([...row.access, ...body.principals])
        : row.access.filter((id) => !body.principals.includes(id));
    if (after.length !== row.access.length) access.set(row.id, after);
  }
  const emptied = [...access.values()].filter((after) => after.length === 0).length;
  if (emptied > 0) return refused(409, 'access-would-be-empty', { count: emptied });
  const [count, type] = command === 'grant-access' ? ['granted', 'AccessGranted'] : ['revoked', 'AccessRevoked'];
  const fields = { instanceId: found.id, dataVersion: found.version, [count]: access.size };
  return { outcome: 'done', status: 200, fields, type, change: shared(found.id, access, deed, type) };
}

/** The live instance that a command names and its sender sees; its first answer, or 404. */
function subject({ model, user, before }: Asked, id: string): Row | Verdict {
  if (id === model.workspaceId) return refused(403, 'forbidden');
  return before(model.dataSets.get(id)) ?? model.seen(user, id) ?? refused(404, 'not-found');
}

function refusedVersion({ create }: Asked, body: { readonly expectedVersion?: unknown }, row: Row): Refused | undefined {
  const fields = { currentVersion: row.version };
  const { expectedVersion: expected } = body;
  if (create) return refused(412, 'version-mismatch', fields);
  if (expected === undefined) return refused(428, 'version-required', fields);
  return expected === 'any' || expected === row.version ? undefined : refused(412, 'version-mismatch', fields);
}

function replay(model: Model, request: Request, dataSet: string | undefined): Verdict | undefined {
  if (request.key === undefined || dataSet === undefined) return undefined;
  const first = model.answers.get(`${request.user} ${request.key} ${dataSet}`);
  if (first === undefined) return undefined;
  return first.request === textOf(request) ? { outcome: 'repeated', first } : refused(422, 'idempotency-key-reused');
}

/** What an Idempotency-Key binds. */
export function textOf({ command, create }: Request): string {
  return JSON.stringify([command.name, create, Object.entries(command.body).sort(([one], [other]) => (one < other ? -1 : 1))]);
}

function namedPrincipals(command: Command): readonly string[] {
  if (command.name === 'save-instance') return command.body.access ?? [];
  return command.name === 'grant-access' ? command.body.principals : [];
}

function sorted(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}

function refused(status: number, problem: string, fields: object = {}): Refused {
  return { outcome: 'refused', status, problem, fields };
}
