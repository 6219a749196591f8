import type {
  ChangeAccess,
  CloseRow,
  CloseTree,
  DefineAccessSet,
  Entry,
  MoveTree,
  NoteEvent,
  NoteTime,
  OpenRow,
  ParkStream,
  PutEntry,
  RaiseNewest,
  ReopenTree,
} from '../src/index.js';
import { accessSetOf } from '../src/index.js';

export const workspaceId = 'w1';
export const staffAndHolder = ['staff', 'holder'];

const view = 'instance_rows';

/** The access sets of these tests, and what makes them known. */
export const sets = {
  both: accessSetOf(workspaceId, ['staff', 'holder']),
  staff: accessSetOf(workspaceId, ['staff']),
  holder: accessSetOf(workspaceId, ['holder']),
};
export const defineSets: readonly DefineAccessSet[] = [
  { change: 'define-access-set', acl: sets.both, principals: ['staff', 'holder'] },
  { change: 'define-access-set', acl: sets.staff, principals: ['staff'] },
  { change: 'define-access-set', acl: sets.holder, principals: ['holder'] },
];

/** Opens a row of an instance under `policy` at a position; what is not said has a default. */
export function openRow(instanceId: string, at: number, fields: Entry = {}, carry?: OpenRow['carry']): OpenRow {
  const row = {
    workspaceId,
    instanceId,
    openedAt: at,
    fromPosition: at,
    dataSetId: 'policy',
    hierarchy: '/w1/policy/',
    acl: sets.both,
    parentId: 'policy',
    conceptId: 'coverage',
    name: instanceId,
    status: 'Active',
    label: null,
    dataVersion: 1,
    createdBy: 'u1',
    xmlRevision: at,
    ...fields,
  };
  if (carry === undefined) return { change: 'open-row', view, row };
  const given = Object.entries(row).filter(([field]) => !carry.fields.includes(field));
  return { change: 'open-row', view, row: Object.fromEntries(given) as OpenRow['row'], carry };
}

export function closeRow(instanceId: string, openedAt: number, at: number): CloseRow {
  return { change: 'close-row', view, key: { workspaceId, instanceId, openedAt }, at };
}

/** A later row of an instance in place of the one that was opened at `before`. */
export function replaceRow(instanceId: string, before: number, at: number, fields: Entry): readonly (CloseRow | OpenRow)[] {
  return [closeRow(instanceId, before, at), openRow(instanceId, at, fields)];
}

const tree = { view, workspaceId, dataSetId: 'policy' };

/** `hierarchy` is where the root of the tree stands. */
export function closeTree(instanceId: string, hierarchy: string, at: number, endedBy: string): CloseTree {
  return { change: 'close-tree', ...tree, instanceId, hierarchy, at, endedBy };
}

/** `hierarchy` is where the root of the tree stands from then on. */
export function reopenTree(
  instanceId: string,
  hierarchy: string,
  at: number,
  endedBy: string,
  rootFields: Entry = {},
): ReopenTree {
  return { change: 'reopen-tree', ...tree, instanceId, hierarchy, at, openedAt: at, endedBy, rootFields };
}

/** `hierarchy` is where the root of the tree stands from then on. */
export function moveTree(instanceId: string, hierarchy: string, at: number, rootFields: Entry = {}): MoveTree {
  return { change: 'move-tree', ...tree, instanceId, hierarchy, at, openedAt: at, rootFields };
}

/** Concerns the whole tree, and what staff or holder see, unless something else is said. */
export function changeAccess(
  instanceId: string,
  at: number,
  change: Partial<Pick<ChangeAccess, 'scope' | 'grant' | 'revoke' | 'seenBy'>>,
): ChangeAccess {
  const said = { scope: 'tree', grant: [], revoke: [], seenBy: staffAndHolder, ...change } as const;
  return { change: 'change-access', ...tree, instanceId, at, openedAt: at, ...said };
}

export function putXml(instanceId: string, revision: number, xml: string): PutEntry {
  return { change: 'put-entry', view: 'instance_xml', entry: { workspaceId, instanceId, revision, xml: Buffer.from(xml) } };
}

export function putToken(userId: string): PutEntry {
  return { change: 'put-entry', view: 'tokens', entry: { issuer: 'datakeep', tokenHash: 'h1', userId } };
}

export function raiseNewest(instanceId: string, place: number, acl = sets.both): RaiseNewest {
  return { change: 'raise-newest', view: 'last_updated', workspaceId, instanceId, acl, place, timeMs: place * 1_000 };
}

/** The policy itself, the root of the data set. */
export function openPolicy(at: number, fields: Entry = {}): OpenRow {
  return openRow('policy', at, { hierarchy: '/w1/', parentId: 'w1', conceptId: 'policy', ...fields });
}

/** An event on an instance under `policy`; `acl: undefined` leaves its set to the instance's row. */
export function noteEvent(
  instanceId: string,
  place: number,
  said: Partial<Omit<NoteEvent, 'acl'>> & { readonly acl?: string | undefined } = {},
): NoteEvent {
  const { acl, ...fields } = { acl: sets.both, ...said };
  const standing = { workspaceId, dataSetId: 'policy', instanceId, hierarchy: '/w1/policy/' };
  const event = { ...standing, revision: place, place, timeMs: place * 1_000, ...fields };
  return { change: 'note-event', view: 'event_index', ...event, ...(acl === undefined ? {} : { acl }) };
}

export function noteTime(place: number, timeMs: number): NoteTime {
  return { change: 'note-time', view: 'event_times', place, timeMs };
}

/** The stream of a data set stops at a place. */
export function parkStream(dataSetId: string | null, place: number, said: Partial<ParkStream> = {}): ParkStream {
  const stream = `dataset-${String(dataSetId)}`;
  const at = { revision: place, place, timeMs: place * 1_000, reason: 'TypeError: no such field' };
  return { change: 'park-stream', stream, workspaceId, dataSetId, ...at, ...said };
}
