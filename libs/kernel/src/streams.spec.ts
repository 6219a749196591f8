import { describe, expect, it } from '@jest/globals';
import { dataSetOfStream, projectedStreams, streamOf } from './index.js';
import { guidNumber } from './test-support.js';

describe('the names of streams', () => {
  it('are these for ever', () => {
    const [first, second] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    expect(streamOf.dataSet(guidNumber(1), guidNumber(2))).toBe(`dataset-${first}-${second}`);
    expect(streamOf.workspace(guidNumber(1))).toBe(`workspace-${first}`);
    expect(streamOf.profile(guidNumber(1))).toBe(`profile-${first}`);
  });

  it('are all among those that the views are built from', () => {
    const names = [
      streamOf.dataSet(guidNumber(1), guidNumber(2)),
      streamOf.workspace(guidNumber(1)),
      streamOf.profile(guidNumber(1)),
    ];
    expect(names.every((name) => projectedStreams.some((prefix) => name.startsWith(prefix)))).toBe(true);
  });

  it('tell the data set whose rows they make; those of a workspace make its own', () => {
    const [workspaceId, dataSetId] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    expect(dataSetOfStream(streamOf.dataSet(guidNumber(1), guidNumber(2)))).toEqual({ workspaceId, dataSetId });
    expect(dataSetOfStream(streamOf.workspace(guidNumber(1)))).toEqual({ workspaceId, dataSetId: workspaceId });
    for (const stream of [streamOf.profile(guidNumber(1)), streamOf.rootName(guidNumber(1), 'x'), 'dataset-1', 'barrier'])
      expect(dataSetOfStream(stream)).toBeUndefined();
  });
});
