import { Cursors, Freshness, Gate } from '@datakeep/access';
import { EVENT_STORE } from '@datakeep/event-store';
import {
  DataSets,
  InstanceHistoryController,
  InstanceHistoryHandler,
  ListChildrenController,
  ListChildrenHandler,
  Locator,
  ReadInstanceController,
  ReadInstanceHandler,
  SaveInstanceController,
  SaveInstanceHandler,
} from '@datakeep/instances';
import { NamingKey } from '@datakeep/kernel';
import { VIEW_STORE } from '@datakeep/view-store';
import { CreateWorkspaceController, CreateWorkspaceHandler } from '@datakeep/workspaces';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Config } from '../config.js';
import { HealthController } from '../health/health.controller.js';
import type { Repository } from './repository.js';

/** Everything that answers a request, on the stores of one repository. */
@Module({})
export class AppModule {
  static on({ events, views, namingKey }: Pick<Repository, 'events' | 'views' | 'namingKey'>, config: Config): DynamicModule {
    const freshness = new Freshness(events, views);
    const dataSets = new DataSets(events, {
      cacheBytesMax: config.dataSetCacheBytesMax,
      waitingJobsMax: config.waitingCommandsMax,
    });
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CreateWorkspaceController,
        SaveInstanceController,
        ReadInstanceController,
        InstanceHistoryController,
        ListChildrenController,
        HealthController,
      ],
      providers: [
        { provide: EVENT_STORE, useValue: events },
        { provide: VIEW_STORE, useValue: views },
        { provide: NamingKey, useValue: namingKey },
        { provide: Freshness, useValue: freshness },
        { provide: Gate, useValue: new Gate(views, freshness) },
        { provide: Cursors, useValue: new Cursors(namingKey) },
        { provide: DataSets, useValue: dataSets },
        { provide: Locator, useValue: new Locator(events, views, freshness) },
        CreateWorkspaceHandler,
        SaveInstanceHandler,
        ReadInstanceHandler,
        InstanceHistoryHandler,
        ListChildrenHandler,
      ],
    };
  }
}
