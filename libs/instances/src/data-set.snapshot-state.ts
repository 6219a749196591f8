import { unreachable, type CommandId, type ConceptId, type Guid, type InstanceId } from '@datakeep/kernel';
import type { DataSetKey } from './live-data-set.js';
import type { DeletionLine, InstanceLine, SnapshotHeader, SnapshotLine } from './data-set.snapshot-lines.js';
import { WordsRead } from './data-set.snapshot-words.js';
import { emptyDataSet, knownInstance, siblingKey, type DataSetState, type InstanceState } from './instance.state.js';

/** Puts a state together again from the lines of its snapshot. Throws for lines that `linesOf` does not make. */
export class SnapshotState {
  readonly state: DataSetState;
  private readonly words = new WordsRead();
  /** The ids that each deletion took, as far as they were read. */
  private readonly deleted = new Map<Guid, InstanceId[]>();

  constructor({ workspaceId, dataSetId }: DataSetKey, { revision, claimedFor, bytes }: SnapshotHeader) {
    this.state = Object.assign(emptyDataSet(workspaceId, dataSetId), { revision, claimedFor, bytes });
  }

  take(line: SnapshotLine): void {
    const { state, words } = this;
    switch (line.section) {
      case 'access': {
        const acl = words.of(line.of);
        state.accessSets.set(acl, [...(state.accessSets.get(acl) ?? []), ...line.items]);
        return;
      }
      case 'instances':
        for (const item of line.items) this.takeInstance(item);
        return;
      case 'children': {
        const parentId = words.of<InstanceId>(line.of);
        const children = state.children.get(parentId) ?? new Set();
        for (const item of line.items) {
          const instanceId = words.of<InstanceId>(item);
          children.add(instanceId);
          state.siblings.set(siblingKey(knownInstance(state, instanceId)), instanceId);
        }
        state.children.set(parentId, children);
        return;
      }
      case 'deletion':
        this.takeDeletion(line.of);
        return;
      case 'deleted': {
        const ids = this.deleted.get(words.of<Guid>(line.of));
        if (ids === undefined) throw new RangeError('a snapshot names what a deletion took before the deletion');
        for (const item of line.items) ids.push(words.of<InstanceId>(item));
        return;
      }
      case 'ended-claims':
        for (const [claimStream, revision] of line.items) state.endedClaims.set(claimStream, revision);
        return;
      case 'commands':
        for (const [commandId, revision] of line.items) state.commands.set(commandId as CommandId, revision);
        return;
      default:
        unreachable(line);
    }
  }

  private takeInstance(line: InstanceLine): void {
    const { state, words } = this;
    const [id, concept, parent, name, statusWord, dataVersion, revision, xmlRevision, aclWord, deletedByWord] = line;
    const instanceId = words.of<InstanceId>(id);
    const conceptId = words.of<ConceptId>(concept);
    const parentId = words.of<InstanceId>(parent);
    const status = words.of(statusWord);
    const acl = words.of(aclWord);
    const deletedBy = deletedByWord === null ? null : words.of<Guid>(deletedByWord);
    const access = state.accessSets.get(acl);
    if (access === undefined) throw new RangeError(`a snapshot names the access set ${acl} and does not hold it`);
    const instance: InstanceState = {
      instanceId,
      conceptId,
      parentId,
      name,
      status,
      dataVersion,
      revision,
      xmlRevision,
      acl,
      access,
      deletedBy,
    };
    state.instances.set(instanceId, instance);
  }

  private takeDeletion([deletionWord, rootWord, revision]: DeletionLine): void {
    const deletionId = this.words.of<Guid>(deletionWord);
    const ids: InstanceId[] = [];
    this.deleted.set(deletionId, ids);
    this.state.deletions.set(deletionId, { deletionId, rootId: this.words.of<InstanceId>(rootWord), revision, ids });
  }
}
