import type { InstanceId, WorkspaceId } from '@datakeep/kernel';
import { emptyDataSet, type DataSetState } from './instance.state.js';

export interface DataSetKey {
  readonly workspaceId: WorkspaceId;
  readonly dataSetId: InstanceId;
}

/** A state and the hash that the next event of its stream will name. */
export interface LiveDataSet {
  state: DataSetState;
  headHash: string | null;
  /** Revision of the newest snapshot of it, written or tried; -1 before the first. */
  keptRevision: number;
}

/** A data set of which nothing is known yet: right for a new one, and the append tells when it is not. */
export function unreadDataSet({ workspaceId, dataSetId }: DataSetKey): LiveDataSet {
  return { state: emptyDataSet(workspaceId, dataSetId), headHash: null, keptRevision: -1 };
}
