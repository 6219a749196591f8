import type { EventStore } from '@datakeep/event-store';
import { openEvent, streamOf, type InstanceId, type OpenedEvent, type WorkspaceId } from '@datakeep/kernel';
import { pageBytesMax, type NotedEvent } from '@datakeep/view-store';

/** Few, because their bodies are in memory before they are counted. */
const runEventsMax = 8;

/**
 * The events that an index names, read from the log whole, in the order of the index; fewer when their bodies come to more
 * than a page may hold, and one at least. Neighbours in one stream are read together. Errors: those of `EventStore.readStream`;
 * RangeError when the log has not what the index names.
 */
export async function readNoted(
  log: EventStore,
  workspaceId: WorkspaceId,
  noted: readonly NotedEvent[],
): Promise<readonly OpenedEvent[]> {
  const events: OpenedEvent[] = [];
  let bytes = 0;
  for (const run of runsOf(noted)) {
    const { dataSetId, revision: fromRevision } = run[0]!;
    const stream =
      dataSetId === workspaceId ? streamOf.workspace(workspaceId) : streamOf.dataSet(workspaceId, dataSetId as InstanceId);
    const read = await log.readStream({ stream, fromRevision, countMax: run.length, parts: 'all' });
    if (read.length !== run.length) throw new RangeError(`${stream} has no event ${String(fromRevision + read.length)}`);
    for (const recorded of read) {
      bytes += recorded.body?.length ?? 0;
      if (events.length > 0 && bytes > pageBytesMax) return events;
      events.push(openEvent(recorded));
    }
  }
  return events;
}

/** Events that follow each other in one stream too. */
function runsOf(noted: readonly NotedEvent[]): readonly (readonly NotedEvent[])[] {
  const runs: NotedEvent[][] = [];
  for (const event of noted) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const follows = last?.dataSetId === event.dataSetId && last.revision + 1 === event.revision;
    if (run !== undefined && follows && run.length < runEventsMax) run.push(event);
    else runs.push([event]);
  }
  return runs;
}
