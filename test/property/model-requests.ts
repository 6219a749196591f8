/** Commands as a client sends them: the bodies of http.md. */

export type Expected = number | 'any' | undefined;

interface Reasoned {
  readonly reason?: string;
}

export interface Save {
  readonly name: 'save-instance';
  readonly body: Reasoned & {
    readonly instanceId?: string;
    readonly instanceName?: string;
    readonly conceptId?: string;
    readonly parentId?: string;
    readonly status?: string;
    readonly xml: string;
    readonly access?: readonly string[];
    readonly expectedVersion?: Expected;
  };
}

export interface Move {
  readonly name: 'move-instance';
  readonly body: Reasoned & {
    readonly instanceId: string;
    readonly parentId: string;
    readonly instanceName?: string;
    readonly expectedVersion?: Expected;
  };
}

export interface ChangeStatus {
  readonly name: 'change-status';
  readonly body: Reasoned & { readonly instanceId: string; readonly status: string; readonly expectedVersion?: Expected };
}

export interface Patch {
  readonly name: 'patch-instance';
  readonly body: Reasoned & {
    readonly instanceId: string;
    readonly changes: readonly { readonly xpath: '/r/@n' | '/r/t'; readonly replace: string }[];
    readonly expectedVersion?: Expected;
  };
}

export interface Revert {
  readonly name: 'revert-instance';
  readonly body: Reasoned & { readonly instanceId: string; readonly toVersion: number; readonly expectedVersion?: Expected };
}

export interface Delete {
  readonly name: 'delete-instance';
  readonly body: Reasoned & { readonly instanceId: string; readonly expectedVersion?: Expected; readonly treeRevision?: string };
}

export interface Restore {
  readonly name: 'restore-instance';
  readonly body: Reasoned & { readonly deletionId?: string; readonly instanceId?: string; readonly instanceName?: string };
}

export interface ChangeAccess {
  readonly name: 'grant-access' | 'revoke-access';
  readonly body: Reasoned & {
    readonly instanceId: string;
    readonly principals: readonly string[];
    readonly withDescendants?: boolean;
  };
}

export type Command = Save | Move | ChangeStatus | Patch | Revert | Delete | Restore | ChangeAccess;

export interface Request {
  readonly user: string;
  /** `Idempotency-Key`. */
  readonly key?: string;
  /** Says that there must be nothing yet: `If-None-Match: *`. */
  readonly create?: true;
  readonly command: Command;
}
