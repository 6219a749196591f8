import { InstancesModule } from '@datakeep/instances';
import { WorkspacesModule } from '@datakeep/workspaces';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Config } from '../config.js';
import { HealthController } from '../health/health.controller.js';
import { StoresModule, type Stores } from './stores.module.js';

/** Everything that answers a request, on the stores of one repository. */
@Module({})
export class AppModule {
  static on(stores: Stores, config: Config, log: (line: string) => void): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), StoresModule.on(stores, config, log), WorkspacesModule, InstancesModule],
      controllers: [HealthController],
    };
  }
}
