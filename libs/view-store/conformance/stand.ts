import { afterEach, beforeEach, describe } from '@jest/globals';
import type { Entry, ReaderViews, Row, ViewChange, ViewStore, ViewWriter } from '../src/index.js';
import { treeOrder } from '../src/index.js';
import { staffAndHolder, workspaceId } from './records.js';

/** What the factory of a suite gives: an empty store, and what belongs to it. */
export interface OpenedViews {
  readonly writer: ViewWriter;
  /** Another writer on the same views, as another process or thread would have one. */
  readonly otherWriter: () => Promise<ViewWriter>;
  readonly store: ViewStore;
  /** Closes everything that was opened, also what was closed already. */
  readonly close: () => Promise<void>;
}

export type OpenViews = () => Promise<OpenedViews>;

/** What an adapter can lack: a closed list. */
export type ViewStoreLack =
  /** Text beyond U+FFFF is not ordered by code point. */
  'code-point-order-beyond-u+ffff';

/** A store with a writer that has the hold. */
export class Stand {
  readonly store: ViewStore;
  #position: number;

  private constructor(
    readonly views: OpenedViews,
    private readonly epoch: number,
    position: number,
  ) {
    this.store = views.store;
    this.#position = position;
  }

  static async on(open: OpenViews): Promise<Stand> {
    const views = await open();
    const { epoch, position } = await views.writer.hold();
    return new Stand(views, epoch, position);
  }

  /** Applies the changes in one batch that ends at `to`. */
  async apply(to: number, ...changes: readonly ViewChange[]): Promise<void> {
    await this.views.writer.apply({ epoch: this.epoch, from: this.#position, to, changes });
    this.#position = to;
  }

  reader(principals: readonly string[] = staffAndHolder, workspace = workspaceId): ReaderViews {
    return this.store.reader({ workspaceId: workspace, principals });
  }

  /** All rows of a workspace in the order of `by_name`, as they are now or were at a position. */
  async rows(at: 'now' | number = 'now', reader = this.reader()): Promise<readonly Row[]> {
    const { rows } = await reader.find({
      view: 'instance_rows',
      index: 'by_name',
      where: {},
      at,
      limit: 1_000,
      include: ['xml'],
    });
    return rows;
  }

  async names(at: 'now' | number = 'now', reader = this.reader()): Promise<unknown[]> {
    return (await this.rows(at, reader)).map((row) => row['name']);
  }

  /** Ids of the rows below an instance in the order of the tree; undefined when the instance is not to be seen. */
  async tree(instanceId: string, at: 'now' | number = 'now', reader = this.reader()): Promise<string[] | undefined> {
    const found = await reader.findBelow({ view: 'instance_rows', index: treeOrder, instanceId, at, limit: 1_000 });
    return found?.rows.map((row) => row.instanceId);
  }

  /** Everything that can be asked about positions up to `upTo`, of these instances. */
  async contents(instanceIds: readonly string[], upTo: number): Promise<unknown> {
    const reader = this.reader();
    const past = [];
    for (let at = 0; at <= upTo; at += 1) past.push({ rows: await this.rows(at), tree: await this.tree(workspaceId, at) });
    const each = instanceIds.map(async (instanceId) => ({
      live: await reader.versions({ view: 'instance_rows', instanceId, state: 'live', limit: 100 }),
      deleted: await reader.versions({ view: 'instance_rows', instanceId, state: 'deleted', limit: 100 }),
      newest: await reader.newest({ view: 'last_updated', instanceId, at: 'now' }),
      newestThen: await reader.newest({ view: 'last_updated', instanceId, at: upTo }),
      below: await this.tree(instanceId),
      dataSet: await this.store.system.dataSetOf('instance_rows', { workspaceId, instanceId }),
    }));
    const { events } = await reader.events({ view: 'event_index', afterPlace: 0, limit: 1_000 });
    const times = [];
    for (let at = 0; at <= upTo; at += 1) times.push(await this.store.system.placeAt('event_times', at * 1_000));
    return { now: await this.rows(), past, each: await Promise.all(each), events, times, token: await this.token() };
  }

  token(): Promise<Entry | undefined> {
    return this.store.system.entry('tokens', { issuer: 'datakeep', tokenHash: 'h1' });
  }
}

/** A describe block in which each test has an empty store of its own. */
export function describeOn(title: string, open: OpenViews, tests: (stand: () => Stand) => void): void {
  describe(title, () => {
    let stand: Stand;
    beforeEach(async () => {
      stand = await Stand.on(open);
    });
    afterEach(async () => {
      await stand.views.close();
    });
    tests(() => stand);
  });
}
