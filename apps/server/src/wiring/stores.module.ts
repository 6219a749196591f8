import { Cursors, Freshness, Gate } from '@datakeep/access';
import { EVENT_STORE } from '@datakeep/event-store';
import { AsOf, DataSets, DataSetSnapshots, Locator, RootNames } from '@datakeep/instances';
import { NamingKey } from '@datakeep/kernel';
import { VIEW_STORE } from '@datakeep/view-store';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config.js';
import type { Repository } from './repository.js';

/** Without a place for snapshots every stream is read from its start. */
export type Stores = Pick<Repository, 'events' | 'views' | 'namingKey'> & Partial<Pick<Repository, 'snapshots'>>;

/** The stores of one repository and what stands directly on them, for every context. */
@Global()
@Module({})
export class StoresModule {
  static on({ events, views, namingKey, snapshots }: Stores, config: Config, log: (line: string) => void): DynamicModule {
    const freshness = new Freshness(events, views);
    const dataSets = new DataSets(events, {
      cacheBytesMax: config.dataSetCacheBytesMax,
      waitingJobsMax: config.waitingCommandsMax,
      ...(snapshots === undefined ? {} : { snapshots: new DataSetSnapshots(events, snapshots, log) }),
    });
    const providers = [
      { provide: EVENT_STORE, useValue: events },
      { provide: VIEW_STORE, useValue: views },
      { provide: NamingKey, useValue: namingKey },
      { provide: Freshness, useValue: freshness },
      { provide: Gate, useValue: new Gate(views, freshness) },
      { provide: Cursors, useValue: new Cursors(namingKey) },
      { provide: AsOf, useValue: new AsOf(events, views, freshness) },
      { provide: DataSets, useValue: dataSets },
      { provide: RootNames, useValue: new RootNames(events, namingKey, dataSets) },
      { provide: Locator, useValue: new Locator(events, views, freshness) },
    ];
    return { module: StoresModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
