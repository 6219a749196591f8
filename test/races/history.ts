import type { EventStore } from '@datakeep/event-store';
import { openEvent, type OpenedEvent, type WorkspaceId } from '@datakeep/kernel';

/** An instance as the log says it stands; computed here a second time, by nothing that the server uses. */
interface Standing {
  readonly id: string;
  readonly dataSetId: string;
  readonly conceptId: string;
  readonly parentId: string;
  readonly name: string;
  readonly status: string;
  readonly dataVersion: number;
  /** Who may see it, ascending. */
  readonly access: readonly string[];
  readonly deletedBy: string | null;
}

/** Who had a name among its siblings, from one place of the log up to another, exclusive. */
interface Holding {
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
  readonly fromPlace: number;
  toPlace: number;
}

const pageEventsMax = 1_000;

/** The events behind a place, of the streams whose names begin so, in the order of the log. */
export async function eventsOf(
  store: EventStore,
  of: { readonly streamPrefix: string; readonly afterPlace: number },
): Promise<readonly OpenedEvent[]> {
  const streamPrefixes = [of.streamPrefix];
  const head = await store.reachHead();
  const found: OpenedEvent[] = [];
  for (let { afterPlace } = of; afterPlace < head;) {
    const { events, throughPlace } = await store.readAll({ afterPlace, countMax: pageEventsMax, parts: 'facts', streamPrefixes });
    found.push(...events.map(openEvent));
    afterPlace = throughPlace;
  }
  return found;
}

/**
 * The whole log of one workspace, followed event by event. `faults` are the sentences about what must never be: two live
 * siblings of a concept under one name, something alive below what is deleted, an id in two data sets, a version left out, a
 * ring of parents, an instance that nobody sees.
 */
export class History {
  readonly faults: string[] = [];
  readonly holdings: Holding[] = [];
  private readonly standing = new Map<string, Standing>();
  private readonly holders = new Map<string, Holding>();

  constructor(
    readonly events: readonly OpenedEvent[],
    readonly claims: readonly OpenedEvent[],
    private readonly workspaceId: WorkspaceId,
  ) {
    for (const event of events) this.follow(event);
  }

  /** Reads the workspace from a place that was the head before it began. */
  static async read(store: EventStore, workspaceId: WorkspaceId, afterPlace = 0): Promise<History> {
    const events = await eventsOf(store, { streamPrefix: `dataset-${workspaceId}-`, afterPlace });
    const claims = await eventsOf(store, { streamPrefix: `rootname-${workspaceId}-`, afterPlace });
    return new History(events, claims, workspaceId);
  }

  /** Every instance that was ever saved. */
  get all(): readonly Standing[] {
    return [...this.standing.values()];
  }

  get live(): readonly Standing[] {
    return this.all.filter(({ deletedBy }) => deletedBy === null);
  }

  liveNamed(name: string): readonly Standing[] {
    return this.live.filter((instance) => instance.name === name);
  }

  /** The ids of an instance's ancestors, as its row in the views says them. */
  hierarchyOf({ parentId }: Standing): string {
    const parent = this.standing.get(parentId);
    return parent === undefined ? `/${parentId}/` : `${this.hierarchyOf(parent)}${parentId}/`;
  }

  /** The fences that were appended. */
  get fences(): number {
    return this.events.filter(({ type }) => type === 'ClaimEnded').length;
  }

  /** The commands that had to claim a name more than once, because their claim was ended before they saved. */
  get commandsBackAtTheClaim(): number {
    const claims = this.claims.map(({ header, facts }) => `${header.commandId} ${(facts as { holderId: string }).holderId}`);
    return new Set(claims.filter((claim, at) => claims.indexOf(claim) < at)).size;
  }

  /** True when an event of that command is there; an answer names the place of the last event appended with it. */
  holds(ack: { readonly place: number; readonly commandId: string; readonly instanceId: string }): boolean {
    return this.events.some(
      ({ place, header }) => place <= ack.place && header.commandId === ack.commandId && header.instanceId === ack.instanceId,
    );
  }

  /** True when somebody below the parent had the name at some moment while the log went from one place to another. */
  nameWasHeld(of: {
    readonly parentId: string;
    readonly name: string;
    readonly fromPlace: number;
    readonly toPlace: number;
  }): boolean {
    return this.holdings.some(
      ({ parentId, name, fromPlace, toPlace }) =>
        parentId === of.parentId && name === of.name && fromPlace <= of.toPlace && toPlace > of.fromPlace,
    );
  }

  private follow(event: OpenedEvent): void {
    switch (event.type) {
      case 'InstanceSaved':
        this.saved(event);
        return;
      case 'InstanceMoved':
        this.moved(event);
        return;
      case 'InstanceStatusChanged':
        this.statusChanged(event);
        return;
      case 'AccessGranted':
      case 'AccessRevoked':
        this.accessChanged(event);
        return;
      case 'InstanceDeleted':
        this.deleted(event);
        return;
      case 'InstanceRestored':
        this.restored(event);
        return;
      default:
        return;
    }
  }

  private saved(event: OpenedEvent): void {
    const { instanceId: id, conceptId, parentId, dataVersion, dataSetId } = event.header;
    const { name, status, access } = event.facts as { name: string; status: string; access?: readonly string[] };
    const before = this.standing.get(id);
    if (before?.deletedBy != null) this.fault(event, 'saves what is deleted');
    if (before !== undefined && before.parentId !== parentId) this.fault(event, 'moves');
    if (dataVersion !== (before?.dataVersion ?? 0) + 1) this.fault(event, `makes version ${String(dataVersion)}`);
    if (before !== undefined && before.dataSetId !== dataSetId) this.fault(event, `stands in data set ${before.dataSetId} too`);
    if (before !== undefined) this.leave(event, before);
    this.stand(event, {
      id,
      dataSetId: String(dataSetId),
      conceptId,
      parentId: String(parentId),
      name,
      status,
      dataVersion,
      access: (access ?? before?.access ?? []).toSorted(),
      deletedBy: null,
    });
  }

  private moved(event: OpenedEvent): void {
    const { instanceId, parentId, dataVersion, count } = event.header;
    const { name, fromParentId } = event.facts as { name: string; fromParentId: string };
    const tree = this.liveTree(instanceId);
    const [before] = tree;
    if (before === undefined) {
      this.fault(event, 'moves what does not live');
      return;
    }
    if (tree.some(({ id }) => id === parentId)) {
      this.fault(event, 'makes a ring');
      return;
    }
    if (tree.length !== count) this.fault(event, `moves ${String(count)} of ${String(tree.length)}`);
    if (dataVersion !== before.dataVersion + 1) this.fault(event, `makes version ${String(dataVersion)}`);
    if (fromParentId !== before.parentId) this.fault(event, `comes from ${fromParentId} and stood under ${before.parentId}`);
    this.leave(event, before);
    this.stand(event, { ...before, parentId: String(parentId), name, dataVersion });
  }

  private statusChanged(event: OpenedEvent): void {
    const { instanceId, dataVersion } = event.header;
    const { status } = event.facts as { status: string };
    const before = this.standing.get(instanceId);
    if (before?.deletedBy !== null) {
      this.fault(event, 'gives what does not live a status');
      return;
    }
    if (dataVersion !== before.dataVersion + 1) this.fault(event, `makes version ${String(dataVersion)}`);
    this.standing.set(instanceId, { ...before, status, dataVersion });
  }

  private accessChanged(event: OpenedEvent): void {
    const { instanceId, count } = event.header;
    const { principals, scope, seenBy } = event.facts as Record<'principals' | 'seenBy', string[]> & { scope: string };
    const tree = this.liveTree(instanceId);
    if (tree.length === 0) this.fault(event, 'concerns what does not live');
    let changed = 0;
    for (const instance of scope === 'tree' ? tree : tree.slice(0, 1)) {
      if (!instance.access.some((one) => seenBy.includes(one))) continue;
      const others = instance.access.filter((one) => !principals.includes(one));
      const access = (event.type === 'AccessGranted' ? [...others, ...principals] : others).toSorted();
      if (access.length === 0) this.fault(event, `leaves ${instance.id} to nobody`);
      if (access.join() !== instance.access.join()) changed += 1;
      this.standing.set(instance.id, { ...instance, access });
    }
    if (changed !== count) this.fault(event, `changes ${String(count)} of ${String(changed)}`);
  }

  private deleted(event: OpenedEvent): void {
    const { instanceId, deletionId, count } = event.header;
    const tree = this.liveTree(instanceId);
    if (tree.length !== count) this.fault(event, `deletes ${String(count)} of ${String(tree.length)}`);
    for (const instance of tree) {
      this.leave(event, instance);
      this.standing.set(instance.id, { ...instance, deletedBy: deletionId });
    }
  }

  private restored(event: OpenedEvent): void {
    const { instanceId, deletionId, count } = event.header;
    const { name } = event.facts as { name: string };
    const tree = this.all.filter(({ deletedBy }) => deletedBy === deletionId);
    if (tree.length !== count || tree.length === 0) this.fault(event, `restores ${String(count)} of ${String(tree.length)}`);
    const back = tree.map((instance) => ({
      ...instance,
      name: instance.id === instanceId ? name : instance.name,
      deletedBy: null,
    }));
    // A parent may have been made after what was moved below it, so that all of them live before any is looked at.
    for (const instance of back) this.standing.set(instance.id, instance);
    for (const instance of back) this.stand(event, instance);
  }

  private liveTree(id: string): readonly Standing[] {
    const root = this.standing.get(id);
    if (root?.deletedBy !== null) return [];
    const below = this.live.filter(({ parentId }) => parentId === id);
    return [root, ...below.flatMap((child) => this.liveTree(child.id))];
  }

  private stand(event: OpenedEvent, now: Standing): void {
    const { parentId } = now;
    if (parentId !== this.workspaceId && this.standing.get(parentId)?.deletedBy !== null)
      this.fault(event, 'lives below what is deleted');
    const siblings = siblingsOf(now);
    const holder = this.holders.get(siblings);
    if (holder !== undefined) this.fault(event, `takes the name ${now.name} that ${holder.id} has`);
    const holding: Holding = { id: now.id, parentId, name: now.name, fromPlace: event.place, toPlace: Infinity };
    this.holdings.push(holding);
    this.holders.set(siblings, holding);
    this.standing.set(now.id, now);
  }

  private leave(event: OpenedEvent, instance: Standing): void {
    const siblings = siblingsOf(instance);
    const holding = this.holders.get(siblings);
    if (holding?.id !== instance.id) return;
    holding.toPlace = event.place;
    this.holders.delete(siblings);
  }

  private fault({ type, place, header }: OpenedEvent, what: string): void {
    this.faults.push(`place ${String(place)}: ${type} of ${header.instanceId} ${what}`);
  }
}

function siblingsOf({ parentId, conceptId, name }: Standing): string {
  return `${parentId}\n${conceptId}\n${name}`;
}
