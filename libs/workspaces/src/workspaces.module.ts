import { Module } from '@nestjs/common';
import { CreateWorkspaceController } from './create-workspace/create-workspace.controller.js';
import { CreateWorkspaceHandler } from './create-workspace/create-workspace.handler.js';

/** Every slice of workspaces. It needs EVENT_STORE, VIEW_STORE, NamingKey, Freshness and Gate. */
@Module({ controllers: [CreateWorkspaceController], providers: [CreateWorkspaceHandler] })
export class WorkspacesModule {}
