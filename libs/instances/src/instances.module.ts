import { Module } from '@nestjs/common';
import { DeleteInstanceController } from './delete-instance/delete-instance.controller.js';
import { DeleteInstanceHandler } from './delete-instance/delete-instance.handler.js';
import { InstanceHistoryController } from './instance-history/instance-history.controller.js';
import { InstanceHistoryHandler } from './instance-history/instance-history.query.js';
import { ListChildrenController } from './list-children/list-children.controller.js';
import { ListChildrenHandler } from './list-children/list-children.query.js';
import { ListDeletionsController } from './list-deletions/list-deletions.controller.js';
import { ListDeletionsHandler } from './list-deletions/list-deletions.query.js';
import { ReadDeletedController } from './read-deleted/read-deleted.controller.js';
import { DeletedHistoryHandler, ReadDeletedHandler } from './read-deleted/read-deleted.query.js';
import { ReadInstanceController } from './read-instance/read-instance.controller.js';
import { ReadInstanceHandler } from './read-instance/read-instance.query.js';
import { RestoreInstanceController } from './restore-instance/restore-instance.controller.js';
import { RestoreInstanceHandler } from './restore-instance/restore-instance.handler.js';
import { SaveInstanceController } from './save-instance/save-instance.controller.js';
import { SaveInstanceHandler } from './save-instance/save-instance.handler.js';

/** Every slice of instances. It needs EVENT_STORE, VIEW_STORE, NamingKey, Freshness, Gate, Cursors, DataSets, RootNames and Locator. */
@Module({
  controllers: [
    SaveInstanceController,
    DeleteInstanceController,
    RestoreInstanceController,
    ReadInstanceController,
    InstanceHistoryController,
    ListChildrenController,
    ListDeletionsController,
    ReadDeletedController,
  ],
  providers: [
    SaveInstanceHandler,
    DeleteInstanceHandler,
    RestoreInstanceHandler,
    ReadInstanceHandler,
    InstanceHistoryHandler,
    ListChildrenHandler,
    ListDeletionsHandler,
    ReadDeletedHandler,
    DeletedHistoryHandler,
  ],
})
export class InstancesModule {}
