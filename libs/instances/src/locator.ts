import { Recent, type Freshness } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import { isVersion8, openEvent, streamOf, type InstanceId, type WorkspaceId } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import type { IdClaimedFacts } from './instance.events.js';
import { instanceViews } from './instance.views.js';

interface Id {
  readonly workspaceId: WorkspaceId;
  readonly instanceId: InstanceId;
}

const rememberedIdsMax = 100_000;
const firstEventsMax = 4;

/** Finds the data set that an id lives in. It never changes, so what was found once is right for ever (design, section 2). */
export class Locator {
  private readonly known = new Recent<InstanceId>(rememberedIdsMax);

  constructor(
    private readonly events: EventStore,
    private readonly views: ViewStore,
    private readonly freshness: Freshness,
  ) {}

  /** The data set of an id, or undefined, which a view may say too early. */
  async find(id: Id): Promise<InstanceId | undefined> {
    const known = this.known.get(`${id.workspaceId}${id.instanceId}`);
    if (known !== undefined) return known;
    const found = (await this.inViews(id)) ?? (await this.inItsStream(id));
    if (found !== undefined) this.remember(id, found);
    return found;
  }

  /** The data set of an id, or undefined, which is proved: everything acknowledged before the call was looked at. */
  findAtHead(id: Id): Promise<InstanceId | undefined> {
    return this.freshness.found(() => this.find(id));
  }

  /** As `findAtHead` for ids that the server may have given away without a claim, as `find` for all others. */
  findChosen(id: Id): Promise<InstanceId | undefined> {
    return isVersion8(id.instanceId) ? this.findAtHead(id) : this.find(id);
  }

  remember(id: Id, dataSetId: InstanceId): void {
    this.known.put(`${id.workspaceId}${id.instanceId}`, dataSetId);
  }

  private async inViews(id: Id): Promise<InstanceId | undefined> {
    return (await this.views.system.dataSetOf(instanceViews.rows.name, id)) as InstanceId | undefined;
  }

  private async inItsStream({ workspaceId, instanceId }: Id): Promise<InstanceId | undefined> {
    const stream = streamOf.dataSet(workspaceId, instanceId);
    for (let fromRevision = 0; ; fromRevision += firstEventsMax) {
      const events = await this.events.readStream({ stream, fromRevision, countMax: firstEventsMax, parts: 'facts' });
      // Fences may stand before the event that says what the id is.
      const first = events.find(({ type }) => type !== 'ClaimEnded');
      if (first?.type === 'IdClaimed') return (openEvent(first).facts as IdClaimedFacts).dataSetId;
      if (first !== undefined) return instanceId;
      if (events.length < firstEventsMax) return undefined;
    }
  }
}
