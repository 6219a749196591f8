import { Module } from '@nestjs/common';
import { ChangeAccessController } from './change-access/change-access.controller.js';
import { ChangeAccessHandler } from './change-access/change-access.handler.js';
import { ChangeStatusController } from './change-status/change-status.controller.js';
import { ChangeStatusHandler } from './change-status/change-status.handler.js';
import { CheckDeletionController } from './check-deletion/check-deletion.controller.js';
import { CheckDeletionHandler } from './check-deletion/check-deletion.query.js';
import { CommandDoor } from './command-door.js';
import { DeleteInstanceController } from './delete-instance/delete-instance.controller.js';
import { DeleteInstanceHandler } from './delete-instance/delete-instance.handler.js';
import { DiffVersionsController } from './diff-versions/diff-versions.controller.js';
import { DiffVersionsHandler } from './diff-versions/diff-versions.query.js';
import { InstanceHistoryController } from './instance-history/instance-history.controller.js';
import { InstanceHistoryHandler } from './instance-history/instance-history.query.js';
import { ListChildrenController } from './list-children/list-children.controller.js';
import { ListChildrenHandler } from './list-children/list-children.query.js';
import { ListDescendantsController } from './list-descendants/list-descendants.controller.js';
import { ListDescendantsHandler } from './list-descendants/list-descendants.query.js';
import { ListDeletionsController } from './list-deletions/list-deletions.controller.js';
import { ListDeletionsHandler } from './list-deletions/list-deletions.query.js';
import { InstancesBelow } from './instances-below.js';
import { ListEventsController } from './list-events/list-events.controller.js';
import { ListEventsHandler } from './list-events/list-events.query.js';
import { MoveInstanceController } from './move-instance/move-instance.controller.js';
import { MoveInstanceHandler } from './move-instance/move-instance.handler.js';
import { ReadAccessController } from './read-access/read-access.controller.js';
import { ReadAccessHandler } from './read-access/read-access.query.js';
import { PatchInstanceController } from './patch-instance/patch-instance.controller.js';
import { PatchInstanceHandler } from './patch-instance/patch-instance.handler.js';
import { ReadDeletedController } from './read-deleted/read-deleted.controller.js';
import { DeletedHistoryHandler, ReadDeletedHandler } from './read-deleted/read-deleted.query.js';
import { ReadInstanceController } from './read-instance/read-instance.controller.js';
import { ReadInstanceHandler } from './read-instance/read-instance.query.js';
import { RestoreInstanceController } from './restore-instance/restore-instance.controller.js';
import { RestoreInstanceHandler } from './restore-instance/restore-instance.handler.js';
import { StreamDataSetController } from './stream-data-set/stream-data-set.controller.js';
import { StreamDataSetHandler } from './stream-data-set/stream-data-set.query.js';
import { RevertInstanceController } from './revert-instance/revert-instance.controller.js';
import { RevertInstanceHandler } from './revert-instance/revert-instance.handler.js';
import { SaveInstanceController } from './save-instance/save-instance.controller.js';
import { SaveInstanceHandler } from './save-instance/save-instance.handler.js';

/** Every slice of instances. It needs EVENT_STORE, VIEW_STORE, NamingKey, Freshness, Gate, Cursors, AsOf, DataSets, RootNames and Locator. */
@Module({
  controllers: [
    SaveInstanceController,
    DeleteInstanceController,
    RestoreInstanceController,
    ReadInstanceController,
    InstanceHistoryController,
    ListChildrenController,
    ListDescendantsController,
    StreamDataSetController,
    ListDeletionsController,
    ReadDeletedController,
    CheckDeletionController,
    DiffVersionsController,
    PatchInstanceController,
    RevertInstanceController,
    ListEventsController,
    MoveInstanceController,
    ChangeStatusController,
    ChangeAccessController,
    ReadAccessController,
  ],
  providers: [
    CommandDoor,
    SaveInstanceHandler,
    DeleteInstanceHandler,
    RestoreInstanceHandler,
    ReadInstanceHandler,
    InstanceHistoryHandler,
    ListChildrenHandler,
    ListDescendantsHandler,
    StreamDataSetHandler,
    InstancesBelow,
    ListDeletionsHandler,
    ReadDeletedHandler,
    DeletedHistoryHandler,
    CheckDeletionHandler,
    DiffVersionsHandler,
    PatchInstanceHandler,
    RevertInstanceHandler,
    ListEventsHandler,
    MoveInstanceHandler,
    ChangeStatusHandler,
    ChangeAccessHandler,
    ReadAccessHandler,
  ],
})
export class InstancesModule {}
